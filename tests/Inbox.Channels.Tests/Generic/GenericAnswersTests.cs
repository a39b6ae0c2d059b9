using System.Text.Json;
using Inbox.Channels.Generic;
using Inbox.Channels.Tests.Contract;
using Inbox.Core.Cases;
using Inbox.Core.Channels;
using Inbox.Core.Channels.Guides;
using Inbox.Core.Delivery;
using Inbox.Testing;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;

namespace Inbox.Channels.Tests.Generic;

/// <summary>A case by webhook from its first message to an answer, and what a far side may say to that.</summary>
public sealed class GenericAnswersTests : FarSideContract<GenericFarSide>
{
    protected override async Task<GenericFarSide> OpenFarSideAsync() => new(await HttpStub.StartAsync());

    [Fact]
    public async Task Answer_names_what_the_far_side_calls_things_and_a_reply_to_it_joins_the_case()
    {
        var caseId = await AskedAsync("""{"id":"p-1","conversation":"t-7","author":{"id":"4711","name":"Ana Ruiz"},"text":"It leaks","tags":["forum"]}""");
        await AnswerAsync(caseId);

        var body = JsonElement.Parse(Far.Server.Requests.ShouldHaveSingleItem().Body.Span);
        (body.GetProperty("conversation").GetString(), body.GetProperty("reply_to").GetString(), body.GetProperty("to")[0].GetProperty("id").GetString(), body.GetProperty("visibility").GetString())
            .ShouldBe(("t-7", "p-1", "4711", "private"));
        (await Company.CaseAsync(caseId)).Tags.ShouldBe(["forum"]);
        var sent = await Company.DbAsync(db => db.Messages.AsNoTracking().SingleAsync(m => m.Direction == Direction.Outbound));
        (sent.ExternalId, sent.Url).ShouldBe(("theirs-0", "https://forum.example.com/p/9"));

        await CallAsync(Far.Sign("""{"id":"p-2","reply_to":"theirs-0","author":{"id":"4711"},"text":"Thank you, but it still leaks"}"""u8.ToArray(), Now));
        await FileAsync();

        (await MessagesAsync()).Select(m => m.CaseId).Distinct().ShouldBe([caseId]);
    }

    [Fact]
    public async Task Authors_of_one_conversation_have_cases_of_their_own()
    {
        foreach (var author in new[] { "1", "2", "1" })
        {
            await CallAsync(Far.Sign(JsonSerializer.SerializeToUtf8Bytes(new { id = Guid.NewGuid().ToString(), conversation = "t-7", author = new { id = author }, text = "It leaks" }), Now));
        }

        await FileAsync();

        (await MessagesAsync()).Select(m => m.CaseId).Distinct().Count().ShouldBe(2);
    }

    [Fact]
    public async Task Answer_that_is_refused_fails_with_the_reason()
    {
        var caseId = await AskedAsync("""{"id":"p-1","author":{"id":"4711"},"text":"It leaks"}""");
        Far.Server.On(HttpMethod.Post, GenericFarSide.Path, _ => Results.Text("The thread is locked", statusCode: StatusCodes.Status409Conflict));
        await AnswerAsync(caseId, OutboundState.Failed);

        (await DeliveryAsync()).Detail.ShouldNotBeNull().ShouldContain("“The thread is locked”");
        (await Company.CaseAsync(caseId)).Status.ShouldBe(CaseStatus.Open);
    }

    [Fact]
    public async Task Door_without_an_address_for_answers_says_so_to_the_agent()
    {
        await Company.SetAsync(db => db.Channels.Where(c => c.Id == DoorId).ExecuteUpdateAsync(set => set.SetProperty(c => c.Settings, $$"""{"signingSecret":"{{GenericFarSide.Secret}}"}""")));
        var caseId = await AskedAsync("""{"id":"p-1","author":{"id":"4711"},"text":"It leaks"}""");

        var refused = await Company.SendAsync(new ReplyToCase.Command(caseId, "Hello", CaseStatus.Waiting, [], null, Anyway: true, Company.Ana));

        refused.Error.ShouldNotBeNull().Code.ShouldBe("cannot_answer_so");
    }

    [Fact]
    public async Task Our_own_people_s_posts_open_no_case()
    {
        await CallAsync(Far.Sign("""{"id":"p-1","author":{"id":"9","ours":true},"text":"Welcome to the forum"}"""u8.ToArray(), Now));
        await FileAsync();

        (await Company.DbAsync(db => db.Cases.CountAsync())).ShouldBe(0);
    }

    [Theory]
    [InlineData(GenericFarSide.Secret, null)]
    [InlineData("whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD", "refuses our signature")]
    [InlineData("", "has no signing secret")]
    public async Task Check_sends_a_signed_test(string secret, string? problem)
    {
        var typed = new ChannelInfo(DoorId, "forum", GenericChannel.ChannelKind, "Forum", "forum.example.com", Far.Settings.Replace(GenericFarSide.Secret, secret, StringComparison.Ordinal), []);

        var found = await ((IChecksAccess)Adapter).CheckAsync(typed, default);

        if (problem is null)
        {
            found.Problem.ShouldBeNull();
        }
        else
        {
            found.Problem.ShouldNotBeNull().ShouldContain(problem);
        }
    }

    private async Task<long> AskedAsync(string body)
    {
        (await CallAsync(Far.Sign(System.Text.Encoding.UTF8.GetBytes(body), Now))).Status.ShouldBe(202);
        await FileAsync();
        return (await MessagesAsync()).ShouldHaveSingleItem().CaseId.ShouldNotBeNull();
    }

    private async Task AnswerAsync(long caseId, OutboundState state = OutboundState.Sent)
    {
        await Company.AnswerAsync(caseId);
        Company.Clock.Advance(TimeSpan.FromSeconds(10));
        await Company.RunAsync<DeliveryWorker>();
        await UntilAsync(async () => (await DeliveryAsync()).State == state);
    }
}

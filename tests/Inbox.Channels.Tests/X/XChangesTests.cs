using Inbox.Channels.Tests.Contract;
using Inbox.Core;
using Inbox.Core.Cases;
using Inbox.Core.Channels;
using Inbox.Core.Delivery.Changes;
using Inbox.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Inbox.Channels.Tests.X;

public sealed class XChangesTests : FarSideContract<XFarSide>
{
    protected override async Task<XFarSide> OpenFarSideAsync() => new(await HttpStub.StartAsync());

    [Theory]
    [InlineData(404)]
    [InlineData(200)]
    public async Task Post_that_is_gone_counts_as_deleted_however_X_says_so(int status)
    {
        Far.GoneStatus = status;
        var answer = await SentAsync();
        Far.DeleteAnswer();

        (await DeleteAsync(answer)).Outcome.ShouldBe(SendOutcome.Sent);
    }

    [Fact]
    public async Task Nothing_is_read_to_delete_a_post()
    {
        var answer = await SentAsync();
        var before = Far.Requests.Count;

        (await DeleteAsync(answer)).Outcome.ShouldBe(SendOutcome.Sent);

        Far.Answers.ShouldBeEmpty();
        Far.Requests.Skip(before).ShouldHaveSingleItem().Method.ShouldBe("DELETE");
    }

    [Fact]
    public async Task Refusal_is_told_in_the_words_of_X()
    {
        var answer = await SentAsync();
        Far.Refusal = ("Forbidden", "You are not permitted to delete this Tweet.");

        var deleted = await DeleteAsync(answer);

        deleted.Outcome.ShouldBe(SendOutcome.Failed);
        deleted.Detail.ShouldNotBeNull().ShouldContain("not permitted to delete");
        Far.Answers.ShouldHaveSingleItem();
    }

    [Fact]
    public void Private_messages_stay()
    {
        Adapter.Traits.Allow(AnswerChangeKind.Delete, Visibility.Public).ShouldBeTrue();
        Adapter.Traits.Allow(AnswerChangeKind.Delete, Visibility.Private).ShouldBeFalse();
    }

    private async Task<StandingAnswer> SentAsync()
    {
        var message = new OutgoingMessage
        {
            MessageId = 1, CaseId = 1, ExternalId = "ours", Token = "ours", FromName = "Acme", Visibility = Visibility.Public, To = [], Subject = "", Text = "We look into it.", At = Now,
            InReplyTo = Far.Post(Now.AddMinutes(-1), "@acme it leaks"),
        };
        var sent = await ((ISendingChannel)Adapter).SendAsync(message, await InfoAsync(), default);
        sent.Outcome.ShouldBe(SendOutcome.Sent);
        return new StandingAnswer(message with { ExternalId = sent.ExternalId! }, sent.FurtherIds);
    }

    private async Task<SendResult> DeleteAsync(StandingAnswer answer) => await ((IChangesAnswers)Adapter).DeleteAsync(answer, await InfoAsync(), default);

    private async Task<ChannelInfo> InfoAsync() => (await Company.Services.GetRequiredService<Rulebook>().GetAsync(default)).Info(await DoorAsync());
}

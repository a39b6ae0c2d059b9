using System.Security.Cryptography;
using Inbox.Channels.Api;
using Inbox.Channels.Tests.Contract;
using Inbox.Core;
using Inbox.Core.Channels;
using Inbox.Core.Channels.Guides;
using Inbox.Core.Delivery;
using Inbox.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Inbox.Channels.Tests.AppStore;

public sealed class AppStoreChannelTests : FarSideContract<AppStoreFarSide>
{
    protected override async Task<AppStoreFarSide> OpenFarSideAsync() => new(await HttpStub.StartAsync());

    [Fact]
    public async Task Review_tells_its_title_stars_and_country()
    {
        var id = Far.Post(Now.AddMinutes(-1), "Since version 3", 1);
        Far.Reviews.Change(id, r => r with { Title = "Leaks" });

        await PollAsync();

        var message = (await MessagesAsync()).ShouldHaveSingleItem();
        (message.Subject, message.ReplyText, message.Text).ShouldBe(("★☆☆☆☆ 1 of 5 stars: Leaks", "Since version 3", "Since version 3\n\nApp Store of GBR"));
    }

    [Fact]
    public async Task Review_with_a_response_opens_no_case()
    {
        var id = Far.Post(Now.AddMinutes(-9), "It leaks");
        Far.Reviews.Change(id, r => r with { Reply = "Sorry!", RepliedAt = Now.AddMinutes(-1) });

        await PollAsync();

        var message = (await MessagesAsync()).ShouldHaveSingleItem();
        message.CaseId.ShouldBeNull();
        message.Text.ShouldEndWith("> Sorry!");
    }

    [Fact]
    public async Task Review_that_was_changed_after_the_response_waits_for_another_one()
    {
        var id = Far.Post(Now.AddMinutes(-1), "It leaks again");
        Far.Reviews.Change(id, r => r with { Reply = "Sorry!", RepliedAt = Now.AddMinutes(-9) });

        await PollAsync();

        (await MessagesAsync()).ShouldHaveSingleItem().CaseId.ShouldNotBeNull();
    }

    [Fact]
    public async Task Next_page_on_another_server_gets_no_token()
    {
        await using var other = await HttpStub.StartAsync();
        Far.NextPagesAt = other.Url.AbsoluteUri.TrimEnd('/');
        Enumerable.Range(0, Far.PageSize + 1).ToList().ForEach(i => Far.Post(Now.AddMinutes(-1), $"number {i}"));

        await PollAsync();

        other.Requests.ShouldBeEmpty();
        (await DoorAsync()).Problem.ShouldNotBeNull().ShouldContain("not its own");
    }

    [Fact]
    public async Task Response_that_apple_still_checks_says_so()
    {
        var id = Far.Post(Now.AddMinutes(-1), "It leaks");
        var rules = await Company.Services.GetRequiredService<Rulebook>().GetAsync(default);
        var message = new OutgoingMessage
        {
            MessageId = 1, CaseId = 1, ExternalId = "word", Token = "word", FromName = "Acme", To = [], Subject = "", Text = "We look into it.", At = Now, InReplyTo = id,
        };

        var sent = await ((ISendingChannel)Adapter).SendAsync(message, rules.Info(await DoorAsync()), default);

        (sent.Outcome, sent.Detail).ShouldBe((SendOutcome.Sent, "Apple has it and shows it within a day."));
    }

    [Fact]
    public async Task Answer_to_a_review_that_is_gone_fails_and_the_door_does_not()
    {
        var id = Far.Post(Now.AddMinutes(-1), "It leaks");
        await PollAsync();
        await StopPollingAsync();
        Far.Delete(id);
        await Company.AnswerAsync((await MessagesAsync()).Single().CaseId!.Value, text: "We look into it.");
        Company.Clock.Advance(TimeSpan.FromSeconds(10));
        await Company.RunAsync<DeliveryWorker>();

        await UntilAsync(async () => (await DeliveryAsync()).State == OutboundState.Failed);
        (await DoorAsync()).SendingProblem.ShouldBeNull();
    }

    [Fact]
    public async Task Check_says_which_app_it_found_or_what_is_wrong()
    {
        var rules = await Company.Services.GetRequiredService<Rulebook>().GetAsync(default);
        var typed = rules.Info(await DoorAsync());
        var check = (IChecksAccess)Adapter;

        (await check.CheckAsync(typed, default)).Found.ShouldBe(["App Store Connect lets us in to “Kettle”."]);
        (await check.CheckAsync(typed with { Address = "1" }, default)).Problem.ShouldNotBeNull().ShouldContain("finds no app");
        (await check.CheckAsync(typed with { Settings = """{"issuerId":"a","keyId":"b","privateKeySecret":"c"}""" }, default)).Problem.ShouldNotBeNull().ShouldContain("is not the .p8 file");
        Far.RevokeAccess();
        (await check.CheckAsync(typed, default)).Problem.ShouldNotBeNull().ShouldContain("does not let our key in");
    }

    [Fact]
    public void Key_is_read_with_and_without_its_line_breaks()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var (pem, bytes) = (key.ExportPkcs8PrivateKeyPem(), key.ExportPkcs8PrivateKey());

        foreach (var pasted in (string[])[pem, pem.ReplaceLineEndings("\r\n") + "\r\n", pem.ReplaceLineEndings(""), pem.ReplaceLineEndings(" ")])
        {
            PrivateKey.Read(pasted).ShouldBe(bytes);
        }

        PrivateKey.Read("-----BEGIN PRIVATE KEY-----%-----END PRIVATE KEY-----").ShouldBeNull();
        PrivateKey.Read("").ShouldBeNull();
    }
}

using Inbox.Channels.Tests.Contract;
using Inbox.Core;
using Inbox.Core.Cases;
using Inbox.Core.Channels;
using Inbox.Testing.Social.Mastodon;
using Microsoft.Extensions.DependencyInjection;

namespace Inbox.Channels.Tests.Mastodon;

/// <summary>What of an answer stands at the server: its files, and the posts that it was cut into.</summary>
public sealed class MastodonPostingTests : FarSideContract<MastodonFarSide>
{
    private MastodonStub Server => Far.Server;

    protected override Task<MastodonFarSide> OpenFarSideAsync() => MastodonFarSide.OpenAsync();

    [Fact]
    public async Task Files_go_first_each_with_its_description_or_else_its_name()
    {
        Server.Post(Now.AddMinutes(-1), "Which part?");
        await PollAsync();
        var asked = (await MessagesAsync()).ShouldHaveSingleItem();
        var rules = await Company.Services.GetRequiredService<Rulebook>().GetAsync(default);
        var sent = await ((ISendingChannel)Adapter).SendAsync(
            new OutgoingMessage
            {
                MessageId = 1, CaseId = 1, ExternalId = "t", Token = "t", FromName = "Ana", To = [new Party("Ana", asked.FromAddress)], Subject = "", Text = "This one", InReplyTo = asked.ExternalId, At = Now,
                Attachments = [File(null), File("The valve")],
            },
            rules.Info(await DoorAsync()),
            default);

        sent.Outcome.ShouldBe(SendOutcome.Sent);
        Server.Answers.ShouldHaveSingleItem().Media.Select(id => Server.Descriptions[id]).ShouldBe(["valve of the lid", "The valve"]);

        static OutgoingAttachment File(string? description) =>
            new("valve of the lid.png", "image/png", 4, Inline: false, ContentId: null, _ => Task.FromResult<Stream>(new MemoryStream([1, 2, 3, 4]))) { Description = description };
    }

    [Fact]
    public async Task Thread_that_broke_off_goes_on_where_it_stopped()
    {
        Server.Post(Now.AddMinutes(-1), "Which part?");
        await PollAsync();
        var asked = (await MessagesAsync()).ShouldHaveSingleItem();
        var info = (await Company.Services.GetRequiredService<Rulebook>().GetAsync(default)).Info(await DoorAsync());
        var (sender, text) = ((IReadsBack)Adapter, string.Join(' ', Enumerable.Repeat("This is a sentence of the answer.", 30)));
        var answer = new OutgoingMessage
        {
            MessageId = 1, CaseId = 1, ExternalId = "t", Token = "t", FromName = "Ana", To = [new Party("Ana", asked.FromAddress)], Subject = "", Text = text, InReplyTo = asked.ExternalId, At = Now, AsThread = true,
        };

        Server.LosesNextAnswer = true;
        (await sender.SendAsync(answer, info, default)).Outcome.ShouldBe(SendOutcome.Unknown);
        Server.Answers.ShouldHaveSingleItem();
        (await sender.ReadBackAsync(answer, info, default)).Outcome.ShouldBe(ReadBackOutcome.NotThere);
        var sent = await sender.SendAsync(answer, info, default);

        sent.Outcome.ShouldBe(SendOutcome.Sent);
        Server.Answers.Select(a => a.Id).ShouldBe([sent.ExternalId!, .. sent.FurtherIds]);
        Server.Answers.Select(a => a.ReplyTo).ShouldBe([asked.ExternalId, .. Server.Answers.SkipLast(1).Select(a => a.Id)]);
        string.Join(' ', Server.Answers.Select(a => string.Join(' ', a.Text.Split(' ').Where(w => w[0] != '@')))).ShouldBe(text);
        (await sender.ReadBackAsync(answer, info, default)).FurtherIds.ShouldBe(sent.FurtherIds);
    }
}

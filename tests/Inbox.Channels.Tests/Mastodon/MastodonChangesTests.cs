using Inbox.Channels.Tests.Contract;
using Inbox.Core;
using Inbox.Core.Cases;
using Inbox.Core.Channels;
using Inbox.Testing.Social.Mastodon;
using Microsoft.Extensions.DependencyInjection;

namespace Inbox.Channels.Tests.Mastodon;

/// <summary>What stays of a post of ours that is edited, and what of a thread that is deleted.</summary>
public sealed class MastodonChangesTests : FarSideContract<MastodonFarSide>
{
    private MastodonStub Server => Far.Server;

    protected override Task<MastodonFarSide> OpenFarSideAsync() => MastodonFarSide.OpenAsync();

    [Fact]
    public async Task Edit_keeps_files_warning_language_readers_and_the_names_before_the_words()
    {
        Server.Post(Now.AddMinutes(-1), "@acme @ben which part?", visibility: "unlisted", warning: "Kitchen", mentions: ["acme", "ben@third.example"]);
        var answer = await SentAsync("This one", files: 2);
        var before = Server.Answers.ShouldHaveSingleItem();
        Server.Mark(before.Id, "de", sensitive: true);

        (await EditAsync(answer, "That one")).Outcome.ShouldBe(SendOutcome.Sent);

        var after = Server.Answers.ShouldHaveSingleItem();
        after.Text.ShouldBe("@ana@elsewhere.example @ben@third.example That one");
        after.Media.ShouldBe(before.Media);
        after.Media.Count.ShouldBe(2);
        (after.Warning, after.Language, after.Sensitive, after.Visibility).ShouldBe(("Kitchen", "de", true, "unlisted"));
        after.EditedAt.ShouldNotBeNull();
    }

    [Fact]
    public async Task Edited_answer_to_a_post_that_is_gone_names_whom_it_named()
    {
        var asked = Server.Post(Now.AddMinutes(-1), "@acme @ben which part?", mentions: ["acme", "ben@third.example"]);
        var answer = await SentAsync("This one");
        Server.Delete(asked);

        (await EditAsync(answer, "That one")).Outcome.ShouldBe(SendOutcome.Sent);

        Server.Answers.ShouldHaveSingleItem().Text.ShouldBe("@ana@elsewhere.example @ben@third.example That one");
    }

    [Fact]
    public async Task Edited_private_answer_still_names_those_who_read_it()
    {
        Server.Post(Now.AddMinutes(-1), "My number is 12", visibility: "direct");
        var answer = await SentAsync("Thanks");

        (await EditAsync(answer, "Thank you")).Outcome.ShouldBe(SendOutcome.Sent);

        var after = Server.Answers.ShouldHaveSingleItem();
        (after.Text, after.Visibility).ShouldBe(("@ana@elsewhere.example Thank you", "direct"));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Edit_that_was_taken_before_the_line_broke_is_done_the_next_time(bool refusesSameWords)
    {
        Server.RefusesSameWords = refusesSameWords;
        Server.Post(Now.AddMinutes(-1), "Which part?");
        var answer = await SentAsync("This one");
        Server.LosesNextAnswer = true;
        (await EditAsync(answer, "That one")).Outcome.ShouldBe(SendOutcome.Later);

        (await EditAsync(answer, "That one")).Outcome.ShouldBe(SendOutcome.Sent);

        Server.Answers.ShouldHaveSingleItem().Text.ShouldBe("@ana@elsewhere.example That one");
    }

    [Fact]
    public async Task Edit_that_the_server_refuses_fails_with_its_words()
    {
        Server.Post(Now.AddMinutes(-1), "Which part?");
        var answer = await SentAsync("This one");
        Server.MostCharacters = 40;

        var edited = await EditAsync(answer, "That one, or rather the one below the lid");

        edited.Outcome.ShouldBe(SendOutcome.Failed);
        edited.Detail.ShouldNotBeNull().ShouldContain("too long");
    }

    [Theory]
    [InlineData(null)]
    [InlineData(0)]
    [InlineData(1)]
    public async Task Thread_is_deleted_whole_with_its_files_also_where_a_post_of_it_is_gone(int? gone)
    {
        Server.Post(Now.AddMinutes(-1), "Which part?");
        var answer = await SentAsync(Long, files: 1);
        answer.FurtherIds.Count.ShouldBe(2);
        if (gone is { } index)
        {
            Server.Delete(Server.Answers[index].Id);
        }

        (await DeleteAsync(answer)).Outcome.ShouldBe(SendOutcome.Sent);

        Server.Answers.ShouldBeEmpty();
        var deletions = Server.Requests.Where(r => r.Method == "DELETE").ToList();
        deletions.Select(r => r.Url.Segments[^1]).ShouldBe([.. answer.FurtherIds.Reverse(), answer.Message.ExternalId]);
        deletions.ShouldAllBe(r => r.Url.Query == "?delete_media=true");
    }

    [Fact]
    public async Task Deletion_of_a_thread_that_broke_off_leaves_its_beginning_and_goes_on()
    {
        Server.Post(Now.AddMinutes(-1), "Which part?");
        var answer = await SentAsync(Long);
        Server.MostDeletions = 1;

        (await DeleteAsync(answer)).Outcome.ShouldBe(SendOutcome.Later);
        Server.Answers.Select(a => a.Id).ShouldBe([answer.Message.ExternalId, .. answer.FurtherIds.SkipLast(1)]);
        Server.MostDeletions = null;
        (await DeleteAsync(answer)).Outcome.ShouldBe(SendOutcome.Sent);

        Server.Answers.ShouldBeEmpty();
    }

    private static string Long => string.Join(' ', Enumerable.Repeat("This is a sentence of the answer.", 36));

    private async Task<StandingAnswer> SentAsync(string text, int files = 0)
    {
        await PollAsync();
        var asked = (await MessagesAsync()).ShouldHaveSingleItem();
        var message = new OutgoingMessage
        {
            MessageId = 1, CaseId = 1, ExternalId = "t", Token = "t", FromName = "Ana", Visibility = asked.Visibility, To = [new Party("Ana", asked.FromAddress)], Subject = "", Text = text, InReplyTo = asked.ExternalId,
            At = Now, AsThread = true, Attachments = [.. Enumerable.Range(1, files).Select(i => new OutgoingAttachment($"{i}.png", "image/png", 1, Inline: false, ContentId: null, _ => Task.FromResult<Stream>(new MemoryStream([1]))))],
        };
        var sent = await ((ISendingChannel)Adapter).SendAsync(message, await InfoAsync(), default);
        sent.Outcome.ShouldBe(SendOutcome.Sent);
        return new StandingAnswer(message with { ExternalId = sent.ExternalId! }, sent.FurtherIds);
    }

    private async Task<SendResult> EditAsync(StandingAnswer answer, string text) =>
        await ((IChangesAnswers)Adapter).EditAsync(answer with { Message = answer.Message with { Text = text } }, await InfoAsync(), default);

    private async Task<SendResult> DeleteAsync(StandingAnswer answer) => await ((IChangesAnswers)Adapter).DeleteAsync(answer, await InfoAsync(), default);

    private async Task<ChannelInfo> InfoAsync() => (await Company.Services.GetRequiredService<Rulebook>().GetAsync(default)).Info(await DoorAsync());
}

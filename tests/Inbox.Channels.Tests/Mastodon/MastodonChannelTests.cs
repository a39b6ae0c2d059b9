using Inbox.Channels.Tests.Contract;
using Inbox.Core;
using Inbox.Core.Cases;
using Inbox.Core.Channels;
using Inbox.Core.Channels.Replies;
using Inbox.Core.Delivery;
using Inbox.Core.Mentions.Reach;
using Inbox.Testing.Social.Mastodon;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Inbox.Channels.Tests.Mastodon;

/// <summary>What is peculiar to Mastodon and its kin, on a server that speaks its API.</summary>
public sealed class MastodonChannelTests : FarSideContract<MastodonFarSide>
{
    private MastodonStub Server => Far.Server;

    protected override Task<MastodonFarSide> OpenFarSideAsync() => MastodonFarSide.OpenAsync();

    [Theory]
    [InlineData(false, false)]
    [InlineData(true, true)]
    public async Task Pages_are_found_without_links_and_behind_pages_that_are_not_full(bool links, bool thin)
    {
        (Server.HasLinks, Server.PagesAreThin) = (links, thin);
        Server.Post(Now.AddMinutes(-1), "number 0");
        await PollAsync();
        var texts = Enumerable.Range(0, 9).Select(i => $"number {i}").ToList();
        texts.Skip(1).ToList().ForEach(t => Server.Post(Now, t));

        await PollAsync();

        (await TextsAsync()).ShouldBe(texts);
    }

    [Fact]
    public async Task History_before_the_first_poll_is_left_alone()
    {
        Server.Post(Now.AddDays(-30), "long ago");
        Server.Post(Now.AddDays(-2), "this week");
        await PollAsync();

        (await TextsAsync()).ShouldBe(["this week"]);
    }

    [Fact]
    public async Task Post_that_answers_what_we_do_not_hold_shows_it_and_the_thread_has_one_name()
    {
        Server.MostAbove = 3;
        var parent = Server.Post(Now.AddHours(-2), "The first words", "ben@third.example", mentions: []);
        var root = parent;
        foreach (var i in Enumerable.Range(1, 8))
        {
            parent = Server.Post(Now.AddHours(-1), $"step {i}", "ben@third.example", mentions: [], replyTo: parent);
        }

        Server.Post(Now.AddMinutes(-1), "@acme what do you say?", replyTo: parent);
        await PollAsync();

        var message = (await MessagesAsync()).ShouldHaveSingleItem();
        message.ReplyText.ShouldBe("@acme what do you say?");
        message.Text.ShouldContain("@ben@third.example wrote:\n> step 8");
        message.Text.ShouldContain("> step 6");
        message.Text.ShouldNotContain("> step 5");
        (await ParsedAsync(message)).Keys.Select(k => k.Value).ShouldBe([message.ExternalId, parent, $"https://far.example/posts/{root}"]);
    }

    [Fact]
    public async Task More_answers_than_a_poll_may_look_up_are_taken_by_the_next_ones()
    {
        Server.PageSize = 40;
        var ours = Server.Post(Now.AddHours(-1), "News of ours", "acme", mentions: []);
        foreach (var i in Enumerable.Range(1, 45))
        {
            Server.Post(Now.AddMinutes(-1), $"number {i}", $"person{i}@elsewhere.example", replyTo: ours);
        }

        await PollAsync();
        (await MessagesAsync()).Count.ShouldBe(30);
        ((await DoorAsync()).NextPollAt - Now).ShouldBe(TimeSpan.FromSeconds(1));
        await PollAsync();

        (await MessagesAsync()).Count.ShouldBe(45);
        (await MessagesAsync()).Select(m => m.CaseId).Distinct().Count().ShouldBe(45, "below our own post every author has a case of their own");
    }

    [Fact]
    public async Task Direct_message_is_private_its_edit_a_revision_and_its_answer_direct()
    {
        var id = Server.Post(Now.AddMinutes(-1), "My order number is 12", visibility: "direct");
        await PollAsync();
        Server.Edit(id, "My order number is 13");
        await PollAsync();

        var message = (await MessagesAsync()).ShouldHaveSingleItem();
        (message.Visibility, message.ReplyText).ShouldBe((Visibility.Private, "My order number is 13"));
        (await AnswerAsync(message, "We look")).Visibility.ShouldBe("direct");
    }

    [Fact]
    public async Task Unlisted_post_is_answered_unlisted_with_its_warning_and_the_names_of_those_in_it()
    {
        Server.Post(Now.AddMinutes(-1), "@acme @ben it leaks", visibility: "unlisted", warning: "Kitchen", mentions: ["acme", "ben@third.example"]);
        await PollAsync();

        var answer = await AnswerAsync((await MessagesAsync()).ShouldHaveSingleItem(), "We look into it.");

        (answer.Visibility, answer.Warning, answer.Text).ShouldBe(("unlisted", "Kitchen", "@ana@elsewhere.example @ben@third.example We look into it."));
        answer.IdempotencyKey.ShouldNotBeNullOrEmpty();
    }

    [Fact]
    public async Task What_is_watched_is_a_mention_without_a_case_and_what_names_us_is_not()
    {
        await WatchAsync(""","hashtags":["#Kettle"],"accounts":["@rival@third.example"]""");
        Server.Post(Now.AddMinutes(-3), "My #kettle sings", mentions: [], tags: ["kettle"]);
        Server.Post(Now.AddMinutes(-2), "@acme my #kettle leaks", tags: ["kettle"]);
        Server.Post(Now.AddMinutes(-1), "Ours never leak", "rival@third.example", mentions: []);
        Server.Post(Now.AddMinutes(-1), "Our #kettle is on sale", "acme", mentions: [], tags: ["kettle"]);
        await PollAsync();

        (await MessagesAsync()).Select(m => (m.ReplyText, m.MatchedWord, Opened: m.CaseId is not null)).ShouldBe(
            [("@acme my #kettle leaks", null, true), ("My #kettle sings", "#kettle", false), ("Ours never leak", "@rival@third.example", false)], ignoreOrder: true);
        Server.Post(Now, "Another #kettle", mentions: [], tags: ["kettle"]);
        Company.Clock.Advance(TimeSpan.FromMinutes(1));
        await PollAsync();
        (await TextsAsync()).ShouldContain("Another #kettle");
    }

    [Theory]
    [InlineData(""","hashtags":["kettle"]""")]
    [InlineData(""","accounts":["@rival@third.example"]""")]
    public async Task Watched_post_that_its_server_delivers_late_is_found_once(string watched)
    {
        await WatchAsync(watched);
        Write("first");
        await WatchedAsync();
        Write("second");
        var (late, at) = (Server.IdOfLatePost(), Now);
        Write("fourth");
        await WatchedAsync();
        Write("third", late, at);
        await WatchedAsync();
        await WatchedAsync();

        (await TextsAsync()).ShouldBe(["first", "second", "fourth", "third"]);
        (await Company.DbAsync(db => db.InboundDeliveries.CountAsync())).ShouldBe(4);
        return;

        void Write(string text, string? id = null, DateTimeOffset? written = null) => Server.Post(written ?? Now, text, "rival@third.example", mentions: [], tags: ["kettle"], id: id);

        async Task WatchedAsync()
        {
            Company.Clock.Advance(TimeSpan.FromMinutes(1));
            await PollAsync();
        }
    }

    [Fact]
    public async Task What_lies_unread_there_is_told()
    {
        Server.Post(Now.AddMinutes(-1), "@acme it leaks");
        await PollAsync();

        (await LinkAsync()).Unread.ShouldBe(1);
    }

    [Fact]
    public async Task Watched_posts_open_cases_where_the_channel_says_so()
    {
        await WatchAsync(""","hashtags":["kettle"],"watchedOpensCase":true""");
        Server.Post(Now.AddMinutes(-3), "My #kettle sings", mentions: [], tags: ["kettle"]);
        await PollAsync();

        (await MessagesAsync()).ShouldHaveSingleItem().CaseId.ShouldNotBeNull();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Reach_edits_and_deletions_are_read_in_batches_or_one_by_one(bool many)
    {
        Server.ReadsMany = many;
        string[] ids = [Server.Post(Now.AddMinutes(-1), "first"), Server.Post(Now.AddMinutes(-1), "second"), Server.Post(Now.AddMinutes(-1), "third")];
        await PollAsync();
        Server.Spread(ids[0], favourites: 5, boosts: 4, replies: 3);
        Server.Edit(ids[1], "second, better");
        Server.Delete(ids[2]);
        await PollAsync();

        (await MessagesAsync()).Select(m => (m.ReplyText, Deleted: m.DeletedAt is not null)).ShouldBe([("first", false), ("second, better", false), ("third", true)]);
        var rules = await Company.Services.GetRequiredService<Rulebook>().GetAsync(default);
        var reading = await ((IRefreshesReach)Adapter).ReadReachAsync(ids, rules.Info(await DoorAsync()), default);
        reading.Failed.ShouldBeFalse();
        reading.Figures.Select(f => (f.ExternalId, f.Reach, f.Likes, f.Shares, f.Replies)).ShouldBe([(ids[0], 52, 5, 4, 3), (ids[1], 40, 0, 0, 0)], ignoreOrder: true);
        if (many)
        {
            Server.Requests.Count(r => r.Url.AbsolutePath == $"/api/v1/statuses/{ids[0]}").ShouldBe(0);
        }
    }

    [Fact]
    public async Task Length_that_the_server_tells_is_kept_with_the_channel()
    {
        Server.MostCharacters = 5000;
        await PollAsync();

        (await DoorAsync()).TextLimit.ShouldBe(new TextLimit(4968, TextUnit.CodePoint) { LinkCounts = 23, MentionsWithoutHost = true });
    }

    [Fact]
    public async Task Post_that_is_gone_fails_the_answer_with_a_reason()
    {
        var id = Server.Post(Now.AddMinutes(-1), "It leaks", visibility: "direct");
        await PollAsync();
        await StopPollingAsync();
        var message = (await MessagesAsync()).ShouldHaveSingleItem();
        await Company.AnswerAsync(message.CaseId!.Value);
        Server.Delete(id);
        Company.Clock.Advance(TimeSpan.FromSeconds(10));
        await Company.RunAsync<DeliveryWorker>();

        await UntilAsync(async () => (await DeliveryAsync()).State == OutboundState.Failed);
        (await DeliveryAsync()).Detail.ShouldNotBeNull().ShouldContain("no longer there");
    }

    [Fact]
    public async Task Token_of_another_account_is_refused_in_plain_words()
    {
        await Company.SetAsync(db => db.Channels.Where(c => c.Id == DoorId).ExecuteUpdateAsync(set => set.SetProperty(c => c.Address, "@other@far.example")));
        Server.Post(Now, "not for them");
        await PollAsync();

        (await DoorAsync()).Problem.ShouldBe("The access token belongs to @acme@far.example, and this channel is @other@far.example. Connect the right account.");
        (await MessagesAsync()).ShouldBeEmpty();
    }

    private async Task<FarStatus> AnswerAsync(Message message, string text)
    {
        await StopPollingAsync();
        await Company.AnswerAsync(message.CaseId!.Value, text: text);
        Company.Clock.Advance(TimeSpan.FromSeconds(10));
        await Company.RunAsync<DeliveryWorker>();
        await UntilAsync(async () => (await DeliveryAsync()).State == OutboundState.Sent);
        return Server.Answers.ShouldHaveSingleItem();
    }

    private Task WatchAsync(string more)
    {
        var settings = Far.SettingsWith(MastodonStub.FirstToken, more);
        return Company.SetAsync(db => db.Channels.Where(c => c.Id == DoorId).ExecuteUpdateAsync(set => set.SetProperty(c => c.Settings, settings)));
    }

    private async Task<IncomingMessage> ParsedAsync(Message message)
    {
        var raw = await Company.DbAsync(db => db.Database.SqlQuery<byte[]>($"SELECT data AS \"Value\" FROM inbound_raw WHERE delivery_id = {message.DeliveryId}").SingleAsync());
        var rules = await Company.Services.GetRequiredService<Rulebook>().GetAsync(default);
        return Adapter.Parse(new RawMessage(1, raw, "", Now, Import: false), rules.Info(await DoorAsync()));
    }
}

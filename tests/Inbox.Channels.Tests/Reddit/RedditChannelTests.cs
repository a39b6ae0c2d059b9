using System.Text.Json.Nodes;
using Inbox.Core.Cases;
using Inbox.Core.Channels;
using Inbox.Core.Channels.Guides;
using Inbox.Testing;
using Microsoft.EntityFrameworkCore;

namespace Inbox.Channels.Tests.Reddit;

public sealed class RedditChannelTests : RedditTests
{
    [Fact]
    public async Task Token_that_ends_is_renewed_and_kept_encrypted()
    {
        await PollAsync();
        Far.EndAccessToken();
        Far.Post(Now, "It leaks");
        await PollAsync();

        (await TextsAsync()).ShouldBe(["It leaks"]);
        Far.Renewals.ShouldBe(2);
        (await DoorAsync()).Settings.ShouldNotContain("access2");
    }

    [Fact]
    public async Task Owner_of_a_script_is_let_in_by_password_and_a_wrong_one_is_told()
    {
        Far.Password = "right";
        await SetAsync(s => (s["refreshTokenSecret"], s["accountPassword"]) = ("", "right"));
        await PollAsync();
        (await DoorAsync()).Problem.ShouldBeNull();

        await SetAsync(s => (s["refreshTokenSecret"], s["accountPassword"]) = ("", "wrong"));
        await PollAsync();
        (await DoorAsync()).Problem.ShouldNotBeNull().ShouldContain("right password");
    }

    [Fact]
    public async Task What_a_mention_answers_is_read_as_well_and_opens_no_case()
    {
        var post = Far.Submit(Now.AddHours(-2), "Whose kettle leaks?");
        var comment = Far.Comment(Now.AddHours(-1), "Mine", null, post, "cem", inInbox: false);
        Far.Comment(Now.AddMinutes(-1), "Ask u/acme & co", comment, post);

        await PollAsync();
        await PollAsync();

        var messages = await MessagesAsync();
        messages.Select(m => m.ReplyText).ShouldBe(["Whose kettle leaks?", "Mine", "Ask u/acme & co"]);
        messages.Select(m => m.CaseId is not null).ShouldBe([false, false, true]);
    }

    [Fact]
    public async Task Reply_to_our_answer_joins_its_case_and_our_answer_is_not_filed_again()
    {
        var post = Far.Submit(Now.AddHours(-2), "Whose kettle leaks?");
        Far.Comment(Now.AddMinutes(-1), "u/acme it leaks", null, post);
        await PollAsync();
        await AnswerAsync("We look into it.");
        var answer = await Company.DbAsync(db => db.Messages.SingleAsync(m => m.Direction == Direction.Outbound));
        answer.Url.ShouldNotBeNull().ShouldStartWith("https://www.reddit.com/r/kettles/comments/");

        Far.Comment(Now, "Thank you", answer.ExternalId, post);
        await PollAsync();

        (await TextsAsync()).ShouldBe(["Whose kettle leaks?", "u/acme it leaks", "Thank you"]);
        (await Company.DbAsync(db => db.Cases.CountAsync())).ShouldBe(1);
    }

    [Fact]
    public async Task Watched_subreddits_and_searches_bring_mentions_without_cases()
    {
        await SetAsync(s => (s["subreddits"], s["searchWords"], s["subredditComments"]) = (new JsonArray("r/kettles"), new JsonArray("leaks"), true));
        var post = Far.Submit(Now.AddHours(-2), "My kettle leaks");
        Far.Submit(Now.AddHours(-2), "What kettle to buy?");
        Far.Comment(Now.AddMinutes(-2), "Mine leaks too", null, post, "cem", inInbox: false);
        Far.Comment(Now.AddMinutes(-1), "Mine does not", null, post, "dan", inInbox: false);

        await PollAsync();
        await PollAsync();

        var messages = await MessagesAsync();
        messages.Select(m => (m.ReplyText, m.MatchedWord)).ShouldBe([("My kettle leaks", "leaks"), ("What kettle to buy?", "r/kettles"), ("Mine leaks too", "leaks")], ignoreOrder: true);
        messages.ShouldAllBe(m => m.CaseId == null);
    }

    [Fact]
    public async Task Comment_that_a_search_found_first_opens_its_case_when_the_inbox_tells_of_it()
    {
        await SetAsync(s => (s["subreddits"], s["searchWords"], s["subredditComments"]) = (new JsonArray("kettles"), new JsonArray("leaks"), true));
        var comment = Far.Comment(Now.AddMinutes(-1), "u/acme mine leaks", null, "t3_gone", inInbox: false);
        await PollAsync();
        (await MessagesAsync()).ShouldHaveSingleItem().CaseId.ShouldBeNull();

        Far.Tell(comment);
        await PollAsync();
        await PollAsync();

        (await MessagesAsync()).ShouldHaveSingleItem().CaseId.ShouldNotBeNull();
        (await Company.DbAsync(db => db.InboundDeliveries.CountAsync())).ShouldBe(2);
    }

    [Fact]
    public async Task More_than_one_look_can_take_is_taken_by_the_next_which_follows_at_once()
    {
        Far.PageSize = 50;
        var texts = Enumerable.Range(1, 130).Select(i => $"number {i}").ToList();
        foreach (var (index, text) in texts.Index())
        {
            Far.Post(Now.AddMinutes(index - 200), text);
        }

        await PollAsync();
        (await TextsAsync()).ShouldBe(texts[..100]);
        (await DoorAsync()).NextPollAt.ShouldBeLessThanOrEqualTo(Now.AddSeconds(1));
        await PollAsync();

        (await TextsAsync()).ShouldBe(texts);
        (await DoorAsync()).NextPollAt.ShouldBeGreaterThan(Now.AddSeconds(30));
    }

    [Fact]
    public async Task Search_that_fails_keeps_back_nothing_of_the_inbox()
    {
        await SetAsync(s => s["searchWords"] = new JsonArray("leaks"));
        Far.SearchBreaks = true;
        Far.Post(Now.AddMinutes(-1), "u/acme it hums");
        Far.Submit(Now.AddDays(-2), "My kettle leaks");
        await PollAsync();
        (await TextsAsync()).ShouldBe(["u/acme it hums"]);
        (await DoorAsync()).Problem.ShouldNotBeNull();

        Far.SearchBreaks = false;
        await PollAsync();

        (await TextsAsync()).ShouldBe(["u/acme it hums", "My kettle leaks"]);
    }

    [Fact]
    public async Task What_was_passed_is_not_paged_through_again()
    {
        await SetAsync(s => (s["subreddits"], s["searchWords"], s["subredditComments"]) = (new JsonArray("kettles"), new JsonArray("leaks"), true));
        foreach (var i in Enumerable.Range(1, 7))
        {
            Far.Comment(Now.AddMinutes(-i), $"number {i}", null, "t3_gone", "cem", inInbox: false);
        }

        await PollAsync();
        var asked = Far.Requests.Count(r => r.Url.AbsolutePath == "/r/kettles/comments");
        await PollAsync();

        (asked, Far.Requests.Count(r => r.Url.AbsolutePath == "/r/kettles/comments")).ShouldBe((3, 4));
    }

    [Fact]
    public async Task Deleted_head_of_the_list_hides_nothing()
    {
        Far.Post(Now.AddMinutes(-2), "the first");
        var head = Far.Post(Now.AddMinutes(-1), "the head");
        await PollAsync();
        Far.Delete(head);
        Far.Post(Now, "the next");

        await PollAsync();

        (await MessagesAsync()).Where(m => m.DeletedAt is null).Select(m => m.ReplyText).ShouldBe(["the first", "the next"]);
    }

    [Fact]
    public async Task Next_look_waits_for_a_new_allowance_where_little_is_left()
    {
        Far.Allowance = (3.0, 400);
        await PollAsync();
        ((await DoorAsync()).NextPollAt - Now).ShouldBe(TimeSpan.FromSeconds(400));

        Far.Allowance = (90.0, 400);
        await PollAsync();
        ((await DoorAsync()).NextPollAt - Now).ShouldBe(TimeSpan.FromSeconds(60));
    }

    [Fact]
    public async Task Reach_counts_points_and_comments()
    {
        var post = Far.Submit(Now.AddMinutes(-1), "It leaks");
        var gone = Far.Submit(Now.AddMinutes(-1), "Forget it");
        Far.Delete(gone);

        var reading = await ((IRefreshesReach)Adapter).ReadReachAsync([post, "t4_m", "t1_unknown"], await InfoAsync(), default);

        reading.Figures.ShouldBe([new ReachFigures(post, 7, 5, 1, 2)]);
    }

    [Fact]
    public async Task Check_says_what_it_found_or_what_is_wrong()
    {
        var typed = (await InfoAsync()) with { Settings = Far.Settings(s => s["subreddits"] = new JsonArray("r/kettles")) };
        var findings = await ((IChecksAccess)Adapter).CheckAsync(typed, default);
        (findings.Problem, findings.Found[0], findings.Found[^1]).ShouldBe((null, "Reddit lets us in as u/acme.", "r/kettles can be read."));

        async Task<string?> ProblemAsync(ChannelInfo info) => (await ((IChecksAccess)Adapter).CheckAsync(info, default)).Problem;
        (await ProblemAsync(typed with { Settings = Far.Settings(s => s["subreddits"] = new JsonArray("secret")) })).ShouldNotBeNull().ShouldContain("r/secret cannot be read");
        (await ProblemAsync(typed with { Address = "u/other" })).ShouldNotBeNull().ShouldContain("belongs to u/Acme");
        (await ProblemAsync(typed with { Settings = "{}" })).ShouldNotBeNull().ShouldContain("refresh token");
    }
}

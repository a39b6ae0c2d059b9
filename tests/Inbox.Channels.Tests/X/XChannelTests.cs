using System.Text.Json.Nodes;
using Inbox.Channels.Api;
using Inbox.Channels.X;
using Inbox.Channels.X.Api;
using Inbox.Core;
using Inbox.Core.Cases;
using Inbox.Core.Channels;
using Inbox.Core.Channels.Guides;
using Inbox.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Inbox.Channels.Tests.X;

public sealed class XChannelTests : XTests
{
    [Fact]
    public async Task Refresh_token_that_was_renewed_is_kept_encrypted_and_survives_a_restart()
    {
        await PollAsync();
        Far.EndAccessToken();
        await PollAsync();
        var door = await DoorAsync();
        door.Settings.ShouldNotContain("refresh2");
        Far.EndAccessToken();

        // What a node begins with: nothing but the database.
        var sessions = new OAuthSessions((_, _) => Task.CompletedTask, Company.Clock);
        var apis = new XApis(Company.Services.GetRequiredService<ApiTransport>(), sessions, Company.Services.GetRequiredService<ChannelSecrets>());
        var polled = await new XChannel(apis).PollAsync(door.Info([]), door.Cursor, default);

        polled.Problem.ShouldBeNull();
        Far.Renewals.ShouldBe(3);
    }

    [Fact]
    public async Task Access_token_is_renewed_before_its_end_and_not_sooner()
    {
        await PollAsync();
        await PollAsync();
        Far.Renewals.ShouldBe(1);

        await StopPollingAsync();
        Company.Clock.Advance(TimeSpan.FromHours(2));
        await PollAsync();

        Far.Renewals.ShouldBe(2);
    }

    [Fact]
    public async Task Keys_of_another_account_are_refused_in_words()
    {
        await Company.SetAsync(async db => (await db.Channels.SingleAsync(c => c.Id == DoorId)).Address = "@other");

        await PollAsync();

        (await DoorAsync()).Problem.ShouldNotBeNull().ShouldContain("belong to @acme");
    }

    [Fact]
    public async Task What_a_mention_answers_is_read_as_well_and_opens_no_case()
    {
        var root = Far.Post(Now.AddHours(-2), "Whose kettle leaks?", null, "9", mentions: false);
        Far.Post(Now.AddMinutes(-1), "Ask them: @acme", root);

        await PollAsync();
        await PollAsync();

        var messages = await MessagesAsync();
        messages.Select(m => m.ReplyText).ShouldBe(["Whose kettle leaks?", "Ask them: @acme"]);
        (messages[0].CaseId is null, messages[1].CaseId is null).ShouldBe((true, false));
    }

    [Fact]
    public async Task Reply_to_our_answer_joins_its_case_and_our_answer_is_not_filed_again()
    {
        Far.Post(Now.AddMinutes(-1), "@acme it leaks");
        await PollAsync();
        await AnswerAsync("We look into it.");
        var answer = await Company.DbAsync(db => db.Messages.SingleAsync(m => m.Direction == Direction.Outbound));
        answer.Url.ShouldBe("https://x.com/acme/status/" + answer.ExternalId);

        Far.Post(Now, "@acme thank you", answer.ExternalId);
        await PollAsync();

        (await TextsAsync()).ShouldBe(["@acme it leaks", "@acme thank you"]);
        (await Company.DbAsync(db => db.Cases.CountAsync())).ShouldBe(1);
    }

    [Fact]
    public async Task Post_found_by_a_word_is_a_mention_without_a_case_asked_for_with_the_token_of_the_app()
    {
        await SetAsync(s =>
        {
            s["searchWords"] = new JsonArray("kettle");
            s["bearerSecret"] = XFarSide.Bearer;
        });
        Far.Post(Now.AddMinutes(-1), "My kettle leaks", null, mentions: false);

        await PollAsync();
        await PollAsync();

        var mention = (await MessagesAsync()).ShouldHaveSingleItem();
        (mention.CaseId, mention.MatchedWord).ShouldBe((null, "kettle"));
        var searches = Far.Requests.Where(r => r.Url.AbsolutePath.EndsWith("recent", StringComparison.Ordinal)).ToList();
        searches.ShouldAllBe(r => r.Headers["Authorization"] == "Bearer " + XFarSide.Bearer);
        searches[0].Url.Query.ShouldContain("start_time=");
        searches[1].Url.Query.ShouldContain("since_id=" + mention.ExternalId);
    }

    [Fact]
    public async Task Post_that_names_us_opens_a_case_though_a_search_finds_it_first()
    {
        await SetAsync(s => s["searchWords"] = new JsonArray("kettle"));
        Far.MentionsLag = true;
        Far.Post(Now.AddMinutes(-1), "@acme my kettle leaks");
        await PollAsync();
        Far.MentionsLag = false;
        await PollAsync();

        (await MessagesAsync()).ShouldHaveSingleItem().CaseId.ShouldNotBeNull();
        (await Company.DbAsync(db => db.Cases.CountAsync())).ShouldBe(1);
    }

    [Fact]
    public async Task List_that_is_too_long_for_one_look_is_read_on_at_once_and_nothing_is_read_twice()
    {
        await SetAsync(s => s["searchWords"] = new JsonArray("kettle"));
        var texts = Enumerable.Range(1, 40).Select(i => $"@acme kettle {i}").ToList();
        foreach (var (index, text) in texts.Index())
        {
            Far.Post(Now.AddMinutes(-50), text, null, author: $"{100 + index}");
        }

        await PollAsync();
        (await MessagesAsync()).Count.ShouldBe(15);
        (await DoorAsync()).NextPollAt.ShouldBeLessThanOrEqualTo(Now.AddSeconds(1));
        Far.Post(Now, "@acme kettle 41");
        for (var i = 0; i < 3; i++)
        {
            await PollAsync();
        }

        (await TextsAsync()).Order(StringComparer.Ordinal).ShouldBe(texts.Append("@acme kettle 41").Order(StringComparer.Ordinal));
        (await DoorAsync()).NextPollAt.ShouldBeGreaterThan(Now.AddSeconds(30));
        Far.Requests.Count(r => r.Url.AbsolutePath.EndsWith("/mentions", StringComparison.Ordinal)).ShouldBe(15);
    }

    [Fact]
    public async Task Search_that_fails_keeps_back_no_mention()
    {
        await SetAsync(s => s["searchWords"] = new JsonArray("kettle"));
        Far.SearchBreaks = true;
        Far.Post(Now.AddMinutes(-1), "@acme it leaks");
        Far.Post(Now.AddMinutes(-2), "My kettle leaks", null, mentions: false);
        await PollAsync();
        (await TextsAsync()).ShouldBe(["@acme it leaks"]);
        (await DoorAsync()).Problem.ShouldNotBeNull();

        Far.SearchBreaks = false;
        await PollAsync();

        (await TextsAsync()).ShouldBe(["@acme it leaks", "My kettle leaks"]);
        (await DoorAsync()).Problem.ShouldBeNull();
    }

    [Fact]
    public async Task Edit_of_a_post_keeps_its_first_id()
    {
        var id = Far.Post(Now.AddMinutes(-1), "@acme it leaks");
        await PollAsync();
        Far.Edit(id, "@acme it leaks no more");
        await PollAsync();

        var message = (await MessagesAsync()).ShouldHaveSingleItem();
        (message.ExternalId, message.ReplyText).ShouldBe((id, "@acme it leaks no more"));
    }

    [Fact]
    public async Task Post_that_is_hidden_from_us_is_not_deleted()
    {
        var id = Far.Post(Now.AddMinutes(-1), "@acme it leaks");
        await PollAsync();
        Far.Hidden.Add(id);
        await PollAsync();

        (await MessagesAsync()).ShouldHaveSingleItem().DeletedAt.ShouldBeNull();
    }

    [Fact]
    public async Task Reach_is_not_asked_for_where_no_post_is_looked_at_again()
    {
        await SetAsync(s => s["watchHours"] = 0);
        var id = Far.Post(Now.AddMinutes(-1), "@acme it leaks");

        var reading = await ((IRefreshesReach)Adapter).ReadReachAsync([id], await InfoAsync(), default);

        (reading.Failed, reading.Figures.Count, Far.Requests.Count).ShouldBe((false, 0, 0));
    }

    [Fact]
    public async Task Reach_counts_followers_and_whoever_did_something()
    {
        var id = Far.Post(Now.AddMinutes(-1), "It leaks");

        var reading = await ((IRefreshesReach)Adapter).ReadReachAsync([id, "1", "dm-2"], await InfoAsync(), default);

        reading.Figures.ShouldBe([new ReachFigures(id, 110, 3, 3, 4)]);
    }

    [Fact]
    public async Task Check_says_what_it_found_and_uses_up_no_refresh_token()
    {
        var typed = (await InfoAsync()) with { Settings = Far.Settings("first", s => s["searchWords"] = new JsonArray("kettle")), Id = 0 };

        var findings = await ((IChecksAccess)Adapter).CheckAsync(typed, default);
        findings.Problem.ShouldBeNull();
        findings.Found.ShouldContain("X lets us in as @acme, with 100 followers.");
        findings.Found.ShouldContain("Posts can be searched.");

        // The same settings are saved then, and the renewed token is the one that counts.
        await PollAsync();
        (await DoorAsync()).Problem.ShouldBeNull();
        (await ((IChecksAccess)Adapter).CheckAsync(typed with { Settings = Far.Settings("wrong") }, default)).Problem.ShouldNotBeNull().ShouldContain("refresh token");
    }
}

using System.Text;
using Inbox.Channels.Api;
using Inbox.Channels.Bluesky;
using Inbox.Channels.Bluesky.Api;
using Inbox.Channels.Bluesky.Sending;
using Inbox.Channels.Tests.Contract;
using Inbox.Core;
using Inbox.Core.Cases;
using Inbox.Core.Channels;
using Inbox.Core.Delivery;
using Inbox.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Inbox.Channels.Tests.Bluesky;

public sealed class BlueskyChannelTests : FarSideContract<BlueskyFarSide>
{
    protected override async Task<BlueskyFarSide> OpenFarSideAsync() => new(await HttpStub.StartAsync());

    [Fact]
    public async Task Access_token_that_ends_is_renewed_without_a_login()
    {
        await PollAsync();
        Far.EndAccessToken();
        Far.Post(Now, "It leaks");

        await PollAsync();

        (await TextsAsync()).ShouldBe(["It leaks"]);
        (Far.Logins, Far.Renewals).ShouldBe((1, 1));
    }

    [Fact]
    public async Task Session_is_stored_encrypted_and_survives_a_restart()
    {
        await PollAsync();
        Far.EndAccessToken();
        await PollAsync();
        var door = await DoorAsync();
        door.Settings.ShouldNotContain("refresh2");

        // What a node begins with: nothing but the database.
        var sessions = new BlueskySessions(
            Company.Services.GetRequiredService<ApiTransport>(), Company.Services.GetRequiredService<ChannelSecrets>(), (_, _) => Task.CompletedTask, Company.Clock);
        var polled = await new BlueskyChannel(sessions, Company.Clock).PollAsync(door.Info([]), door.Cursor, default);

        polled.Problem.ShouldBeNull();
        (Far.Logins, Far.Renewals).ShouldBe((1, 1));
    }

    [Fact]
    public async Task What_a_mention_answers_is_read_as_well_and_opens_no_case()
    {
        var root = Far.Post(Now.AddHours(-2), "Whose kettle leaks?", null, "did:plc:ben", reason: null);
        var middle = Far.Post(Now.AddHours(-1), "Mine", root, "did:plc:cem", reason: null);
        Far.Post(Now.AddMinutes(-1), "Ask them: @acme.test", middle);

        await PollAsync();
        await PollAsync();

        var messages = await MessagesAsync();
        messages.Select(m => m.ReplyText).ShouldBe(["Whose kettle leaks?", "Mine", "Ask them: @acme.test"]);
        (await Company.DbAsync(db => db.Cases.CountAsync())).ShouldBe(1);
        messages[2].CaseId.ShouldNotBeNull();
    }

    [Fact]
    public async Task More_than_one_look_can_take_is_taken_by_the_next_which_follows_at_once()
    {
        Far.PageSize = 50;
        var texts = Enumerable.Range(1, 130).Select(i => $"number {i}").ToList();
        foreach (var (index, text) in texts.Index())
        {
            Far.Post(Now.AddMinutes(index - 200), text, null, $"did:plc:a{index}");
        }

        await PollAsync();
        (await TextsAsync()).ShouldBe(texts[..100]);
        (await DoorAsync()).NextPollAt.ShouldBeLessThanOrEqualTo(Now.AddSeconds(1));
        await PollAsync();

        (await TextsAsync()).ShouldBe(texts);
        (await DoorAsync()).NextPollAt.ShouldBeGreaterThan(Now.AddSeconds(10));
    }

    [Fact]
    public async Task Search_that_fails_keeps_back_no_notice()
    {
        await SearchAsync("kettle");
        Far.SearchBreaks = true;
        Far.Post(Now.AddMinutes(-1), "It hums");
        Far.Post(Now.AddDays(-2), "My kettle leaks", null, reason: null);
        await PollAsync();
        (await TextsAsync()).ShouldBe(["It hums"]);
        (await DoorAsync()).Problem.ShouldNotBeNull();

        Far.SearchBreaks = false;
        await PollAsync();

        (await TextsAsync()).ShouldBe(["It hums", "My kettle leaks"]);
    }

    [Fact]
    public async Task What_lies_unread_there_is_told()
    {
        Far.Post(Now.AddMinutes(-1), "It leaks");
        await PollAsync();

        (await LinkAsync()).Unread.ShouldBe(1);
    }

    private Task SearchAsync(string word) => Company.SetAsync(async db =>
    {
        var door = await db.Channels.SingleAsync(c => c.Id == DoorId);
        door.Settings = door.Settings.Replace("}", $",\"searchWords\":[\"{word}\"]}}", StringComparison.Ordinal);
    });

    [Fact]
    public async Task Post_found_by_a_word_is_a_mention_without_a_case()
    {
        await SearchAsync("kettle");
        Far.Post(Now.AddMinutes(-1), "My kettle leaks", null, reason: null);

        await PollAsync();

        var mention = (await MessagesAsync()).ShouldHaveSingleItem();
        (mention.CaseId, mention.MatchedWord).ShouldBe((null, "kettle"));
    }

    [Fact]
    public async Task Answer_names_root_and_parent_and_makes_names_and_addresses_live()
    {
        var root = Far.Post(Now.AddHours(-2), "Whose kettle leaks?", null, "did:plc:ben", reason: null);
        var asked = Far.Post(Now.AddMinutes(-1), "Mine, @acme.test", root);
        await PollAsync();
        await StopPollingAsync();
        const string Text = "Füße 👍🏽 @ana.test @nobody.test see https://acme.example/ü. #kettle";
        await Company.AnswerAsync((await MessagesAsync()).Single(m => m.ExternalId == asked).CaseId!.Value, text: Text);
        Company.Clock.Advance(TimeSpan.FromSeconds(10));
        await Company.RunAsync<DeliveryWorker>();
        await UntilAsync(async () => (await DeliveryAsync()).State == OutboundState.Sent);

        var record = Far.Records.ShouldHaveSingleItem();
        ((string?)record["reply"]!["root"]!["uri"]).ShouldBe(root);
        ((string?)record["reply"]!["parent"]!["uri"]).ShouldBe(asked);
        var utf8 = Encoding.UTF8.GetBytes(Text);
        record["facets"]!.AsArray().Select(f => Encoding.UTF8.GetString(utf8[(int)f!["index"]!["byteStart"]!..(int)f["index"]!["byteEnd"]!]))
            .ShouldBe(["@ana.test", "https://acme.example/ü", "#kettle"]);
        (await Company.DbAsync(db => db.Messages.SingleAsync(m => m.Direction == Direction.Outbound))).ExternalId.ShouldStartWith($"at://{BlueskyFarSide.Did}/");
    }

    [Fact]
    public async Task Post_of_another_account_is_not_deleted_and_our_access_is_not_taken_for_lost()
    {
        var message = new OutgoingMessage
        {
            MessageId = 1, CaseId = 1, ExternalId = "at://did:plc:former/app.bsky.feed.post/3kours", Token = "t", FromName = "Ana", Visibility = Visibility.Public, To = [], Subject = "", Text = "We look", At = Now,
        };
        var rules = await Company.Services.GetRequiredService<Rulebook>().GetAsync(default);

        var deleted = await ((IChangesAnswers)Adapter).DeleteAsync(new StandingAnswer(message, []), rules.Info(await DoorAsync()), default);

        (deleted.Outcome, deleted.AccessLost).ShouldBe((SendOutcome.Failed, false));
        deleted.Detail.ShouldNotBeNull().ShouldContain("none of the account");
    }

    [Fact]
    public async Task Reach_counts_followers_and_whoever_did_something()
    {
        var id = Far.Post(Now.AddMinutes(-1), "It leaks");
        var rules = await Company.Services.GetRequiredService<Rulebook>().GetAsync(default);

        var reading = await ((IRefreshesReach)Adapter).ReadReachAsync([id, "at://did:plc:ana/app.bsky.feed.post/gone"], rules.Info(await DoorAsync()), default);

        reading.Figures.ShouldBe([new ReachFigures(id, 110, 3, 3, 4)]);
    }

    [Fact]
    public void Keys_sort_by_time_and_differ_within_a_moment()
    {
        var keys = new[] { BlueskyKey.Of(Now, "a"), BlueskyKey.Of(Now, "b"), BlueskyKey.Of(Now.AddSeconds(1), "a") };

        keys.ShouldAllBe(k => k.Length == 13 && "234567abcdefghij".Contains(k[0]));
        keys.Distinct().Count().ShouldBe(3);
        string.CompareOrdinal(keys[0], keys[2]).ShouldBeNegative();
    }

    [Fact]
    public async Task Check_says_whom_it_found_or_what_is_wrong()
    {
        var check = Company.Services.GetRequiredService<BlueskyCheck>();
        var settings = Far.Door(Company).Settings;

        (await check.RunAsync("acme.test", settings, default)).ShouldBe(new BlueskyFindings { Handle = "acme.test", Server = "127.0.0.1", Followers = 100 });
        (await check.RunAsync("other.test", settings, default)).Problem.ShouldNotBeNull().ShouldContain("the handle or the app password is wrong");
    }
}

using Inbox.Channels.Google;
using Inbox.Channels.Tests.Contract;
using Inbox.Core;
using Inbox.Core.Cases;
using Inbox.Core.Channels;
using Inbox.Core.Channels.Guides;
using Inbox.Core.Channels.Health;
using Inbox.Core.Delivery;
using Inbox.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Inbox.Channels.Tests.YouTube;

public sealed class YouTubeChannelTests : FarSideContract<YouTubeFarSide>
{
    protected override async Task<YouTubeFarSide> OpenFarSideAsync() => new(await HttpStub.StartAsync());

    [Fact]
    public async Task Comment_names_its_video_and_whoever_wrote_it()
    {
        var id = Far.Post(Now.AddMinutes(-1), "It leaks");

        await PollAsync();

        var message = (await MessagesAsync()).ShouldHaveSingleItem();
        (message.Subject, message.FromName, message.FromAddress, message.Reach).ShouldBe(("How to boil water", "ana", YouTubeFarSide.Customer, 4));
        message.Url.ShouldBe("https://www.youtube.com/watch?v=v1deo&lc=" + id);
    }

    [Fact]
    public async Task Replies_are_read_whenever_they_come_and_the_customers_own_join_the_case()
    {
        var top = Far.Post(Now.AddMinutes(-3), "It leaks");
        await PollAsync();
        foreach (var text in (string[])["one", "two", "three", "four"])
        {
            Far.Post(Now, text, top);
        }

        await PollAsync();
        await PollAsync();

        var messages = await MessagesAsync();
        messages.Select(m => m.ReplyText).Order(StringComparer.Ordinal).ShouldBe(["It leaks", "four", "one", "three", "two"]);
        messages.Select(m => m.CaseId).Distinct().ShouldHaveSingleItem();
    }

    [Fact]
    public async Task Old_thread_that_is_on_no_first_page_any_more_still_tells_of_replies_and_deletions()
    {
        var top = Far.Post(Now.AddMinutes(-3), "It leaks");
        await PollAsync();
        foreach (var i in Enumerable.Range(0, Far.PageSize + 1))
        {
            Far.Post(Now, $"later {i}");
        }

        await PollAsync();
        var reply = Far.Post(Now, "Still", top);
        await PollAsync();
        (await TextsAsync()).ShouldContain("Still");

        Far.Delete(top);
        await PollAsync();

        (await MessagesAsync()).Where(m => m.DeletedAt != null).Select(m => m.ExternalId).Order(StringComparer.Ordinal).ShouldBe([top, reply]);
    }

    [Fact]
    public async Task Edited_and_deleted_replies_are_noticed()
    {
        var top = Far.Post(Now.AddMinutes(-3), "It leaks");
        var edited = Far.Post(Now.AddMinutes(-2), "Mine too", top, "UCbenbenbenbenbenbenben1");
        var deleted = Far.Post(Now.AddMinutes(-1), "Not mine", top, "UCcemcemcemcemcemcemcem1");
        await PollAsync();

        Far.Edit(edited, "Mine as well");
        Far.Delete(deleted);
        await PollAsync();

        var messages = await MessagesAsync();
        messages.Single(m => m.ExternalId == edited).ReplyText.ShouldBe("Mine as well");
        messages.Single(m => m.ExternalId == deleted).DeletedAt.ShouldNotBeNull();
    }

    [Fact]
    public async Task What_we_say_ourselves_is_no_news()
    {
        var ours = Far.Post(Now.AddMinutes(-3), "What is your kettle called?", null, YouTubeFarSide.Own);
        Far.Post(Now.AddMinutes(-2), "Bob", ours);
        Far.Post(Now.AddMinutes(-1), "Nice!", ours, YouTubeFarSide.Own);

        await PollAsync();

        (await TextsAsync()).ShouldBe(["Bob"]);
    }

    [Fact]
    public async Task Reply_is_answered_below_the_comment_that_begins_the_thread()
    {
        var top = Far.Post(Now.AddMinutes(-3), "It leaks", null, YouTubeFarSide.Own);
        Far.Post(Now.AddMinutes(-2), "Mine too", top);
        await AnswerAsync();
        await UntilAsync(async () => (await DeliveryAsync()).State == OutboundState.Sent);

        Far.Requests.Single(r => r.Method == "POST" && r.Url.AbsolutePath.EndsWith("/comments", StringComparison.Ordinal)).Text.ShouldContain($"\"parentId\":\"{top}\"");
        (await Company.DbAsync(db => db.Messages.SingleAsync(m => m.Direction == Direction.Outbound))).ExternalId.ShouldStartWith(top + ".");
    }

    [Theory]
    [InlineData("commentsDisabled")]
    [InlineData("forbidden")]
    public async Task Refusal_of_one_answer_is_no_trouble_of_the_door(string reason)
    {
        Far.Post(Now.AddMinutes(-1), "It leaks");
        Far.RefusesAnswers = reason;
        await AnswerAsync();
        await UntilAsync(async () => (await DeliveryAsync()).State == OutboundState.Failed);

        (await StateAsync()).ShouldBe(DoorState.Working);
    }

    [Fact]
    public async Task Quota_that_is_used_up_waits_for_midnight_in_california()
    {
        Far.QuotaIsGone = true;

        await PollAsync();

        (await StateAsync()).ShouldBe(DoorState.Limited);
        (await LinkAsync()).LimitedUntil.ShouldBe(GoogleRefusals.QuotaReset(Now));
    }

    [Theory]
    [InlineData("2026-11-02T07:59:00Z", "2026-11-02T08:00:00Z")]
    [InlineData("2026-11-02T08:00:00Z", "2026-11-03T08:00:00Z")]
    [InlineData("2026-07-01T12:00:00Z", "2026-07-02T07:00:00Z")]
    [InlineData("2026-11-01T08:30:00Z", "2026-11-02T08:00:00Z")]
    public void Day_of_the_quota_ends_by_the_clocks_of_california(string now, string reset) =>
        GoogleRefusals.QuotaReset(DateTimeOffset.Parse(now, System.Globalization.CultureInfo.InvariantCulture)).ShouldBe(DateTimeOffset.Parse(reset, System.Globalization.CultureInfo.InvariantCulture));

    [Fact]
    public async Task Comments_are_mentions_where_the_administrator_says_so()
    {
        await Company.SetAsync(async db =>
        {
            var door = await db.Channels.SingleAsync(c => c.Id == DoorId);
            door.Settings = door.Settings.Replace("}", ",\"opensCase\":false}", StringComparison.Ordinal);
        });
        Far.Post(Now.AddMinutes(-1), "It leaks");

        await PollAsync();

        (await MessagesAsync()).ShouldHaveSingleItem().CaseId.ShouldBeNull();
    }

    [Fact]
    public async Task Reach_counts_likes_and_replies()
    {
        var top = Far.Post(Now.AddMinutes(-2), "It leaks");
        var reply = Far.Post(Now.AddMinutes(-1), "Mine too", top);
        var rules = await Company.Services.GetRequiredService<Rulebook>().GetAsync(default);

        var reading = await ((IRefreshesReach)Adapter).ReadReachAsync([top, reply, "UgxGone"], rules.Info(await DoorAsync()), default);

        reading.Figures.ShouldBe([new ReachFigures(top, 5, 4, 0, 1), new ReachFigures(reply, 4, 4, 0, 0)]);
    }

    [Fact]
    public async Task Check_says_whose_channel_it_is()
    {
        var rules = await Company.Services.GetRequiredService<Rulebook>().GetAsync(default);
        var typed = rules.Info(await DoorAsync());

        (await ((IChecksAccess)Adapter).CheckAsync(typed, default)).Found.ShouldBe(["YouTube lets us in as “Acme Kettles”."]);
        (await ((IChecksAccess)Adapter).CheckAsync(typed with { Address = YouTubeFarSide.Customer }, default)).Problem.ShouldNotBeNull().ShouldContain(YouTubeFarSide.Own);
    }

    private async Task AnswerAsync()
    {
        await PollAsync();
        await StopPollingAsync();
        await Company.AnswerAsync((await MessagesAsync()).Single().CaseId!.Value, text: "We look into it.");
        Company.Clock.Advance(TimeSpan.FromSeconds(10));
        await Company.RunAsync<DeliveryWorker>();
    }
}

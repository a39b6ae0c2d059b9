using Inbox.Core.Cases;
using Inbox.Core.Delivery;
using Inbox.Testing;
using Microsoft.EntityFrameworkCore;

namespace Inbox.Channels.Tests.Email;

/// <summary>A mail server that takes nothing from anybody: who hears of it, and what becomes of the answers.</summary>
public sealed class SendingTroubleTests(PostTests.Post post) : PostTests(post)
{
    [Fact]
    public async Task Door_that_cannot_send_says_so_once_and_what_waited_leaves_as_soon_as_it_can()
    {
        await UseAsync(port: FreePort.Take(1)[0]);
        var (_, first) = await WriteInAsync();
        var (_, second) = await WriteInAsync();
        await Company.AnswerAsync(first);
        await Company.AnswerAsync(second);
        await SendAsync();
        await WaitAsync(first, d => d is { State: OutboundState.Pending, Attempts: 1 });
        await WaitAsync(second, d => d is { State: OutboundState.Pending, Attempts: 1 });

        await Eventually.IsAsync(async () => (await NoticesAsync()).Count > 0);
        var failing = await ChannelAsync();
        failing.SendingProblem!.ShouldStartWith("localhost:");
        failing.SendingFailsSince.ShouldBe(Company.Clock.GetUtcNow());
        (await NoticesAsync()).ShouldHaveSingleItem().ShouldStartWith($"{Company.Mail.Name} cannot send: localhost:");

        // The second waits for longer than the first; it must not have to once the server is back.
        await Company.SetAsync(async db => (await db.OutboundDeliveries.SingleAsync(d => d.CaseId == second)).NotBefore = Company.Clock.GetUtcNow().AddHours(4));
        await UseAsync();
        Company.Clock.Advance(TimeSpan.FromMinutes(1));

        await WaitAsync(first, d => d.State == OutboundState.Sent);
        await WaitAsync(second, d => d.State == OutboundState.Sent);
        (await ChannelAsync()).SendingProblem.ShouldBeNull();
        (await NoticesAsync()).Last().ShouldBe($"{Company.Mail.Name} sends again");
    }

    [Fact]
    public async Task While_the_door_fails_answers_wait_for_days_before_they_count_as_lost()
    {
        await UseAsync(port: FreePort.Take(1)[0]);
        var (_, id) = await WriteInAsync();
        await Company.AnswerAsync(id);
        await Company.SetAsync(async db => (await db.OutboundDeliveries.SingleAsync()).Attempts = 20);
        await SendAsync();

        (await WaitAsync(id, d => d.Attempts == 21 && d.State != OutboundState.Sending)).State.ShouldBe(OutboundState.Pending);
        Company.Clock.Advance(TimeSpan.FromDays(6));

        (await WaitAsync(id, d => d.State == OutboundState.Failed)).Detail!.ShouldContain("did not take the mail");
        (await Company.CaseAsync(id)).Status.ShouldBe(CaseStatus.Open);
    }

    private Task<Core.Channels.Channel> ChannelAsync() => Company.DbAsync(db => db.Channels.AsNoTracking().SingleAsync(c => c.Id == Company.Mail.Id));

    private Task<List<string>> NoticesAsync() => Company.DbAsync(db => db.Notifications.OrderBy(n => n.Id).Select(n => n.Text).ToListAsync());
}

using System.Collections.Concurrent;
using Inbox.Core.Channels;
using Inbox.Core.Channels.Health;
using Inbox.Core.Data;
using Inbox.Core.Delivery.Changes;
using Inbox.Core.Live;
using Microsoft.EntityFrameworkCore;

namespace Inbox.Core.Delivery;

/// <summary>
/// A door through which nothing gets out says so on its channel at once, and to its owners once per outage. When it works
/// again, or an admin has set it right, what waited leaves at once instead of at the end of its back-off.
/// </summary>
internal sealed class SendingTrouble(TimeProvider time)
{
    /// <summary>How long a door that works is taken to be known as such: looking each time would cost every answer a statement.</summary>
    private static readonly TimeSpan Known = TimeSpan.FromSeconds(30);

    private readonly ConcurrentDictionary<long, DateTimeOffset> _fine = new();

    /// <summary>What an attempt to reach the far side says about the door.</summary>
    public async Task HeardAsync(InboxDb db, long channelId, SendResult result, CancellationToken cancellationToken)
    {
        if (result is { LimitedUntil: { } until })
        {
            await LimitedAsync(db, channelId, until, cancellationToken);
        }

        if (result is { DoorFails: true, Detail: { } problem })
        {
            await FailsAsync(db, channelId, problem, result.AccessLost, cancellationToken);
        }
        else if (result is { Outcome: SendOutcome.Sent })
        {
            await WorksAsync(db, channelId, cancellationToken);
        }
    }

    private async Task FailsAsync(InboxDb db, long channelId, string problem, bool accessLost, CancellationToken cancellationToken)
    {
        _fine.TryRemove(channelId, out _);
        var (now, text) = (time.Now(), Words.Cut(Words.Storable(problem), 1000));
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var first = await db.Channels.Where(c => c.Id == channelId && c.SendingFailsSince == null).ExecuteUpdateAsync(
            set => set.SetProperty(c => c.SendingFailsSince, now).SetProperty(c => c.SendingProblem, text), cancellationToken) > 0;
        if (accessLost)
        {
            await LoseAccessAsync(db, channelId, text, now, cancellationToken);
        }
        else if (first)
        {
            await db.TellOwnersAsync(channelId, name => $"{name} cannot send: {text}", now, cancellationToken);
            await db.SaveChangesAsync(cancellationToken);
        }

        if (!first)
        {
            await db.Channels.Where(c => c.Id == channelId && c.SendingProblem != text)
                .ExecuteUpdateAsync(set => set.SetProperty(c => c.SendingProblem, text), cancellationToken);
        }

        await transaction.CommitAsync(cancellationToken);
    }

    /// <summary>Kept apart from what asking for news finds: a token may read and not write, and a door that calls us is never asked.</summary>
    private static async Task LoseAccessAsync(InboxDb db, long channelId, string problem, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var lost = await db.Channels.Where(c => c.Id == channelId && !c.SendingAccessLost)
            .ExecuteUpdateAsync(set => set.SetProperty(c => c.SendingAccessLost, true), cancellationToken) > 0;
        if (lost && !await db.ChannelLinks.AnyAsync(l => l.ChannelId == channelId && l.AccessLostAt != null, cancellationToken))
        {
            await PollHealth.TellLossAsync(db, channelId, problem, now, cancellationToken);
            await db.SaveChangesAsync(cancellationToken);
        }

        if (lost)
        {
            await LiveNotifier.EverythingChangedAsync(db, cancellationToken);
        }
    }

    /// <summary>The far side takes nothing before this time: what else waits for this door waits as well.</summary>
    private async Task LimitedAsync(InboxDb db, long channelId, DateTimeOffset until, CancellationToken cancellationToken)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var link = await db.LockLinkAsync(channelId, time.Now(), cancellationToken);
        link.LimitedUntil = Clock.Stored(until);
        await db.SaveChangesAsync(cancellationToken);
        await db.OutboundDeliveries.Where(d => d.ChannelId == channelId && d.State == OutboundState.Pending && d.NotBefore < until)
            .ExecuteUpdateAsync(set => set.SetProperty(d => d.NotBefore, Clock.Stored(until)), cancellationToken);
        await transaction.CommitAsync(cancellationToken);
    }

    private async Task WorksAsync(InboxDb db, long channelId, CancellationToken cancellationToken)
    {
        var now = time.Now();
        if (_fine.TryGetValue(channelId, out var looked) && now - looked < Known)
        {
            return;
        }

        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        if (await ForgetAsync(db, channelId, now, cancellationToken))
        {
            await db.TellOwnersAsync(channelId, name => $"{name} sends again", now, cancellationToken);
            await db.SaveChangesAsync(cancellationToken);
        }

        await transaction.CommitAsync(cancellationToken);
        _fine[channelId] = now;
    }

    /// <summary>Whether there was trouble. What waits for another attempt leaves now. The caller has a transaction.</summary>
    public static async Task<bool> ForgetAsync(InboxDb db, long channelId, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var troubled = await db.Channels.Where(c => c.Id == channelId && c.SendingFailsSince != null).ExecuteUpdateAsync(
            set => set.SetProperty(c => c.SendingFailsSince, (DateTimeOffset?)null).SetProperty(c => c.SendingProblem, (string?)null)
                .SetProperty(c => c.SendingAccessLost, false),
            cancellationToken) > 0;
        if (troubled)
        {
            await db.OutboundDeliveries.Where(d => d.ChannelId == channelId && d.State == OutboundState.Pending && d.Attempts > 0 && d.NotBefore > now)
                .ExecuteUpdateAsync(set => set.SetProperty(d => d.NotBefore, now), cancellationToken);
            await db.AnswerChanges.Where(c => c.ChannelId == channelId && c.State == AnswerChangeState.Pending && c.NotBefore > now)
                .ExecuteUpdateAsync(set => set.SetProperty(c => c.NotBefore, now), cancellationToken);
        }

        return troubled;
    }
}

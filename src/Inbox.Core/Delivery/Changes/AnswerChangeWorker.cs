using Inbox.Core.Channels;
using Inbox.Core.Data;
using Inbox.Core.Jobs;
using Inbox.Core.Live;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Inbox.Core.Delivery.Changes;

/// <summary>Edits and deletes at the far side what is owed: each by one node only, and again where an attempt broke off, since twice does no harm.</summary>
public sealed partial class AnswerChangeWorker(IServiceScopeFactory scopes, Rulebook rulebook, ChannelKinds kinds, LiveNotifier live, TimeProvider time, ILogger<AnswerChangeWorker> logger)
    : PlacesWorker(places: 4, idle: TimeSpan.FromMilliseconds(500), gathering: TimeSpan.FromMilliseconds(100))
{
    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(3);

    /// <summary>Whoever is slower is asked again; it ends before the lease does.</summary>
    private static readonly TimeSpan MostTime = TimeSpan.FromMinutes(2);

    protected override async Task<IReadOnlyList<Task>> StartDueAsync(int free, CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var (now, lease) = (time.Now(), time.Now() + Lease);
        var claimed = await scope.ServiceProvider.GetRequiredService<InboxDb>().AnswerChanges.FromSql(
            $"""
            WITH next AS (
                SELECT id FROM answer_changes
                WHERE state IN ('Pending', 'Doing') AND not_before <= {now} AND (state = 'Pending' OR lease_until < {now})
                ORDER BY not_before, id LIMIT {free} FOR UPDATE SKIP LOCKED
            )
            UPDATE answer_changes c SET state = 'Doing', attempts = attempts + 1, lease_until = {lease}
            FROM next WHERE c.id = next.id RETURNING c.*
            """).AsNoTracking().ToListAsync(cancellationToken);
        return [.. claimed.Select(c => ChangeAsync(c, cancellationToken))];
    }

    protected override void LogPause(Exception e) => LogPause(logger, e);

    /// <summary>Changes one answer and stores how that ended. What cannot be stored is taken again when its lease has run out.</summary>
    private async Task ChangeAsync(AnswerChange change, CancellationToken cancellationToken)
    {
        try
        {
            await using var scope = scopes.CreateAsyncScope();
            var rules = await rulebook.GetAsync(cancellationToken);
            var (db, channel) = (scope.ServiceProvider.GetRequiredService<InboxDb>(), rules.Channels[change.ChannelId]);
            var message = await db.Messages.AsNoTracking().SingleOrDefaultAsync(m => m.Id == change.MessageId, cancellationToken);
            var standing = await scope.ServiceProvider.GetRequiredService<OutgoingMessages>().StandingAsync(change, cancellationToken);
            var result = message is null || standing is null ? new SendResult(SendOutcome.Failed, "The answer was erased here meanwhile.")
                : await db.IsReplacedAsync(message, kinds.Of(channel).Traits, cancellationToken) ? new SendResult(SendOutcome.Failed, ChangeableAnswers.Replaced)
                : await AskAsync(change, standing, channel, rules, cancellationToken);
            LogChanged(logger, change.Id, change.MessageId, change.Kind, result.Outcome, change.Attempts);
            if (await scope.ServiceProvider.GetRequiredService<AnswerChangeEnds>().StoreAsync(change, result, rules, cancellationToken) is { } caseId)
            {
                live.Publish([caseId]);
            }
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            LogPause(logger, e);
        }
    }

    private async Task<SendResult> AskAsync(AnswerChange change, StandingAnswer standing, Channel channel, Rules rules, CancellationToken cancellationToken)
    {
        if (!kinds.Of(channel).Traits.Allow(change.Kind, standing.Message.Visibility) || kinds.Sender(channel) is not IChangesAnswers adapter)
        {
            return new SendResult(SendOutcome.Failed, $"{channel.Name} can no longer do that.");
        }

        using var limit = new CancellationTokenSource(MostTime, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
        try
        {
            return change.Kind == AnswerChangeKind.Edit
                ? await adapter.EditAsync(standing, rules.Info(channel), either.Token)
                : await adapter.DeleteAsync(standing, rules.Info(channel), either.Token);
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            LogBroken(logger, e, change.Id);
            return new SendResult(SendOutcome.Unknown);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Changing answers pauses: the database did not answer as expected")]
    private static partial void LogPause(ILogger logger, Exception e);

    [LoggerMessage(Level = LogLevel.Information, Message = "Change {ChangeId} of message {MessageId}, {Kind}: {Outcome} on attempt {Attempt}")]
    private static partial void LogChanged(ILogger logger, long changeId, long messageId, AnswerChangeKind kind, SendOutcome outcome, int attempt);

    [LoggerMessage(Level = LogLevel.Error, Message = "Change {ChangeId} broke off")]
    private static partial void LogBroken(ILogger logger, Exception e, long changeId);
}

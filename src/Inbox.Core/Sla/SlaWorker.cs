using Inbox.Core.Data;
using Inbox.Core.Live;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Inbox.Core.Sla;

/// <summary>
/// Takes the steps of escalation ladders within a second of their time, once, on whichever node finds them first.
/// After downtime late steps are taken in order, and told when all of them are.
/// </summary>
public sealed partial class SlaWorker(IServiceScopeFactory scopes, LiveNotifier live, TimeProvider time, ILogger<SlaWorker> logger) : BackgroundService
{
    private const int LookedAt = 500;

    /// <summary>Cases of one transaction: enough to save round trips, few enough that nobody waits long for one of them.</summary>
    private const int AtOnce = 50;
    private static readonly TimeSpan Idle = TimeSpan.FromMilliseconds(250);

    /// <summary>What a node that died left to tell is told by another within this time.</summary>
    private static readonly TimeSpan LateLook = TimeSpan.FromSeconds(5);

    /// <summary>What is kept for a digest is told by then, even if there is still more to catch up with.</summary>
    private static readonly TimeSpan LongestHold = TimeSpan.FromMinutes(2);

    /// <summary>A case that cannot be escalated does not stop the others; it is tried again then.</summary>
    private static readonly TimeSpan BrokenRest = TimeSpan.FromMinutes(1);

    private readonly Dictionary<long, DateTimeOffset> _broken = [];
    private DateTimeOffset _lateLookedAt = time.Now();
    private bool _leftLate;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var outage = false;
        while (!stoppingToken.IsCancellationRequested)
        {
            var taken = 0;
            try
            {
                taken = await RunAsync(stoppingToken);
                outage = false;
            }
            catch (Exception e) when (!stoppingToken.IsCancellationRequested)
            {
                // Once per outage: it is tried four times a second, to be back within a second of its end.
                if (!outage)
                {
                    LogPause(logger, e);
                }

                outage = true;
            }

            if (taken == 0)
            {
                await Task.Delay(Idle, stoppingToken);
            }
        }
    }

    /// <summary>Takes what is owed now and returns how many cases took steps.</summary>
    internal async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        // Candidates are found without a lock; each case is locked and looked at again.
        var (owed, behind) = await OwedAsync(cancellationToken);
        var taken = 0;
        foreach (var batch in owed.Chunk(AtOnce))
        {
            taken += await EscalateAsync(batch, cancellationToken);
        }

        var (now, quiet) = (time.Now(), time.Now() - _lateLookedAt);
        if (behind ? quiet >= LongestHold : _leftLate || quiet >= LateLook)
        {
            await using var scope = scopes.CreateAsyncScope();
            await scope.ServiceProvider.GetRequiredService<TellLate>().RunAsync(cancellationToken);
            (_lateLookedAt, _leftLate) = (now, false);
        }

        return taken;
    }

    /// <returns>Cases, the longest owed first; and whether any of their steps is late, here or on another node that has not committed yet.</returns>
    private async Task<(IReadOnlyList<long> Cases, bool Behind)> OwedAsync(CancellationToken cancellationToken)
    {
        var now = time.Now();
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<InboxDb>();
        var owed = await db.SlaClocks.AsNoTracking()
            .Where(c => c.NextStepAt <= now && c.NextStepAt < Clock.Never)
            .OrderBy(c => c.NextStepAt)
            .Select(c => new { c.CaseId, c.NextStepAt })
            .Take(LookedAt + _broken.Count)
            .ToListAsync(cancellationToken);
        foreach (var rested in _broken.Where(b => b.Value <= now).Select(b => b.Key).ToList())
        {
            _broken.Remove(rested);
        }

        owed.RemoveAll(c => _broken.ContainsKey(c.CaseId));
        return ([.. owed.Select(c => c.CaseId).Distinct()], owed.Exists(c => c.NextStepAt < now - EscalationNotices.Late));
    }

    private async Task<int> EscalateAsync(long[] cases, CancellationToken cancellationToken)
    {
        try
        {
            await using var scope = scopes.CreateAsyncScope();
            var result = await scope.ServiceProvider.GetRequiredService<EscalateCases>().RunAsync(cases, cancellationToken);
            live.Publish(result.Taken);
            _leftLate |= result.LeftLate;
            return result.Taken.Count;
        }
        catch (Exception e) when (e is not OperationCanceledException && !IsOutage(e))
        {
            if (cases is [var one])
            {
                LogBroken(logger, e, one);
                _broken[one] = time.Now() + BrokenRest;
                return 0;
            }
        }

        var taken = 0;
        foreach (var id in cases)
        {
            taken += await EscalateAsync([id], cancellationToken);
        }

        return taken;
    }

    private static bool IsOutage(Exception e) => e is TimeoutException or NpgsqlException { IsTransient: true } || (e.InnerException is { } inner && IsOutage(inner));

    [LoggerMessage(Level = LogLevel.Warning, Message = "Escalation pauses: the database did not answer as expected")]
    private static partial void LogPause(ILogger logger, Exception e);

    [LoggerMessage(Level = LogLevel.Error, Message = "Case {CaseId} could not be escalated")]
    private static partial void LogBroken(ILogger logger, Exception e, long caseId);
}

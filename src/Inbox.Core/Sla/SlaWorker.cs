using Inbox.Core.Data;
using Inbox.Core.Live;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Inbox.Core.Sla;

/// <summary>
/// Takes the steps of escalation ladders within a second of their time, once, on whichever node finds them first.
/// After downtime late steps are taken in order.
/// </summary>
public sealed partial class SlaWorker(IServiceScopeFactory scopes, LiveNotifier live, TimeProvider time, ILogger<SlaWorker> logger) : BackgroundService
{
    private const int AtOnce = 200;
    private static readonly TimeSpan Idle = TimeSpan.FromMilliseconds(250);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                if (await RunAsync(stoppingToken) == 0)
                {
                    await Task.Delay(Idle, stoppingToken);
                }
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                LogPause(logger, e);
                await Task.Delay(TimeSpan.FromSeconds(1), stoppingToken);
            }
        }
    }

    /// <summary>Takes what is owed now and returns how many cases took steps.</summary>
    internal async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        // Candidates are found without a lock; each case is locked and looked at again.
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<InboxDb>();
        var now = time.Now();
        var owed = await db.SlaClocks.AsNoTracking()
            .Where(c => c.NextStepAt <= now && c.NextStepAt < Clock.Never)
            .OrderBy(c => c.NextStepAt)
            .Select(c => c.CaseId)
            .Take(AtOnce)
            .ToListAsync(cancellationToken);
        var taken = 0;
        foreach (var caseId in owed.Distinct())
        {
            await using var one = scopes.CreateAsyncScope();
            if (await one.ServiceProvider.GetRequiredService<EscalateCase>().RunAsync(caseId, cancellationToken))
            {
                live.Publish([caseId]);
                taken++;
            }
        }

        return taken;
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Escalation pauses: the database did not answer as expected")]
    private static partial void LogPause(ILogger logger, Exception e);
}

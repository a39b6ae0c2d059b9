using Inbox.Core.Jobs;
using Inbox.Core.Live;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Inbox.Core.Sla;

/// <summary>Brings clocks over to edited calendars and policies, on whichever node is free.</summary>
public sealed partial class RecomputeWorker(IServiceScopeFactory scopes, LiveNotifier live, ILogger<RecomputeWorker> logger)
    : RepeatingWorker(idle: TimeSpan.FromSeconds(1), pause: TimeSpan.FromSeconds(1))
{
    /// <summary>One batch. False when nothing waits.</summary>
    protected internal override async Task<bool> RunOnceAsync(CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var changed = await scope.ServiceProvider.GetRequiredService<RecomputeClocks>().RunAsync(cancellationToken);
        live.Publish(changed ?? []);
        return changed is not null;
    }

    protected override void LogPause(Exception e) => LogPause(logger, e);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Recomputing clocks pauses: the database did not answer as expected")]
    private static partial void LogPause(ILogger logger, Exception e);
}

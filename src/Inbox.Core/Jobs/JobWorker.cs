using Inbox.Core.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Inbox.Core.Jobs;

/// <summary>Recurring work, done by whichever node is free.</summary>
internal interface IJob
{
    string Name { get; }

    TimeSpan Every { get; }

    /// <summary>Does a bounded piece of work. True when there is more to do at once.</summary>
    Task<bool> RunAsync(CancellationToken cancellationToken);
}

/// <summary>Claims due jobs from the table <c>jobs</c> and runs them, one at a time on a node.</summary>
public sealed partial class JobWorker(IServiceScopeFactory scopes, TimeProvider time, ILogger<JobWorker> logger)
    : RepeatingWorker(idle: TimeSpan.FromMilliseconds(500), pause: TimeSpan.FromSeconds(5))
{
    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(5);

    protected internal override async Task<bool> RunOnceAsync(CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<InboxDb>();
        var jobs = scope.ServiceProvider.GetServices<IJob>().ToDictionary(j => j.Name, StringComparer.Ordinal);
        var (now, lease, names) = (time.Now(), time.Now() + Lease, jobs.Keys.ToArray());
        await db.Database.ExecuteSqlAsync($"INSERT INTO jobs (name, next_run_at) SELECT n, {now} FROM unnest({names}) AS n ON CONFLICT DO NOTHING", cancellationToken);
        var name = (await db.Database.SqlQuery<string>(
            $"""
            UPDATE jobs SET lease_until = {lease}
            WHERE name = (
                SELECT name FROM jobs WHERE next_run_at <= {now} AND (lease_until IS NULL OR lease_until < {now}) AND name = ANY({names})
                ORDER BY next_run_at LIMIT 1 FOR UPDATE SKIP LOCKED)
            RETURNING name AS "Value"
            """).ToListAsync(cancellationToken)).FirstOrDefault();
        if (name is null)
        {
            return false;
        }

        var more = await jobs[name].RunAsync(cancellationToken);
        var next = more ? time.Now() : time.Now() + jobs[name].Every;
        await db.Jobs.Where(j => j.Name == name).ExecuteUpdateAsync(
            set => set.SetProperty(j => j.NextRunAt, next).SetProperty(j => j.LeaseUntil, (DateTimeOffset?)null), cancellationToken);
        return true;
    }

    protected override void LogPause(Exception e) => LogFailed(logger, e);

    [LoggerMessage(Level = LogLevel.Error, Message = "A recurring job failed and is tried again when its lease is over")]
    private static partial void LogFailed(ILogger logger, Exception e);
}

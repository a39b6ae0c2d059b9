using Inbox.Core.Data;
using Microsoft.EntityFrameworkCore;

namespace Inbox.Core.Routing;

/// <summary>How often a rule took a new message on a day, held messages and those of rules that go on among them.</summary>
public sealed class RuleHits
{
    public required long RuleId { get; init; }

    /// <summary>In UTC.</summary>
    public required DateOnly Day { get; init; }

    public int Hits { get; init; }

    /// <summary>Counts what was decided, and keeps which patterns were too slow.</summary>
    internal static async Task CountAsync(InboxDb db, IReadOnlyCollection<RoutingDecision> decisions, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var day = DateOnly.FromDateTime(now.UtcDateTime);
        await AddAsync(db, [.. decisions.SelectMany(d => d.RuleIds).GroupBy(id => id).Select(g => new RuleHits { RuleId = g.Key, Day = day, Hits = g.Count() })], cancellationToken);
        foreach (var slow in decisions.SelectMany(d => d.Slow).DistinctBy(s => s.RuleId))
        {
            // One record an hour tells as much as one a message.
            await db.Database.ExecuteSqlAsync(
                $"""
                UPDATE routing_rules SET slow_at = {now}, slow_pattern = {slow.Pattern}
                WHERE id = {slow.RuleId} AND (slow_at IS NULL OR slow_at < {now.AddHours(-1)} OR slow_pattern <> {slow.Pattern})
                """,
                cancellationToken);
        }
    }

    internal static Task<int> AddAsync(InboxDb db, IReadOnlyCollection<RuleHits> counted, CancellationToken cancellationToken)
    {
        if (counted.Count == 0)
        {
            return Task.FromResult(0);
        }

        // In one order, as everybody counts; a rule that was deleted meanwhile counts no more.
        var (rules, days, hits) = (counted.Select(c => c.RuleId).ToArray(), counted.Select(c => c.Day).ToArray(), counted.Select(c => c.Hits).ToArray());
        return db.Database.ExecuteSqlAsync(
            $"""
            INSERT INTO rule_hits (rule_id, day, hits)
            SELECT n.rule_id, n.day, n.hits FROM unnest({rules}, {days}, {hits}) AS n (rule_id, day, hits) JOIN routing_rules r ON r.id = n.rule_id
            ORDER BY n.rule_id, n.day
            ON CONFLICT (rule_id, day) DO UPDATE SET hits = rule_hits.hits + excluded.hits
            """,
            cancellationToken);
    }
}

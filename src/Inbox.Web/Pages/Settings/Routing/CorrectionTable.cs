using Inbox.Core.Data;
using Inbox.Core.Routing;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Inbox.Web.Pages.Settings.Routing;

/// <summary>How often people moved what routing had sent somewhere, by what had sent it, of the cases that opened since a time.</summary>
internal static class CorrectionTable
{
    /// <summary>From here on a rule could do what people do by hand.</summary>
    private const int WorthFrom = 5;

    public sealed record Query(DateTimeOffset Since) : IRequest<IReadOnlyList<Row>>;

    /// <param name="RuleId">Which rule, where one had chosen.</param>
    /// <param name="ChannelId">Whose channel, where no rule matched.</param>
    /// <param name="Routed">Cases that it sent.</param>
    /// <param name="Moved">Of these, moved by people.</param>
    /// <param name="Targets">Where to, the most frequent first.</param>
    public sealed record Row(RoutedBy By, long? RuleId, long? ChannelId, long Routed, long Moved, IReadOnlyList<Target> Targets)
    {
        /// <summary>A tenth of the cases goes to one department by hand.</summary>
        public Target? Worth => Targets[0] is { Moved: >= WorthFrom } most && most.Moved * 10 >= Routed ? most : null;
    }

    public sealed record Target(long DepartmentId, long Moved);

    private sealed record Found(string By, long? RuleId, long? ChannelId, long To, long Moved, long Routed);

    internal sealed class Handler(InboxDb db) : IRequestHandler<Query, IReadOnlyList<Row>>
    {
        public async Task<IReadOnlyList<Row>> Handle(Query request, CancellationToken cancellationToken)
        {
            // A case is never older than its last message: the index on that bounds what is read.
            var found = await db.Database.SqlQuery<Found>(
                $"""
                WITH moved AS (
                    SELECT k.routed_by, k.rule_id, CASE WHEN k.routed_by = 'Channel' THEN c.channel_id END AS channel_id, k.to_department_id, count(*) AS cases
                    FROM routing_corrections k JOIN cases c ON c.id = k.case_id
                    WHERE k.at > {request.Since} AND c.opened_at > {request.Since}
                    GROUP BY 1, 2, 3, 4
                ), routed AS (
                    SELECT routed_by, routing_rule_id AS rule_id, CASE WHEN routed_by = 'Channel' THEN channel_id END AS channel_id, count(*) AS cases
                    FROM cases WHERE last_message_at > {request.Since} AND opened_at > {request.Since} AND routed_by IS NOT NULL
                    GROUP BY 1, 2, 3
                )
                SELECT m.routed_by AS "By", m.rule_id AS "RuleId", m.channel_id AS "ChannelId", m.to_department_id AS "To", m.cases AS "Moved", coalesce(r.cases, m.cases) AS "Routed"
                FROM moved m
                LEFT JOIN routed r ON r.routed_by = m.routed_by AND r.rule_id IS NOT DISTINCT FROM m.rule_id AND r.channel_id IS NOT DISTINCT FROM m.channel_id
                """).ToListAsync(cancellationToken);
            return
            [
                .. found.GroupBy(f => (f.By, f.RuleId, f.ChannelId))
                    .Select(g => new Row(
                        Enum.Parse<RoutedBy>(g.Key.By), g.Key.RuleId, g.Key.ChannelId, g.First().Routed, g.Sum(f => f.Moved),
                        [.. g.OrderByDescending(f => f.Moved).ThenBy(f => f.To).Select(f => new Target(f.To, f.Moved))]))
                    .OrderByDescending(r => r.Moved).ThenBy(r => r.RuleId).ThenBy(r => r.ChannelId),
            ];
        }
    }
}

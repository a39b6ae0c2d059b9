using Inbox.Core;
using Inbox.Core.Access;
using MediatR;
using Npgsql;

namespace Inbox.Web.Pages.Handoffs;

/// <summary>How departments take what is offered to them, and where cases wait between departments now: one snapshot, two statements.</summary>
internal static class HandoffFigures
{
    /// <param name="Receivers">Departments whose acceptances are told.</param>
    public sealed record Query(int Days, IReadOnlyList<long> Receivers) : IRequest<View>;

    public sealed record View(IReadOnlyList<Receiver> Receivers, IReadOnlyList<Waiting> Waits);

    /// <summary>What was offered to a department in the period, and what became of that by now. Lengths are working time of its calendar.</summary>
    /// <param name="Accepted">Those handed back done among them.</param>
    /// <param name="Open">Not decided yet, whenever it was offered.</param>
    /// <param name="Due">Accepted ones that had a promise.</param>
    /// <param name="InTime">Of these, accepted in time.</param>
    /// <param name="Stay">Median time the department then owned the case, of those that it owns no longer.</param>
    /// <param name="PingPongs">Cases that went back and forth.</param>
    public sealed record Receiver(
        long DepartmentId, int Offered, int Accepted, int Declined, int Withdrawn, int Open, TimeSpan? Median, TimeSpan? P90, int Due, int InTime, TimeSpan? Stay, int PingPongs)
    {
        /// <summary>Percent; null where nothing was promised.</summary>
        public double? Share => Due == 0 ? null : 100.0 * InTime / Due;
    }

    /// <param name="Late">Of them, those whose acceptance is late.</param>
    public sealed record Waiting(long From, long To, int Count, int Late, DateTimeOffset Oldest);

    /// <summary>The departments whose acceptances this person may read: all they may see for managers and admins, and those that somebody leads.</summary>
    public static IReadOnlyList<long> ReadableTo(Actor actor, Rules rules)
    {
        var manages = actor.Role is Role.Manager or Role.Admin && !actor.External;
        return [.. rules.Departments.Values
            .Where(d => (manages && !actor.HiddenIds.Contains(d.Id)) || (d.LeadId is { } lead && lead == actor.AgentId))
            .OrderBy(d => !d.External).ThenBy(d => d.Name, StringComparer.OrdinalIgnoreCase).Select(d => d.Id)];
    }

    internal sealed class Handler(NpgsqlDataSource database, TimeProvider time) : IRequestHandler<Query, View>
    {
        private const string Timeout = "SET LOCAL statement_timeout = '30s'";

        /// <summary>
        /// The cycle of an offer's promise began with it, and that of the time in the department with its acceptance; so both
        /// are found by the index on the case.
        /// </summary>
        private const string Receivers = """
            SELECT h.to_department_id,
                   (count(*) FILTER (WHERE h.offered_at >= @from))::int,
                   (count(*) FILTER (WHERE h.offered_at >= @from AND h.state IN ('Accepted', 'Done')))::int,
                   (count(*) FILTER (WHERE h.offered_at >= @from AND h.state = 'Declined'))::int,
                   (count(*) FILTER (WHERE h.offered_at >= @from AND h.state = 'Withdrawn'))::int,
                   (count(*) FILTER (WHERE h.state = 'Offered' AND c.is_open))::int,
                   percentile_cont(0.5) WITHIN GROUP (ORDER BY extract(epoch FROM a.consumed)::float8) FILTER (WHERE h.offered_at >= @from AND h.state IN ('Accepted', 'Done')),
                   percentile_cont(0.9) WITHIN GROUP (ORDER BY extract(epoch FROM a.consumed)::float8) FILTER (WHERE h.offered_at >= @from AND h.state IN ('Accepted', 'Done')),
                   (count(*) FILTER (WHERE h.offered_at >= @from AND h.state IN ('Accepted', 'Done') AND a.target IS NOT NULL))::int,
                   (count(*) FILTER (WHERE h.offered_at >= @from AND h.state IN ('Accepted', 'Done') AND a.target IS NOT NULL AND a.outcome = 'Met'))::int,
                   percentile_cont(0.5) WITHIN GROUP (ORDER BY extract(epoch FROM s.consumed)::float8) FILTER (WHERE h.offered_at >= @from AND s.stopped_at IS NOT NULL),
                   (count(DISTINCT h.case_id) FILTER (WHERE h.offered_at >= @from AND c.ping_pong))::int
            FROM handoffs h
            JOIN cases c ON c.id = h.case_id
            LEFT JOIN sla_clocks a ON a.case_id = h.case_id AND a.metric = 'HandoffAccept' AND a.department_id = h.to_department_id AND a.started_at = h.offered_at
            LEFT JOIN sla_clocks s ON s.case_id = h.case_id AND s.metric = 'DepartmentTime' AND s.department_id = h.to_department_id AND s.started_at = h.decided_at
            WHERE h.to_department_id = ANY(@departments) AND (h.offered_at >= @from OR h.state = 'Offered')
            GROUP BY h.to_department_id
            """;

        private const string Waits = """
            SELECT h.from_department_id, h.to_department_id, count(*)::int,
                   (count(*) FILTER (WHERE EXISTS (
                       SELECT FROM sla_clocks a WHERE a.case_id = h.case_id AND a.metric = 'HandoffAccept' AND a.stopped_at IS NULL AND a.due_at <= @now)))::int,
                   min(h.offered_at)
            FROM handoffs h JOIN cases c ON c.id = h.case_id AND c.is_open
            WHERE h.state = 'Offered' AND h.to_department_id = ANY(@departments)
            GROUP BY h.from_department_id, h.to_department_id
            ORDER BY min(h.offered_at)
            """;

        public async Task<View> Handle(Query request, CancellationToken cancellationToken)
        {
            var now = time.Now();
            long[] departments = [.. request.Receivers];
            await using var connection = await database.OpenConnectionAsync(cancellationToken);
            await using var transaction = await connection.BeginTransactionAsync(System.Data.IsolationLevel.RepeatableRead, cancellationToken);
            await using var batch = new NpgsqlBatch(connection, transaction)
            {
                BatchCommands =
                {
                    new NpgsqlBatchCommand(Timeout),
                    new NpgsqlBatchCommand(Receivers) { Parameters = { new("departments", departments), new("from", now.AddDays(-request.Days)) } },
                    new NpgsqlBatchCommand(Waits) { Parameters = { new("departments", departments), new("now", now) } },
                },
            };
            await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
            var found = new Dictionary<long, Receiver>();
            while (await reader.ReadAsync(cancellationToken))
            {
                var id = reader.GetInt64(0);
                found[id] = new Receiver(
                    id, reader.GetInt32(1), reader.GetInt32(2), reader.GetInt32(3), reader.GetInt32(4), reader.GetInt32(5), Length(6), Length(7), reader.GetInt32(8), reader.GetInt32(9), Length(10), reader.GetInt32(11));
            }

            await reader.NextResultAsync(cancellationToken);
            var waits = new List<Waiting>();
            while (await reader.ReadAsync(cancellationToken))
            {
                waits.Add(new Waiting(reader.GetInt64(0), reader.GetInt64(1), reader.GetInt32(2), reader.GetInt32(3), reader.GetFieldValue<DateTimeOffset>(4)));
            }

            return new View([.. departments.Select(id => found.GetValueOrDefault(id) ?? Nothing(id))], waits);

            TimeSpan? Length(int column) => reader.IsDBNull(column) ? null : TimeSpan.FromSeconds(Math.Round(reader.GetDouble(column)));
        }

        private static Receiver Nothing(long id) => new(id, 0, 0, 0, 0, 0, Median: null, P90: null, 0, 0, Stay: null, 0);
    }
}

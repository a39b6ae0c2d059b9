using Inbox.Core.Access;
using Inbox.Core.Cases;
using Inbox.Core.Data;
using Inbox.Core.Notifications;
using Microsoft.EntityFrameworkCore;

namespace Inbox.Core.Routing;

/// <summary>
/// Who of some departments is here, how much they have, and whose turn it is: what a rule needs to name an assignee.
/// Whoever holds one is alone with it until the transaction ends, so that two cases do not find the same last free place.
/// Lock cases before, never after.
/// </summary>
internal sealed class Workload
{
    private const long OneAtATime = 0x496e626f784c6f61;

    /// <summary>Counting further tells nobody anything.</summary>
    private const int CountsUpTo = 1_000;

    private readonly ILookup<long, Seat> _seats;
    private readonly Dictionary<long, long> _lastAgents;
    private readonly HashSet<Seat> _given = [];
    private DateTimeOffset _turn;

    private Workload(ILookup<long, Seat> seats, Dictionary<long, long> lastAgents, DateTimeOffset now) => (_seats, _lastAgents, _turn) = (seats, lastAgents, now);

    /// <param name="wanted">Department and customer of each case, and how its assignee is to be found.</param>
    public static async Task<Workload> LoadAsync(
        InboxDb db, IReadOnlyCollection<(long DepartmentId, long? CustomerId, Assignment Assignment)> wanted, DateTimeOffset now, CancellationToken cancellationToken)
    {
        await db.Database.ExecuteSqlAsync($"SELECT pg_advisory_xact_lock({OneAtATime})", cancellationToken);
        var departments = wanted.Select(w => w.DepartmentId).Distinct().ToArray();
        var seats = await db.Database
            .SqlQuery<Row>($"""
                SELECT a.id AS "Id", a.display_name AS "Name", a.capacity AS "Capacity", a.skills AS "Skills", d.department_id AS "DepartmentId", d.given_at AS "GivenAt",
                    (SELECT count(*) FROM (SELECT 1 FROM cases c WHERE c.is_open AND c.assignee_id = a.id LIMIT {CountsUpTo}) AS counted)::int AS "Open"
                FROM agent_departments d JOIN agents a ON a.id = d.agent_id
                WHERE d.department_id = ANY({departments}) AND a.disabled_at IS NULL AND a.role <> {nameof(Role.Marketing)}
                  AND (a.away_since IS NULL OR a.away_until <= {now})
                """)
            .ToListAsync(cancellationToken);
        var people = seats.GroupBy(r => r.Id).ToDictionary(g => g.Key, g => new Member(g.First()));
        var customers = wanted.Where(w => w.Assignment.By == AssignBy.LastAgent).Select(w => w.CustomerId).OfType<long>().Distinct().ToArray();
        return new Workload(
            seats.Select(r => new Seat(people[r.Id], r.DepartmentId, r.GivenAt)).ToLookup(s => s.DepartmentId),
            customers.Length == 0 ? [] : await LastAgentsAsync(db, customers, cancellationToken),
            now);
    }

    /// <summary>Gives a new case to whom its rule means: why them, and what to tell them. Null when that is nobody; the case says why.</summary>
    /// <param name="opened">In the department that owns it.</param>
    /// <param name="wanted">How somebody is to be found.</param>
    /// <param name="rules">For the name of the department.</param>
    /// <param name="by">Who opened it and is not told.</param>
    public (string Why, Notice Told)? Give(Case opened, Assignment wanted, Rules rules, long? by)
    {
        var (agent, why) = Choose(wanted, opened.DepartmentId, opened.CustomerId, rules.Departments[opened.DepartmentId].Name);
        opened.AssignByRule(agent, agent is null ? why : $"given to {why}");
        return agent is { } given ? (why, new Notice(NotificationKind.Assigned, [given], opened, $"A rule gave you {opened.Number}", by)) : null;
    }

    /// <summary>Who gets a case of the department, which then counts as theirs; and why them, or why nobody.</summary>
    private (long? AgentId, string Why) Choose(Assignment wanted, long departmentId, long? customerId, string department)
    {
        var free = _seats[departmentId].Where(s => s.Member.HasRoom).ToList();
        var (found, why, whyNot) = wanted.By switch
        {
            AssignBy.RoundRobin => (Next(free), "whose turn it is", $"nobody of {department} is here with room for another case"),
            AssignBy.LeastLoaded => (Least(free), "who has the fewest open cases", $"nobody of {department} is here with room for another case"),
            AssignBy.Skill => (Least(free.Where(s => s.Member.Skills.Contains(wanted.Skill, StringComparer.OrdinalIgnoreCase))), $"who knows “{wanted.Skill}”", $"nobody of {department} who knows “{wanted.Skill}” is here with room for another case"),
            AssignBy.LastAgent => (free.Find(s => s.Member.Id == LastAgent(customerId)), "who answered this customer last", "whoever answered this customer last is not here with room for another case"),
            AssignBy.Person => (free.Find(s => s.Member.Id == wanted.PersonId), "whom the rule names", "the one whom the rule names is not here with room for another case"),
            _ => throw new InvalidOperationException("A case that is to stay nobody's needs no choice."),
        };
        if (found is null)
        {
            return (null, whyNot);
        }

        found.Member.Open++;
        found.GivenAt = _turn = _turn.AddTicks(TimeSpan.TicksPerMicrosecond);
        _given.Add(found);
        return (found.Member.Id, $"{found.Member.Name}, {why}");
    }

    /// <summary>Remembers whose turn it was.</summary>
    public Task<int> SaveAsync(InboxDb db, CancellationToken cancellationToken)
    {
        if (_given.Count == 0)
        {
            return Task.FromResult(0);
        }

        var (agents, departments, times) = (_given.Select(s => s.Member.Id).ToArray(), _given.Select(s => s.DepartmentId).ToArray(), _given.Select(s => s.GivenAt!.Value).ToArray());
        return db.Database.ExecuteSqlAsync(
            $"""
            UPDATE agent_departments d SET given_at = g.given_at
            FROM unnest({agents}, {departments}, {times}) AS g (agent_id, department_id, given_at)
            WHERE d.agent_id = g.agent_id AND d.department_id = g.department_id
            """,
            cancellationToken);
    }

    private long LastAgent(long? customerId) => customerId is { } id ? _lastAgents.GetValueOrDefault(id) : 0;

    private static Seat? Next(IEnumerable<Seat> seats) => seats.OrderBy(s => s.GivenAt ?? DateTimeOffset.MinValue).ThenBy(s => s.Member.Id).FirstOrDefault();

    private static Seat? Least(IEnumerable<Seat> seats) => seats.OrderBy(s => s.Member.Open).ThenBy(s => s.GivenAt ?? DateTimeOffset.MinValue).ThenBy(s => s.Member.Id).FirstOrDefault();

    private static async Task<Dictionary<long, long>> LastAgentsAsync(InboxDb db, long[] customers, CancellationToken cancellationToken)
    {
        var rows = await db.Database
            .SqlQuery<LastRow>($"""
                SELECT w.customer_id AS "CustomerId", m.author_id AS "AgentId" FROM unnest({customers}) AS w (customer_id)
                CROSS JOIN LATERAL (
                    SELECT m.author_id FROM (SELECT id FROM cases WHERE customer_id = w.customer_id ORDER BY id DESC LIMIT {CustomerPast.Most}) c
                    JOIN messages m ON m.case_id = c.id
                    WHERE m.direction = 'Outbound' AND m.author_id IS NOT NULL AND NOT m.to_third_parties
                    ORDER BY m.id DESC LIMIT 1) m
                """)
            .ToListAsync(cancellationToken);
        return rows.ToDictionary(r => r.CustomerId, r => r.AgentId);
    }

    private sealed record Row(long Id, string Name, int? Capacity, string[] Skills, long DepartmentId, DateTimeOffset? GivenAt, int Open);

    private sealed record LastRow(long CustomerId, long AgentId);

    /// <summary>Somebody with all the departments they sit in.</summary>
    private sealed class Member(Row row)
    {
        public long Id { get; } = row.Id;

        public string Name { get; } = row.Name;

        public string[] Skills { get; } = row.Skills;

        public int Open { get; set; } = row.Open;

        public bool HasRoom => row.Capacity is not { } most || Open < most;
    }

    private sealed class Seat(Member member, long departmentId, DateTimeOffset? givenAt)
    {
        public Member Member { get; } = member;

        public long DepartmentId { get; } = departmentId;

        public DateTimeOffset? GivenAt { get; set; } = givenAt;
    }
}

namespace Inbox.Web.Pages.Dashboard;

/// <summary>
/// The statements behind the dashboard, all over the cycles that CaseClocks keeps. Parameters: @now, @from, @before
/// (starts of the period and of the one before), @departments, @working, @zone, @firstDay.
/// A cycle is charged to the department that owned at its due time; handoffs and time owned to the one measured.
/// </summary>
internal static class FiguresSql
{
    public const string Timeout = "SET LOCAL statement_timeout = '30s'";

    private const string Department = "CASE WHEN metric IN ('HandoffAccept', 'DepartmentTime') THEN department_id ELSE COALESCE(department_at_due, department_id) END";

    private const string Seconds = "extract(epoch FROM CASE WHEN @working THEN consumed ELSE stopped_at - started_at END)::float8";

    public const string Lengths = $"""
        SELECT metric, in_period, department, count(*)::int,
               percentile_cont(0.5) WITHIN GROUP (ORDER BY seconds),
               percentile_cont(0.9) WITHIN GROUP (ORDER BY seconds),
               sum(seconds),
               mode() WITHIN GROUP (ORDER BY target)
        FROM (
            SELECT metric, stopped_at >= @from AS in_period, {Department} AS department, {Seconds} AS seconds,
                   extract(epoch FROM target)::float8 AS target
            FROM sla_clocks
            WHERE metric IN ('FirstReply', 'NextReply', 'Resolution', 'HandoffAccept', 'DepartmentTime')
              AND stopped_at >= @before AND stopped_at <= @now AND stopped_at > started_at
              AND outcome IN ('Met', 'MetLate')) AS cycles
        WHERE department = ANY(@departments)
        GROUP BY GROUPING SETS ((metric, in_period), (metric, in_period, department))
        """;

    /// <summary>
    /// Due in the period, cancelled ones aside. A paused cycle has no due time: it was judged when it stopped.
    /// The index ix_sla_clocks_judged is made of this very expression and condition.
    /// </summary>
    public const string Promises = $"""
        SELECT in_period, department, count(*)::int, (count(*) FILTER (WHERE kept))::int
        FROM (
            SELECT due >= @from AS in_period, department, kept
            FROM (
                SELECT COALESCE(breached_at, CASE WHEN due_at < 'infinity' THEN due_at ELSE stopped_at END) AS due,
                       {Department} AS department, COALESCE(outcome = 'Met', false) AS kept
                FROM sla_clocks
                WHERE target IS NOT NULL AND metric <> 'DepartmentTime' AND outcome IS DISTINCT FROM 'Cancelled') AS promised
            WHERE due >= @before AND due <= @now AND department = ANY(@departments)) AS judged
        GROUP BY GROUPING SETS ((in_period), (in_period, department))
        """;

    public const string Backlog = """
        SELECT department_id, count(*)::int, (count(*) FILTER (WHERE assignee_id IS NULL))::int, min(opened_at),
               (count(*) FILTER (WHERE opened_at > @now - interval '1 day'))::int,
               (count(*) FILTER (WHERE opened_at <= @now - interval '1 day' AND opened_at > @now - interval '3 days'))::int,
               (count(*) FILTER (WHERE opened_at <= @now - interval '3 days' AND opened_at > @now - interval '7 days'))::int,
               (count(*) FILTER (WHERE opened_at <= @now - interval '7 days' AND opened_at > @now - interval '30 days'))::int,
               (count(*) FILTER (WHERE opened_at <= @now - interval '30 days'))::int
        FROM cases
        WHERE is_open AND department_id = ANY(@departments)
        GROUP BY GROUPING SETS ((), (department_id))
        """;

    public const string Days = $"""
        SELECT (stopped_at AT TIME ZONE @zone)::date AS day, count(*)::int,
               percentile_cont(0.5) WITHIN GROUP (ORDER BY {Seconds}),
               percentile_cont(0.9) WITHIN GROUP (ORDER BY {Seconds})
        FROM sla_clocks
        WHERE metric = 'FirstReply' AND outcome IN ('Met', 'MetLate') AND stopped_at > started_at AND stopped_at <= @now
          AND stopped_at >= @firstDay::timestamp AT TIME ZONE @zone
          AND {Department} = ANY(@departments)
        GROUP BY day
        """;

    /// <summary>By way of the cases that moved in the period: messages have no index on time of their own.</summary>
    public const string Hours = """
        SELECT extract(isodow FROM m.received_at AT TIME ZONE @zone)::int AS weekday,
               extract(hour FROM m.received_at AT TIME ZONE @zone)::int AS hour, count(*)::int
        FROM cases c JOIN messages m ON m.case_id = c.id
        WHERE c.last_message_at >= @from AND c.department_id = ANY(@departments) AND c.status <> 'Spam'
          AND m.received_at >= @from AND m.received_at <= @now AND m.direction = 'Inbound' AND m.automatic = 'None'
        GROUP BY weekday, hour
        """;
}

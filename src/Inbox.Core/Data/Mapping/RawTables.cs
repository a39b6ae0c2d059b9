namespace Inbox.Core.Data.Mapping;

/// <summary>Tables without an entity: payloads that are only streamed, and the search text that only SQL reads.</summary>
internal static class RawTables
{
    public const string Create = """
        CREATE TABLE inbound_raw (
            delivery_id bigint PRIMARY KEY REFERENCES inbound_deliveries (id) ON DELETE CASCADE,
            content_type text NOT NULL,
            data bytea NOT NULL
        );
        ALTER TABLE inbound_raw ALTER COLUMN data SET STORAGE EXTERNAL;

        CREATE TABLE attachment_contents (
            attachment_id bigint PRIMARY KEY REFERENCES attachments (id) ON DELETE CASCADE,
            data bytea NOT NULL
        );
        ALTER TABLE attachment_contents ALTER COLUMN data SET STORAGE EXTERNAL;

        CREATE TABLE message_search (
            message_id bigint PRIMARY KEY REFERENCES messages (id) ON DELETE CASCADE,
            case_id bigint,
            words tsvector NOT NULL
        );
        CREATE INDEX ix_message_search_words ON message_search USING gin (words);
        CREATE INDEX ix_message_search_case ON message_search (case_id);

        -- Queues are narrow and busy: vacuum them early.
        ALTER TABLE inbound_deliveries SET (autovacuum_vacuum_scale_factor = 0.01);
        ALTER TABLE outbound_deliveries SET (autovacuum_vacuum_scale_factor = 0.01);
        ALTER TABLE sla_clocks SET (autovacuum_vacuum_scale_factor = 0.01);
        """;

    /// <summary>
    /// The expression and the condition of the dashboard's share of promises kept: due in a period, cancelled ones aside.
    /// An index on an expression cannot be told to EF.
    /// </summary>
    public const string PromisesByDueTime = """
        CREATE INDEX CONCURRENTLY IF NOT EXISTS ix_sla_clocks_judged
        ON sla_clocks ((COALESCE(breached_at, CASE WHEN due_at < 'infinity' THEN due_at ELSE stopped_at END)))
        WHERE target IS NOT NULL AND metric <> 'DepartmentTime' AND outcome IS DISTINCT FROM 'Cancelled'
        """;

    /// <summary>The dates of holidays become rows with a name.</summary>
    public const string NamedHolidays = """
        ALTER TABLE calendars RENAME COLUMN holidays TO holiday_dates;
        ALTER TABLE calendars ADD holidays jsonb NOT NULL DEFAULT '[]';
        UPDATE calendars SET holidays = (SELECT coalesce(jsonb_agg(jsonb_build_object('date', d) ORDER BY d), '[]') FROM unnest(holiday_dates) d);
        ALTER TABLE calendars ALTER COLUMN holidays DROP DEFAULT;
        ALTER TABLE calendars DROP COLUMN holiday_dates;
        """;

    /// <summary>Clocks that are not stopped, by what reckons them; while they are made, cases go on being answered.</summary>
    public static readonly IReadOnlyList<string> ClocksByEdition =
    [
        "CREATE INDEX CONCURRENTLY IF NOT EXISTS ix_sla_clocks_calendar ON sla_clocks (calendar_id, hours_version, case_id) WHERE stopped_at IS NULL",
        "CREATE INDEX CONCURRENTLY IF NOT EXISTS ix_sla_clocks_policy ON sla_clocks (policy_id, terms_version, case_id) WHERE stopped_at IS NULL",
    ];

    /// <summary>What came through a door in a day, and when the last of it did; while it is made, mail goes on being taken.</summary>
    public const string DeliveriesByTime =
        "CREATE INDEX CONCURRENTLY IF NOT EXISTS ix_inbound_deliveries_time ON inbound_deliveries (channel_id, received_at)";

    public const string Drop = "DROP TABLE message_search; DROP TABLE attachment_contents; DROP TABLE inbound_raw;";
}

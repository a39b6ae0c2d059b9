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

    public const string Drop = "DROP TABLE message_search; DROP TABLE attachment_contents; DROP TABLE inbound_raw;";
}

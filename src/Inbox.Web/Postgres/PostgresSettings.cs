namespace Inbox.Web.Postgres;

internal static class PostgresSettings
{
    /// <summary>For one machine that also runs Inbox itself. fsync stays on: an accepted message must survive a power cut.</summary>
    public static readonly IReadOnlyDictionary<string, string> SmallMachine = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["listen_addresses"] = "127.0.0.1",
        // Socket files need a short path that both users can reach; TCP needs neither.
        ["unix_socket_directories"] = "",
        ["password_encryption"] = "scram-sha-256",
        ["max_connections"] = "100",
        ["shared_buffers"] = "128MB",
        ["effective_cache_size"] = "512MB",
        ["maintenance_work_mem"] = "64MB",
        ["max_wal_size"] = "1GB",
        ["checkpoint_timeout"] = "15min",
        // Nobody replicates from a private server, and bulk loads write less log this way.
        ["wal_level"] = "minimal",
        ["max_wal_senders"] = "0",
        ["random_page_cost"] = "1.1",
        // Compiling a query of a few milliseconds costs more than it saves.
        ["jit"] = "off",
        ["timezone"] = "UTC",
        ["log_timezone"] = "UTC",
        ["log_min_messages"] = "warning",
        // Statements hold customers' text, which belongs in no log.
        ["log_min_error_statement"] = "panic",
        ["log_error_verbosity"] = "terse",
    };
}

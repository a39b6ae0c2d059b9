using Npgsql;

namespace Inbox.Core.Data;

/// <summary>
/// Counts tables that have outgrown what the planner knows of them. Plans are kept with their connection, and one that was made
/// for an empty table reads all of a full one until the table is analysed, which the server by itself does after a minute:
/// in the first flood of a new database that is thousands of rows for every foreign key.
/// </summary>
public sealed class GrowingTables(NpgsqlDataSource database)
{
    private const int FirstLook = 200;

    /// <summary>Beyond this no plan reads a whole table for a few of its rows.</summary>
    private const int KnownToBeLarge = 50_000;
    private long _filed;
    private long _nextLook = FirstLook;

    /// <summary>To be called after each batch; looks at 200, 800, 3,200 messages and so on.</summary>
    public async Task GrewAsync(int messages, CancellationToken cancellationToken)
    {
        _filed += messages;
        if (_filed < _nextLook)
        {
            return;
        }

        _nextLook = _filed * 4;
        var tables = new List<string>();
        await using (var grown = database.CreateCommand("""
            SELECT format('%I.%I', s.schemaname, s.relname)
            FROM pg_stat_user_tables s JOIN pg_class c ON c.oid = s.relid
            WHERE c.reltuples < $1 AND s.n_mod_since_analyze > greatest(c.reltuples, 100)
              AND pg_has_role(c.relowner, 'USAGE')
            ORDER BY 1
            """))
        {
            grown.Parameters.Add(new() { Value = (float)KnownToBeLarge });
            await using var reader = await grown.ExecuteReaderAsync(cancellationToken);
            while (await reader.ReadAsync(cancellationToken))
            {
                tables.Add(reader.GetString(0));
            }
        }

        if (tables.Count > 0)
        {
            await using var analyze = database.CreateCommand($"ANALYZE (SKIP_LOCKED) {string.Join(", ", tables)}");
            await analyze.ExecuteNonQueryAsync(cancellationToken);
        }
    }
}

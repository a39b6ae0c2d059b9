using Inbox.Testing;
using Npgsql;

namespace Inbox.Benchmarks;

/// <summary>
/// What the database did for a call: statements and blocks of 8 KB touched, in memory or not. Unlike times, these do not
/// depend on what else the machine does, and they tell at once when a plan grows with the rows of a table.
/// </summary>
internal sealed class StatementCounts : IAsyncDisposable
{
    private readonly RunningDatabase _database;

    private StatementCounts(RunningDatabase database) => _database = database;

    /// <summary>Starts the server of the folder with pg_stat_statements; the application then attaches to it.</summary>
    public static async Task<StatementCounts> StartAsync(string dataFolder)
    {
        var settings = new Dictionary<string, string>(StringComparer.Ordinal) { ["shared_preload_libraries"] = "pg_stat_statements" };
        var counts = new StatementCounts(await RunningDatabase.StartAsync(dataFolder, settings));
        await counts.ExecuteAsync("CREATE EXTENSION IF NOT EXISTS pg_stat_statements");
        return counts;
    }

    public Task ResetAsync() => ExecuteAsync("SELECT pg_stat_statements_reset()");

    /// <summary>Per call, of the statements that ran so often: at least once a call leaves out what workers do meanwhile.</summary>
    public async Task<(double Statements, double Blocks, double Milliseconds, string Heaviest)> PerCallAsync(int calls, int atLeast)
    {
        await using var command = _database.Source.CreateCommand("""
            SELECT sum(calls)::float8, sum(shared_blks_hit + shared_blks_read)::float8, sum(total_exec_time)::float8,
                   (array_agg(left(regexp_replace(query, '\s+', ' ', 'g'), 2000) ORDER BY total_exec_time DESC))[1]
            FROM pg_stat_statements
            WHERE calls >= $1 AND query NOT LIKE '%pg_stat_statements%'
              AND query !~ '^(BEGIN|COMMIT|SET|DISCARD|RESET)' AND query NOT LIKE '%pg_notify%'
            """);
        command.Parameters.Add(new NpgsqlParameter { Value = (long)atLeast });
        await using var reader = await command.ExecuteReaderAsync();
        return await reader.ReadAsync() && !await reader.IsDBNullAsync(0)
            ? (reader.GetDouble(0) / calls, reader.GetDouble(1) / calls, reader.GetDouble(2) / calls, reader.GetString(3))
            : (0, 0, 0, "");
    }

    public ValueTask DisposeAsync() => _database.DisposeAsync();

    public async Task ExecuteAsync(string sql)
    {
        await using var command = _database.Source.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }
}

using Npgsql;

namespace Inbox.Testing.Postgres;

/// <summary>A database of one test class, dropped after use.</summary>
public sealed class TestDatabase : IAsyncDisposable
{
    private readonly PostgresFixture _postgres;
    private readonly string _name;

    internal TestDatabase(PostgresFixture postgres, string name, string connectionString)
    {
        (_postgres, _name) = (postgres, name);
        ConnectionString = connectionString;
    }

    public string ConnectionString { get; }

    public async ValueTask DisposeAsync()
    {
        await using (var pooled = new NpgsqlConnection(ConnectionString))
            NpgsqlConnection.ClearPool(pooled);
        // FORCE: a listener or a worker of the application may still be connected.
        await _postgres.ExecuteAsync($"DROP DATABASE IF EXISTS {_name} WITH (FORCE)", CancellationToken.None);
    }
}

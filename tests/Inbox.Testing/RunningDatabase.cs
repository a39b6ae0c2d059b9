using Inbox.Web.Postgres;
using Npgsql;

namespace Inbox.Testing;

/// <summary>The embedded PostgreSQL of a <see cref="RunningInbox"/>, held open by the test as well.</summary>
public sealed class RunningDatabase : IAsyncDisposable
{
    private readonly EmbeddedPostgres _server;

    internal RunningDatabase(EmbeddedPostgres server)
    {
        _server = server;
        Source = NpgsqlDataSource.Create(server.ConnectionString("inbox"));
    }

    public NpgsqlDataSource Source { get; }

    /// <summary>Starts the server of a data folder before its application does, so that it can have other settings.</summary>
    public static async Task<RunningDatabase> StartAsync(string dataFolder, IReadOnlyDictionary<string, string> settings) =>
        new(await EmbeddedPostgres.StartAsync(new EmbeddedPostgresOptions(dataFolder) { Settings = settings }, CancellationToken.None));

    public async Task<long> CountAsync(string sql)
    {
        await using var command = Source.CreateCommand(sql);
        return (long)(await command.ExecuteScalarAsync())!;
    }

    public async ValueTask DisposeAsync()
    {
        await Source.DisposeAsync();
        await _server.DisposeAsync();
    }
}

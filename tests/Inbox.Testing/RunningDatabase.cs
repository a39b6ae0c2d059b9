using System.Diagnostics;
using System.Globalization;
using Inbox.Web.Postgres;
using Npgsql;

namespace Inbox.Testing;

/// <summary>The embedded PostgreSQL of a <see cref="RunningInbox"/>, held open by the test as well.</summary>
public sealed class RunningDatabase : IAsyncDisposable
{
    private readonly EmbeddedPostgres _server;
    private readonly PostgresCluster _cluster;

    internal RunningDatabase(EmbeddedPostgres server, string dataFolder)
    {
        _server = server;
        _cluster = new PostgresCluster(dataFolder);
        Source = NpgsqlDataSource.Create(server.ConnectionString("inbox"));
    }

    public NpgsqlDataSource Source { get; }

    /// <summary>Starts the server of a data folder before its application does, so that it can have other settings.</summary>
    public static async Task<RunningDatabase> StartAsync(string dataFolder, IReadOnlyDictionary<string, string> settings) =>
        new(await EmbeddedPostgres.StartAsync(new EmbeddedPostgresOptions(dataFolder) { Settings = settings }, CancellationToken.None), dataFolder);

    /// <summary>The server dies in the middle of its work and stays away for so long, however much its users want it back.</summary>
    public async Task BreakDownAsync(TimeSpan outage)
    {
        using (await FileLock.ExclusiveAsync(_cluster.StartLock, CancellationToken.None))
        {
            var postmaster = PostmasterFile.Read(_cluster.Folder)!.ProcessId;
            // Immediate shutdown (PostgreSQL documentation, "Shutting Down the Server"): no commit under way is finished.
            using var kill = Process.Start("kill", ["-QUIT", postmaster.ToString(CultureInfo.InvariantCulture)]);
            await Task.Delay(outage);
        }

        await Eventually.IsAsync(AnswersAsync);
    }

    public async Task ExecuteAsync(string sql)
    {
        await using var command = Source.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>One column of all rows.</summary>
    public async Task<List<T>> ListAsync<T>(string sql)
    {
        await using var command = Source.CreateCommand(sql);
        await using var reader = await command.ExecuteReaderAsync();
        var list = new List<T>();
        while (await reader.ReadAsync())
        {
            list.Add(reader.GetFieldValue<T>(0));
        }

        return list;
    }

    public async Task<long> CountAsync(string sql)
    {
        await using var command = Source.CreateCommand(sql);
        return (long)(await command.ExecuteScalarAsync())!;
    }

    private async Task<bool> AnswersAsync()
    {
        try
        {
            return await CountAsync("SELECT 1::bigint") == 1;
        }
        catch (NpgsqlException)
        {
            return false;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Source.DisposeAsync();
        await _server.DisposeAsync();
    }
}

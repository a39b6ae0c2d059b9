using Npgsql;

namespace Inbox.Web.Postgres;

/// <summary>
/// A private PostgreSQL under Inbox's data folder, for trying Inbox and for small teams on one machine. Every process
/// that names the same folder shares one server: the first starts it, the last to end (or to be killed) takes it down.
/// </summary>
internal sealed class EmbeddedPostgres : IAsyncDisposable
{
    private static readonly TimeSpan StopTimeout = TimeSpan.FromSeconds(70);

    private readonly PostgresCluster _cluster;
    private readonly PostgresServer _server;
    private readonly FileLock _use;
    private readonly int _port;
    private readonly string _password;
    private readonly CancellationTokenSource _ending = new();
    private readonly Task _keeper;

    private EmbeddedPostgres(PostgresCluster cluster, PostgresServer server, FileLock use, int port, bool startedHere)
    {
        (_cluster, _server, _use, _port) = (cluster, server, use, port);
        StartedHere = startedHere;
        _password = cluster.ReadPassword();
        _keeper = Task.Run(KeepRunningAsync);
    }

    /// <summary>False when a server was running already: another process of Inbox uses it, or one was killed.</summary>
    public bool StartedHere { get; }

    /// <exception cref="EmbeddedPostgresException">It cannot run here; the message says what to do.</exception>
    public static async Task<EmbeddedPostgres> StartAsync(EmbeddedPostgresOptions options, CancellationToken ct)
    {
        options = options with { DataFolder = Path.GetFullPath(options.DataFolder) };
        var cluster = new PostgresCluster(options.DataFolder);
        var server = new PostgresServer(options, cluster);
        try
        {
            return await StartAsync(cluster, server, ct);
        }
        catch (UnauthorizedAccessException refused)
        {
            throw new EmbeddedPostgresException($"The data folder {options.DataFolder} belongs to another user ({refused.Message}): start Inbox as that user, or set INBOX_DATA to a folder of your own.", refused);
        }
    }

    public string ConnectionString(string database) => new NpgsqlConnectionStringBuilder
    {
        Host = "127.0.0.1",
        Port = _port,
        Username = PostgresCluster.UserName,
        Password = _password,
        Database = database,
        // On loopback there is nobody to hide from, and each handshake costs a round trip.
        SslMode = SslMode.Disable,
        GssEncryptionMode = GssEncryptionMode.Disable,
    }.ConnectionString;

    public async Task EnsureDatabaseAsync(string name, CancellationToken ct)
    {
        await using var connection = new NpgsqlConnection(ConnectionString("postgres"));
        await connection.OpenAsync(ct);
        await using var exists = new NpgsqlCommand("SELECT 1 FROM pg_database WHERE datname = $1", connection) { Parameters = { new() { Value = name } } };
        if (await exists.ExecuteScalarAsync(ct) is not null)
            return;
        await using var create = new NpgsqlCommand($"CREATE DATABASE \"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"", connection);
        try
        {
            await create.ExecuteNonQueryAsync(ct);
        }
        catch (PostgresException other) when (other.SqlState is PostgresErrorCodes.DuplicateDatabase or PostgresErrorCodes.UniqueViolation)
        {
            // Another process made it between the look and the call.
        }
    }

    /// <summary>Stops the server, unless another process still uses it.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_ending.IsCancellationRequested)
            return;
        await _ending.CancelAsync();
        await _keeper;
        _use.Dispose();
        using var limit = new CancellationTokenSource(StopTimeout);
        while (true)
        {
            using (var last = FileLock.TryExclusive(_cluster.UsersLock))
            {
                if (last is not null)
                {
                    await _server.StopAsync(limit.Token);
                    break;
                }
            }
            // Shared works: others are using it. Neither works: it is being stopped right now, which is worth waiting for.
            using var others = FileLock.TryShared(_cluster.UsersLock);
            if (others is not null)
                break;
            await Task.Delay(TimeSpan.FromMilliseconds(20), limit.Token);
        }
        _ending.Dispose();
    }

    private static async Task<EmbeddedPostgres> StartAsync(PostgresCluster cluster, PostgresServer server, CancellationToken ct)
    {
        // From here on nobody stops the server: whoever does holds this lock alone.
        var use = await FileLock.SharedAsync(cluster.UsersLock, ct);
        try
        {
            using var starting = await FileLock.ExclusiveAsync(cluster.StartLock, ct);
            var running = await server.FindAsync(ct);
            var port = running ?? await server.StartAsync(PostmasterFile.Read(cluster.Folder)?.Port, ct);
            return new EmbeddedPostgres(cluster, server, use, port, startedHere: running is null);
        }
        catch
        {
            use.Dispose();
            throw;
        }
    }

    /// <summary>A server that dies under us (killed for memory, say) is started again on its port by whichever user sees it first.</summary>
    private async Task KeepRunningAsync()
    {
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1));
        try
        {
            while (await timer.WaitForNextTickAsync(_ending.Token))
            {
                if (PostmasterFile.Read(_cluster.Folder)?.IsAlive(_cluster.Folder) == true)
                    continue;
                using var starting = await FileLock.ExclusiveAsync(_cluster.StartLock, _ending.Token);
                if (await _server.FindAsync(_ending.Token) is null)
                    await RestartAsync();
            }
        }
        catch (OperationCanceledException) when (_ending.IsCancellationRequested)
        {
            // Disposal is the one way out.
        }
    }

    private async Task RestartAsync()
    {
        try
        {
            await _server.StartAsync(_port, _ending.Token);
        }
        catch (EmbeddedPostgresException failed)
        {
            // The readiness check shows the outage; the next tick tries again.
            await Console.Error.WriteLineAsync(failed.Message);
        }
    }
}

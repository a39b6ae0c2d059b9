using System.Security.Cryptography;
using System.Text;
using Inbox.Web.Postgres;
using Npgsql;

namespace Inbox.Testing.Postgres;

/// <summary>
/// One PostgreSQL for all test processes of this clone: the first starts it, the last to end takes it down, however it
/// ends. It keeps its files between runs, with fsync off, for nothing in it has to survive.
/// </summary>
public sealed class PostgresFixture
{
    private const string Maintenance = "postgres";

    // Several times what a whole run was seen to hold.
    private const long EnoughMemory = 2L << 30;

    // The server lives as long as the process that uses it, so the task is never disposed: the system gives its lock back.
    private static readonly Lazy<Task<PostgresFixture>> Shared = new(StartAsync);

    private readonly EmbeddedPostgres _server;
    private readonly string _connectionString;

    private PostgresFixture(EmbeddedPostgres server)
    {
        _server = server;
        _connectionString = server.ConnectionString(Maintenance) + ";Pooling=false";
    }

    /// <summary>The fixture of this process.</summary>
    public static Task<PostgresFixture> SharedAsync() => Shared.Value;

    /// <summary>A new database copied from the template, which is made first if no process has made it yet.</summary>
    public async Task<TestDatabase> CreateDatabaseAsync(DatabaseTemplate template, CancellationToken ct = default)
    {
        var source = await EnsureTemplateAsync(template, ct);
        var name = $"test_{Guid.NewGuid():n}";
        await ExecuteAsync($"CREATE DATABASE {name} TEMPLATE {source}", ct);
        return new TestDatabase(this, name, _server.ConnectionString(name));
    }

    internal async Task ExecuteAsync(string sql, CancellationToken ct)
    {
        await using var connection = await OpenAsync(ct);
        await ExecuteAsync(connection, sql, ct);
    }

    private async Task<string> EnsureTemplateAsync(DatabaseTemplate template, CancellationToken ct)
    {
        var family = $"template_{template.Name}_";
        var name = family + Hash(template.Key);
        await using var connection = await OpenAsync(ct);
        if (await ExistsAsync(connection, name, ct))
            return name;

        // Closing the connection gives the lock back.
        await ExecuteAsync(connection, "SELECT pg_advisory_lock(hashtext('test template'))", ct);
        if (await ExistsAsync(connection, name, ct))
            return name;
        await DropAsync(connection, like: $@"template\_{template.Name}\_%", ct);
        await DropAsync(connection, like: $@"building\_{template.Name}", ct);
        var building = $"building_{template.Name}";
        await ExecuteAsync(connection, $"CREATE DATABASE {building}", ct);
        // Without a pool, for a database with a connection cannot be renamed or copied.
        await template.MigrateAsync(_server.ConnectionString(building) + ";Pooling=false", ct);
        await ExecuteAsync(connection, $"ALTER DATABASE {building} RENAME TO {name}", ct);
        return name;
    }

    private async Task<NpgsqlConnection> OpenAsync(CancellationToken ct)
    {
        var connection = new NpgsqlConnection(_connectionString);
        await connection.OpenAsync(ct);
        return connection;
    }

    private static async Task<PostgresFixture> StartAsync()
    {
        // The same folder for every process of this clone, another one for every other clone and user.
        var folder = Path.Combine(Root(), $"inbox-tests-{Hash(Environment.UserName + RepositoryFolder.Path)}");
        var settings = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["fsync"] = "off",
            ["synchronous_commit"] = "off",
            ["full_page_writes"] = "off",
            ["max_connections"] = "300",
        };
        var server = await EmbeddedPostgres.StartAsync(new EmbeddedPostgresOptions(folder) { Settings = settings }, CancellationToken.None);
        var fixture = new PostgresFixture(server);
        if (server.StartedHere)
        {
            await using var connection = await fixture.OpenAsync(CancellationToken.None);
            await DropAsync(connection, like: @"test\_%", CancellationToken.None);
        }
        return fixture;
    }

    /// <summary>
    /// Memory where there is enough of it. A database is a thousand files, and a test takes one: ext4 gives the inodes of
    /// deleted files out again only after minutes, and looking past them took three quarters of the processor time.
    /// </summary>
    private static string Root()
    {
        const string Memory = "/dev/shm";
        return Directory.Exists(Memory) && new DriveInfo(Memory).AvailableFreeSpace > EnoughMemory ? Memory : Path.GetTempPath();
    }

    private static async Task DropAsync(NpgsqlConnection connection, string like, CancellationToken ct)
    {
        var names = new List<string>();
        await using (var command = new NpgsqlCommand("SELECT datname FROM pg_database WHERE datname LIKE $1", connection) { Parameters = { new() { Value = like } } })
        await using (var reader = await command.ExecuteReaderAsync(ct))
        {
            while (await reader.ReadAsync(ct))
                names.Add(reader.GetString(0));
        }
        foreach (var name in names)
            await ExecuteAsync(connection, $"DROP DATABASE IF EXISTS {name} WITH (FORCE)", ct);
    }

    private static async Task<bool> ExistsAsync(NpgsqlConnection connection, string name, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand("SELECT 1 FROM pg_database WHERE datname = $1", connection) { Parameters = { new() { Value = name } } };
        return await command.ExecuteScalarAsync(ct) is not null;
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(ct);
    }

    private static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..12];
}

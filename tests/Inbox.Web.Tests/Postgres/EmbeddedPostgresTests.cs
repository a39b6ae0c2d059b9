using System.Diagnostics;
using Inbox.Web.Postgres;
using Npgsql;

namespace Inbox.Web.Tests.Postgres;

public sealed class EmbeddedPostgresTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("inbox-postgres-").FullName;
    private readonly CancellationToken _ct = new CancellationTokenSource(TimeSpan.FromMinutes(2)).Token;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Server_started_in_an_empty_folder_answers_and_is_gone_after_disposal()
    {
        int pid;
        await using (var postgres = await StartAsync())
        {
            (await ScalarAsync(postgres, "SELECT 1")).ShouldBe(1);
            (await ScalarAsync(postgres, "SHOW listen_addresses")).ShouldBe("127.0.0.1");
            (await ScalarAsync(postgres, "SHOW fsync")).ShouldBe("on");
            pid = ServerProcess();
        }
        IsRunning(pid).ShouldBeFalse();
    }

    [Fact]
    public async Task Password_is_needed_and_readable_by_its_owner_alone()
    {
        await using var postgres = await StartAsync();
        var wrong = new NpgsqlConnectionStringBuilder(postgres.ConnectionString("postgres")) { Password = "guessed" }.ConnectionString;
        await using var connection = new NpgsqlConnection(wrong);

        var refused = await Should.ThrowAsync<PostgresException>(connection.OpenAsync(_ct));

        refused.SqlState.ShouldBe(PostgresErrorCodes.InvalidPassword);
        if (!OperatingSystem.IsWindows())
            File.GetUnixFileMode(Path.Combine(_folder, "postgres.password")).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }

    [Fact]
    public async Task Server_killed_under_its_user_comes_back_on_its_port_with_what_was_committed()
    {
        await using var postgres = await StartAsync();
        await ScalarAsync(postgres, "CREATE TABLE kept (id int); INSERT INTO kept VALUES (42)");
        var killed = ServerProcess();

        using (var process = Process.GetProcessById(killed))
            process.Kill();
        while (ServerProcess() == killed || ServerProcess() == 0)
            await Task.Delay(50, _ct);

        (await EventuallyAsync(() => ScalarAsync(postgres, "SELECT id FROM kept"))).ShouldBe(42);
    }

    [Fact]
    public async Task Second_user_attaches_and_leaves_the_server_running_when_it_ends()
    {
        await using var first = await StartAsync();
        var second = await StartAsync();

        second.StartedHere.ShouldBeFalse();
        (await ScalarAsync(second, "SELECT 1")).ShouldBe(1);
        await second.DisposeAsync();

        (await ScalarAsync(first, "SELECT 1")).ShouldBe(1);
    }

    [Fact]
    public async Task First_user_that_ends_leaves_the_server_to_the_one_that_attached()
    {
        var first = await StartAsync();
        await using var second = await StartAsync();
        var pid = ServerProcess();

        await first.DisposeAsync();

        (await ScalarAsync(second, "SELECT 1")).ShouldBe(1);
        ServerProcess().ShouldBe(pid);
    }

    [Fact]
    public async Task Data_outlives_a_restart()
    {
        await using (var postgres = await StartAsync())
        {
            await postgres.EnsureDatabaseAsync("inbox", _ct);
            await postgres.EnsureDatabaseAsync("inbox", _ct);
            await ScalarAsync(postgres, "CREATE TABLE kept (id int); INSERT INTO kept VALUES (42)", "inbox");
        }
        await using var again = await StartAsync();
        again.StartedHere.ShouldBeTrue();
        (await ScalarAsync(again, "SELECT id FROM kept", "inbox")).ShouldBe(42);
    }

    [Fact]
    public async Task Half_made_cluster_of_a_killed_first_start_is_made_anew()
    {
        var unfinished = Directory.CreateDirectory(Path.Combine(_folder, "postgres", "data.new"));
        await File.WriteAllTextAsync(Path.Combine(unfinished.FullName, "PG_VERSION"), "18", _ct);

        await using var postgres = await StartAsync();

        (await ScalarAsync(postgres, "SELECT 1")).ShouldBe(1);
    }

    [Fact]
    public async Task Cluster_of_a_version_that_is_not_installed_is_refused_in_one_line()
    {
        var cluster = Directory.CreateDirectory(Path.Combine(_folder, "postgres", "data"));
        await File.WriteAllTextAsync(Path.Combine(cluster.FullName, "PG_VERSION"), "9\n", _ct);

        var refused = await Should.ThrowAsync<EmbeddedPostgresException>(StartAsync());

        refused.Message.ShouldContain("PostgreSQL 9");
        refused.Message.ShouldNotContain("\n");
    }

    [Fact]
    public async Task Lost_password_file_is_named_in_the_error()
    {
        await (await StartAsync()).DisposeAsync();
        File.Delete(Path.Combine(_folder, "postgres.password"));

        var refused = await Should.ThrowAsync<EmbeddedPostgresException>(StartAsync());

        refused.Message.ShouldContain("postgres.password");
    }

    private Task<EmbeddedPostgres> StartAsync() => EmbeddedPostgres.StartAsync(new EmbeddedPostgresOptions(_folder), _ct);

    private async Task<object?> ScalarAsync(EmbeddedPostgres postgres, string sql, string database = "postgres")
    {
        await using var connection = new NpgsqlConnection(postgres.ConnectionString(database));
        await connection.OpenAsync(_ct);
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync(_ct);
    }

    private async Task<object?> EventuallyAsync(Func<Task<object?>> look)
    {
        while (true)
        {
            try
            {
                return await look();
            }
            catch (NpgsqlException)
            {
                await Task.Delay(50, _ct);
            }
        }
    }

    private int ServerProcess() =>
        PostmasterFile.Read(Path.Combine(_folder, "postgres", "data"))?.ProcessId ?? 0;

    private static bool IsRunning(int pid) => Process.GetProcesses().Any(process => process.Id == pid);
}

using Inbox.Core.Data;
using Inbox.Testing;
using Npgsql;

namespace Inbox.Core.Tests.Database;

/// <summary>The server does not wait a minute to learn that a table is no longer empty.</summary>
public sealed class GrowingTablesTests : IAsyncLifetime
{
    private Company _company = null!;
    private NpgsqlDataSource _database = null!;

    public async Task InitializeAsync()
    {
        _company = await Company.OpenAsync();
        _database = NpgsqlDataSource.Create(_company.ConnectionString);
        await RunAsync("CREATE TABLE grows (id bigint PRIMARY KEY, name text); ANALYZE grows");
    }

    public async Task DisposeAsync()
    {
        await _database.DisposeAsync();
        await _company.DisposeAsync();
    }

    [Fact]
    public async Task Table_that_outgrew_its_statistics_is_counted_after_two_hundred_messages()
    {
        var tables = new GrowingTables(_database);
        await FillAsync(1, 900);
        await tables.GrewAsync(199, default);
        (await KnownRowsAsync()).ShouldBeLessThanOrEqualTo(0);
        await tables.GrewAsync(1, default);
        (await KnownRowsAsync()).ShouldBe(900);
    }

    [Fact]
    public async Task It_is_looked_at_again_when_four_times_as_many_have_come()
    {
        var tables = new GrowingTables(_database);
        await FillAsync(1, 500);
        await tables.GrewAsync(200, default);
        await FillAsync(501, 2_000);
        await tables.GrewAsync(599, default);
        (await KnownRowsAsync()).ShouldBe(500);
        await tables.GrewAsync(1, default);
        (await KnownRowsAsync()).ShouldBe(2_000);
    }

    [Fact]
    public async Task Table_that_hardly_changed_is_left_alone()
    {
        await FillAsync(1, 1_000);
        await RunAsync("ANALYZE grows");
        await FillAsync(1_001, 1_500);
        await new GrowingTables(_database).GrewAsync(200, default);
        (await KnownRowsAsync()).ShouldBe(1_000);
    }

    /// <summary>Until the server has counted it, which it does some time after the connection is closed.</summary>
    private async Task FillAsync(int from, int to)
    {
        await RunAsync(FormattableString.Invariant($"INSERT INTO grows SELECT n, 'x' FROM generate_series({from}, {to}) AS n"));
        await Eventually.IsAsync(async () =>
        {
            await using var command = _database.CreateCommand("SELECT n_tup_ins FROM pg_stat_user_tables WHERE relname = 'grows'");
            return (long)(await command.ExecuteScalarAsync())! == to;
        });
    }

    private async Task<float> KnownRowsAsync()
    {
        await using var command = _database.CreateCommand("SELECT reltuples FROM pg_class WHERE relname = 'grows'");
        return (float)(await command.ExecuteScalarAsync())!;
    }

    /// <summary>On a connection of its own, which reports what it changed when it ends.</summary>
    private async Task RunAsync(string sql)
    {
        await using var connection = new NpgsqlConnection(_company.ConnectionString + ";Pooling=false");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }
}

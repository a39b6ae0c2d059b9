using Inbox.Testing.Postgres;
using Npgsql;

namespace Inbox.Web.Tests.Testing;

public sealed class PostgresFixtureTests
{
    private int _migrations;

    [Fact]
    public async Task Databases_of_one_template_are_migrated_once_and_share_nothing()
    {
        var postgres = await PostgresFixture.SharedAsync();
        var template = Template(key: Guid.NewGuid().ToString());

        var made = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => postgres.CreateDatabaseAsync(template)));
        await ScalarAsync(made[0].ConnectionString, "INSERT INTO things VALUES (1)");

        _migrations.ShouldBe(1);
        (await ScalarAsync(made[0].ConnectionString, "SELECT count(*) FROM things")).ShouldBe(1L);
        (await ScalarAsync(made[1].ConnectionString, "SELECT count(*) FROM things")).ShouldBe(0L);
        foreach (var database in made)
            await database.DisposeAsync();
        await Should.ThrowAsync<PostgresException>(ScalarAsync(made[0].ConnectionString, "SELECT 1"));
    }

    private DatabaseTemplate Template(string key) => new("fixture", key, async (connectionString, ct) =>
    {
        Interlocked.Increment(ref _migrations);
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync(ct);
        await using var command = new NpgsqlCommand("CREATE TABLE things (id int)", connection);
        await command.ExecuteNonQueryAsync(ct);
    });

    private static async Task<object?> ScalarAsync(string connectionString, string sql)
    {
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync();
    }
}

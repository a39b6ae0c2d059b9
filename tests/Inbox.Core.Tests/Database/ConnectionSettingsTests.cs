using Inbox.Testing;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Inbox.Core.Tests.Database;

/// <summary>What the connections of the product are set to, asked of the server.</summary>
public sealed class ConnectionSettingsTests : IAsyncLifetime
{
    private const string Asked = "SELECT count(*) FROM departments WHERE id > $1";
    private Company _company = null!;

    public async Task InitializeAsync() => _company = await Company.OpenAsync();

    public async Task DisposeAsync() => await _company.DisposeAsync();

    [Fact]
    public async Task Statements_that_come_again_are_prepared()
    {
        await using var connection = await _company.Services.GetRequiredService<NpgsqlDataSource>().OpenConnectionAsync();
        await AskAsync(connection);
        (await PreparedAsync(connection)).ShouldBe(1);
    }

    [Fact]
    public async Task They_stay_prepared_when_the_connection_goes_back_to_the_pool()
    {
        var database = _company.Services.GetRequiredService<NpgsqlDataSource>();
        int server;
        await using (var first = await database.OpenConnectionAsync())
        {
            await AskAsync(first);
            server = first.ProcessID;
        }

        await using var again = await database.OpenConnectionAsync();
        again.ProcessID.ShouldBe(server);
        (await PreparedAsync(again)).ShouldBe(1);
    }

    [Fact]
    public async Task Connection_string_decides_for_a_pooler_that_cannot_prepare()
    {
        var services = new ServiceCollection();
        services.AddInboxCore(_company.ConnectionString + ";Max Auto Prepare=0;No Reset On Close=false");
        await using var provider = services.BuildServiceProvider();
        var settings = new NpgsqlConnectionStringBuilder(provider.GetRequiredService<NpgsqlDataSource>().ConnectionString);
        settings.MaxAutoPrepare.ShouldBe(0);
        settings.NoResetOnClose.ShouldBeFalse();
    }

    private static async Task AskAsync(NpgsqlConnection connection)
    {
        for (var time = 0; time < 6; time++)
        {
            await using var command = new NpgsqlCommand(Asked, connection) { Parameters = { new() { Value = 0L } } };
            await command.ExecuteScalarAsync();
        }
    }

    private static async Task<long> PreparedAsync(NpgsqlConnection connection)
    {
        await using var command = new NpgsqlCommand("SELECT count(*) FROM pg_prepared_statements WHERE statement = $1", connection) { Parameters = { new() { Value = Asked } } };
        return (long)(await command.ExecuteScalarAsync())!;
    }
}

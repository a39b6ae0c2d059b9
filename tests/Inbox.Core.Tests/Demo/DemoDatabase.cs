using Inbox.Channels;
using Inbox.Core.Channels;
using Inbox.Core.Data;
using Inbox.Testing;
using Inbox.Testing.Postgres;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Inbox.Core.Tests.Demo;

/// <summary>An empty, migrated database with Core and the channels on it. Time stands still on a Wednesday afternoon.</summary>
public sealed class DemoDatabase : IAsyncDisposable
{
    private readonly TestDatabase _database;
    private readonly ServiceProvider _services;
    private readonly string _outbox;

    private DemoDatabase(TestDatabase database, ServiceProvider services, string outbox) =>
        (_database, _services, _outbox) = (database, services, outbox);

    public static DateTimeOffset Now { get; } = new(2026, 6, 17, 14, 30, 0, TimeSpan.Zero);

    public static async Task<DemoDatabase> CreateAsync(DateTimeOffset? now = null)
    {
        var database = await (await PostgresFixture.SharedAsync()).CreateDatabaseAsync(Company.Template);
        var outbox = Directory.CreateTempSubdirectory("inbox-demo").FullName;
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddSingleton<IConfiguration>(new ConfigurationBuilder().Build());
        services.AddSingleton<TimeProvider>(new TestClock(now ?? Now));
        services.AddSingleton<IDataProtectionProvider>(new EphemeralDataProtectionProvider());
        services.AddInboxCore(database.ConnectionString);
        services.AddInboxChannels(outbox);
        var built = new DemoDatabase(database, services.BuildServiceProvider(), outbox);
        await built._services.GetRequiredService<ThreadTokens>().LoadAsync(CancellationToken.None);
        return built;
    }

    public T Get<T>()
        where T : notnull => _services.GetRequiredService<T>();

    public async Task<TResult> UseAsync<TService, TResult>(Func<TService, Task<TResult>> use)
        where TService : notnull
    {
        await using var scope = _services.CreateAsyncScope();
        return await use(scope.ServiceProvider.GetRequiredService<TService>());
    }

    public Task<T> ReadAsync<T>(Func<InboxDb, Task<T>> read) => UseAsync(read);

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        await _database.DisposeAsync();
        Directory.Delete(_outbox, recursive: true);
    }
}

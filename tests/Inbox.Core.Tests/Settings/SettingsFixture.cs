using Inbox.Core.Access;
using Inbox.Core.Channels;
using Inbox.Core.Channels.Replies;
using Inbox.Core.Data;
using Inbox.Core.Departments;
using Inbox.Core.Sla;
using Inbox.Testing;
using Inbox.Testing.Postgres;
using MediatR;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Inbox.Core.Tests.Settings;

/// <summary>Core on a database of its own: commands go the whole way, through validators and transaction.</summary>
public sealed class SettingsFixture : IAsyncLifetime
{
    private TestDatabase _database = null!;
    private ServiceProvider _services = null!;

    public static Actor Admin { get; } = new(AgentId: null, "Ada", Role.Admin, [], Everywhere: true);

    public static Actor Stranger { get; } = new(AgentId: null, "Ben", Role.Agent, []);

    /// <summary>Monday, 1 June 2026, 09:00 UTC.</summary>
    public TestClock Time { get; } = new();

    public string ConnectionString => _database.ConnectionString;

    public ChannelSecrets Secrets => _services.GetRequiredService<ChannelSecrets>();

    public async Task InitializeAsync()
    {
        _database = await (await PostgresFixture.SharedAsync()).CreateDatabaseAsync(Template());
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddSingleton<TimeProvider>(Time);
        services.AddSingleton<IDataProtectionProvider>(new EphemeralDataProtectionProvider());
        services.AddInboxCore(_database.ConnectionString);
        services.AddSingleton<IChannel, LetterBox>();
        services.AddSingleton<IChannel, Notices>();
        _services = services.BuildServiceProvider(validateScopes: true);
    }

    public async Task DisposeAsync()
    {
        await _services.DisposeAsync();
        await _database.DisposeAsync();
    }

    public async Task<T> SendAsync<T>(IRequest<T> request)
    {
        await using var scope = _services.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<IMediator>().Send(request);
    }

    public async Task<T> ReadAsync<T>(Func<InboxDb, Task<T>> read)
    {
        await using var scope = _services.CreateAsyncScope();
        return await read(scope.ServiceProvider.GetRequiredService<InboxDb>());
    }

    public async Task<T> InsertAsync<T>(T row)
        where T : class
    {
        await using var scope = _services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<InboxDb>();
        db.Add(row);
        await db.SaveChangesAsync();
        return row;
    }

    /// <summary>What the worker does until nothing is left to recompute now. Returns the cases it changed, batch by batch.</summary>
    public async Task<IReadOnlyList<IReadOnlyList<long>>> RecomputeAsync()
    {
        var batches = new List<IReadOnlyList<long>>();
        while (true)
        {
            await using var scope = _services.CreateAsyncScope();
            if (await scope.ServiceProvider.GetRequiredService<RecomputeClocks>().RunAsync(default) is not { } cases)
            {
                return batches;
            }

            batches.Add(cases);
        }
    }

    public async Task<Rules> RulesAsync() => await _services.GetRequiredService<Rulebook>().GetAsync(CancellationToken.None);

    public async Task<Department> DepartmentAsync(long? calendarId = null)
    {
        var key = UniqueKey();
        return await InsertAsync(new Department { Name = key, Key = key, CalendarId = calendarId });
    }

    public static string UniqueKey() => "k" + Guid.NewGuid().ToString("n")[..12];

    /// <summary>The failures of a command by field.</summary>
    public async Task<ILookup<string, string>> FailuresAsync<T>(IRequest<T> request) =>
        (await Should.ThrowAsync<FluentValidation.ValidationException>(SendAsync(request))).Errors.ToLookup(e => e.PropertyName, e => e.ErrorMessage);

    private static DatabaseTemplate Template()
    {
        using var model = Db("Host=none");
        return new DatabaseTemplate("core", string.Join(',', model.Database.GetMigrations()), async (connectionString, ct) =>
        {
            await using var db = Db(connectionString);
            await db.Database.MigrateAsync(ct);
        });
    }

    private static InboxDb Db(string connectionString) => new(new DbContextOptionsBuilder<InboxDb>().UseNpgsql(connectionString).Options);
}

/// <summary>A kind of door that has mail addresses, a field that must be there and a secret.</summary>
internal class LetterBox : IChannel
{
    public virtual string Kind => "letterbox";

    public virtual ChannelTraits Traits { get; } = new() { Icon = "envelope", HandleKind = "email", Noun = "letter", PrivateReply = new ReplyTerms(), ResendIsSafe = true };

    public ValueTask<RawIdentity> IdentifyAsync(Stream raw, CancellationToken cancellationToken) => throw new NotSupportedException();

    public IncomingMessage Parse(RawMessage raw, ChannelInfo channel) => throw new NotSupportedException();

    public IReadOnlyDictionary<string, string> CheckSettings(string settings) =>
        settings.Contains("\"host\"", StringComparison.Ordinal)
            ? new Dictionary<string, string>(StringComparer.Ordinal)
            : new Dictionary<string, string>(StringComparer.Ordinal) { ["host"] = "Name the server." };
}

/// <summary>A kind of door that is asked for news.</summary>
internal sealed class Notices : LetterBox, IPollingChannel
{
    public override string Kind => "notices";

    public override ChannelTraits Traits { get; } = new() { Icon = "rss", HandleKind = "blog", Noun = "post", Public = true, Polls = true };

    public Task<PollResult> PollAsync(ChannelInfo channel, string? cursor, CancellationToken cancellationToken) => throw new NotSupportedException();
}

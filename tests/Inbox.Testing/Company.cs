using Inbox.Channels;
using Inbox.Core;
using Inbox.Core.Access;
using Inbox.Core.Cases;
using Inbox.Core.Channels;
using Inbox.Core.Data;
using Inbox.Core.Departments;
using Inbox.Core.Intake;
using Inbox.Core.Jobs;
using Inbox.Core.Sla;
using Inbox.Testing.Postgres;
using MediatR;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Npgsql;

namespace Inbox.Testing;

/// <summary>
/// A small company on a database of its own, without the web: departments Support, Billing and the contractor Repair,
/// the mail door <c>support</c>, one agent in each department, everything around the clock. Time stands still until moved.
/// </summary>
public sealed class Company : IAsyncDisposable
{
    private readonly TestDatabase _database;
    private readonly ServiceProvider _services;
    private readonly List<IHostedService> _running = [];

    private Company(TestDatabase database, ServiceProvider services, TestClock clock, DirectoryInfo outbox)
    {
        (_database, _services, Clock, Outbox) = (database, services, clock, outbox);
    }

    public static DatabaseTemplate Template { get; } = new("inbox", Migrations(), async (connectionString, ct) =>
    {
        await using var db = new InboxDb(new DbContextOptionsBuilder<InboxDb>().UseNpgsql(connectionString).Options);
        await db.Database.MigrateAsync(ct);
    });

    public TestClock Clock { get; }

    public DirectoryInfo Outbox { get; }

    public IServiceProvider Services => _services;

    public string ConnectionString => _database.ConnectionString;

    public Department Support { get; private set; } = null!;

    public Department Billing { get; private set; } = null!;

    public Department Repair { get; private set; } = null!;

    public Channel Mail { get; private set; } = null!;

    public Actor Ana { get; private set; } = null!;

    public Actor Ben { get; private set; } = null!;

    public Actor Rex { get; private set; } = null!;

    /// <param name="start">Null takes Monday, 2 November 2026, 09:00 UTC.</param>
    public static async Task<Company> OpenAsync(DateTimeOffset? start = null, Action<IServiceCollection>? configure = null)
    {
        var postgres = await PostgresFixture.SharedAsync();
        var database = await postgres.CreateDatabaseAsync(Template);
        var clock = new TestClock(start ?? new DateTimeOffset(2026, 11, 2, 9, 0, 0, TimeSpan.Zero));
        var outbox = Directory.CreateTempSubdirectory("inbox-outbox");
        var services = new ServiceCollection();
        services.AddSingleton<TimeProvider>(clock);
        services.AddLogging();
        services.AddSingleton<IConfiguration>(new ConfigurationBuilder().Build());
        services.AddSingleton<IDataProtectionProvider>(new EphemeralDataProtectionProvider());
        services.AddInboxCore(database.ConnectionString);
        services.AddInboxChannels(outbox.FullName);
        services.AddInboxWorkers();
        configure?.Invoke(services);
        var company = new Company(database, services.BuildServiceProvider(), clock, outbox);
        await company.FoundAsync();
        return company;
    }

    /// <summary>Runs a command as the web does.</summary>
    public async Task<Result<T>> SendAsync<T>(IRequest<Result<T>> command)
    {
        await using var scope = _services.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<IMediator>().Send(command);
    }

    /// <summary>Reads or changes the database directly.</summary>
    public async Task<T> DbAsync<T>(Func<InboxDb, Task<T>> use)
    {
        await using var scope = _services.CreateAsyncScope();
        return await use(scope.ServiceProvider.GetRequiredService<InboxDb>());
    }

    /// <summary>Changes settings; every reader sees them at once.</summary>
    public async Task SetAsync(Func<InboxDb, Task> change)
    {
        await DbAsync(async db =>
        {
            await change(db);
            return await db.SaveChangesAsync();
        });
        _services.GetRequiredService<Rulebook>().Forget();
    }

    /// <summary>Hands raw messages in and files them in one batch; returns what became of each.</summary>
    public async Task<IReadOnlyList<InboundDelivery>> FileAsync(Channel channel, params byte[][] raw)
    {
        var ids = await ReceiveAsync(channel, raw);
        await FilePendingAsync();
        var deliveries = await DbAsync(db => db.InboundDeliveries.Where(d => ids.Contains(d.Id)).ToDictionaryAsync(d => d.Id));
        return [.. ids.Select(id => deliveries[id])];
    }

    /// <summary>Hands raw messages in; they wait to be filed.</summary>
    public async Task<long[]> ReceiveAsync(Channel channel, params byte[][] raw)
    {
        var adapter = _services.GetRequiredService<ChannelKinds>().Of(channel.Kind);
        var items = new List<InboundItem>();
        foreach (var content in raw)
        {
            items.Add(new InboundItem(channel.Id, await adapter.IdentifyAsync(new MemoryStream(content), default), content, "message/rfc822"));
        }

        var database = _services.GetRequiredService<NpgsqlDataSource>();
        await using var connection = await database.OpenConnectionAsync();
        var receipts = await InboundInsert.InsertAsync(connection, items, Clock.GetUtcNow(), default);
        return [.. receipts.Select(r => r.DeliveryId)];
    }

    /// <summary>What the intake worker does with everything that waits, in one batch and without its timing.</summary>
    public async Task FilePendingAsync()
    {
        var database = _services.GetRequiredService<NpgsqlDataSource>();
        var kinds = _services.GetRequiredService<ChannelKinds>();
        var rules = await _services.GetRequiredService<Rulebook>().GetAsync(default);
        var claimed = await IntakeQueue.ClaimAsync(database, 1000, TimeSpan.FromMinutes(2), Core.Clock.Stored(Clock.GetUtcNow()), default);
        var raw = await IntakeQueue.LoadAsync(database, claimed, default);
        var parsed = new List<ParsedDelivery>();
        foreach (var delivery in claimed)
        {
            var channel = rules.Channels[delivery.ChannelId];
            try
            {
                var (adapter, content) = (kinds.Of(channel), raw[delivery.Id].For(delivery));
                var message = adapter.Parse(content, rules.Info(channel));
                parsed.Add(new ParsedDelivery(delivery, adapter is ICompletesMessages completer ? (await completer.CompleteAsync(message, content, rules.Info(channel), default)).Message : message));
            }
            catch (UnreadableMessageException e)
            {
                await IntakeQueue.ParkAsync(database, delivery.Id, e.Message, default);
            }
        }

        await using var scope = _services.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<FileDeliveries>().FileAsync(parsed, default);
    }

    /// <summary>Files one mail to the door <c>support</c> and returns the case it is on.</summary>
    public async Task<long> MailAsync(string mail)
    {
        var delivery = (await FileAsync(Mail, System.Text.Encoding.UTF8.GetBytes(mail)))[0];
        return delivery.CaseId ?? throw new InvalidOperationException($"The mail joined no case: {delivery.State} {delivery.Error}");
    }

    /// <summary>Ana answers; the answer is taken as sent, since no delivery worker runs unless a test starts it.</summary>
    public async Task<Message> AnswerAsync(long caseId, CaseStatus then = CaseStatus.Waiting, string text = "We look into it.")
    {
        var reply = await SendAsync(new ReplyToCase.Command(caseId, text, then, [], SeenMessageId: null, Anyway: true, Ana));
        return await DbAsync(db => db.Messages.AsNoTracking().SingleAsync(m => m.Id == reply.Value.MessageId));
    }

    public Task<Case> CaseAsync(long id) => DbAsync(db => db.Cases.AsNoTracking().SingleAsync(c => c.Id == id));

    public Task<List<SlaClock>> ClocksAsync(long caseId, SlaMetric metric) =>
        DbAsync(db => db.SlaClocks.AsNoTracking().Where(c => c.CaseId == caseId && c.Metric == metric).OrderBy(c => c.Cycle).ToListAsync());

    /// <summary>One more colleague.</summary>
    public Task<Actor> HireAsync(string name, Role role, Department department) => DbAsync(db => HireAsync(db, name, department, role));

    /// <summary>Starts one of the background workers for real.</summary>
    public async Task RunAsync<T>()
        where T : IHostedService
    {
        var worker = _services.GetServices<IHostedService>().OfType<T>().Single();
        await worker.StartAsync(default);
        _running.Add(worker);
    }

    /// <summary>Runs one of the recurring jobs once, whether it is due or not.</summary>
    public async Task RunJobAsync(string name)
    {
        await using var scope = _services.CreateAsyncScope();
        await scope.ServiceProvider.GetServices<IJob>().Single(j => j.Name == name).RunAsync(default);
    }

    /// <summary>Stops a worker in the middle of what it does; what it has begun stays as it is.</summary>
    public async Task StopAsync<T>()
        where T : IHostedService
    {
        var worker = _running.OfType<T>().Single();
        await worker.StopAsync(default);
        _running.Remove((IHostedService)worker);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var worker in _running)
        {
            await worker.StopAsync(default);
        }

        await _services.DisposeAsync();
        await _database.DisposeAsync();
        Outbox.Delete(recursive: true);
    }

    private async Task FoundAsync()
    {
        await _services.GetRequiredService<ThreadTokens>().LoadAsync(default);
        await DbAsync(async db =>
        {
            Support = db.Departments.Add(new Department { Name = "Support", Key = "support", Hue = 0 }).Entity;
            Billing = db.Departments.Add(new Department { Name = "Billing", Key = "billing", Hue = 2 }).Entity;
            Repair = db.Departments.Add(new Department { Name = "Repair", Key = "repair", Hue = 3, External = true }).Entity;
            await db.SaveChangesAsync();
            Mail = db.Channels.Add(new Channel { Key = "support", Name = "Support mail", Kind = "email", DepartmentId = Support.Id, Address = "support@acme.example" }).Entity;
            db.SlaPolicies.Add(new SlaPolicy
            {
                Name = "Standard",
                Targets = [new(SlaMetric.FirstReply, 240, 60, 30, 15), new(SlaMetric.NextReply, 480, 240, 120, 60), new(SlaMetric.Resolution, 4320, 1440, 720, 240), new(SlaMetric.HandoffAccept, 240, 240, 120, 60)],
                Steps =
                [
                    new(1, SlaMetric.FirstReply, StepTime.Share(75), EscalationAction.NotifyAssignee),
                    new(2, SlaMetric.FirstReply, StepTime.Due, EscalationAction.NotifyLead), new(3, SlaMetric.FirstReply, StepTime.Due, EscalationAction.RaisePriority),
                ],
            });
            await db.SaveChangesAsync();
            Ana = await HireAsync(db, "Ana K.", Support);
            Ben = await HireAsync(db, "Ben B.", Billing);
            Rex = (await HireAsync(db, "Rex R.", Repair)) with { External = true };
            return 0;
        });
    }

    private static async Task<Actor> HireAsync(InboxDb db, string name, Department department, Role role = Role.Agent)
    {
        var address = name.Split(' ')[0].ToLowerInvariant() + "@agents.example";
        var agent = new Agent { DisplayName = name, UserName = address, NormalizedUserName = address.ToUpperInvariant(), Email = address, NormalizedEmail = address.ToUpperInvariant(), Role = role };
        agent.Departments.Add(new AgentDepartment { DepartmentId = department.Id });
        db.Users.Add(agent);
        await db.SaveChangesAsync();
        return new Actor(agent.Id, name, role, [department.Id]);
    }

    /// <summary>The template is made anew when the newest migration changes.</summary>
    private static string Migrations()
    {
        using var db = new InboxDb(new DbContextOptionsBuilder<InboxDb>().UseNpgsql("Host=unused").Options);
        return string.Join(',', db.Database.GetMigrations());
    }
}

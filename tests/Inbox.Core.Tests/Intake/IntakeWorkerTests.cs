using System.Text;
using Inbox.Core.Cases;
using Inbox.Core.Channels;
using Inbox.Core.Customers;
using Inbox.Core.Data;
using Inbox.Core.Intake;
using Inbox.Testing;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Npgsql;

namespace Inbox.Core.Tests.Intake;

/// <summary>The worker itself against everything that goes wrong around it.</summary>
public sealed class IntakeWorkerTests : IAsyncLifetime
{
    private const string Waiting = "FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'";
    private Company _company = null!;

    public async Task InitializeAsync() => _company = await Company.OpenAsync(configure: services => services.AddSingleton<IChannel, Brittle>());

    public async Task DisposeAsync() => await _company.DisposeAsync();

    [Fact]
    public async Task Message_that_breaks_its_channel_is_tried_again_later_and_parked_in_the_end()
    {
        var brittle = await AddBrittleAsync();
        await AcceptAsync(brittle, "bad\0news");
        await AcceptAsync(_company.Mail, Mails.Of());
        await _company.RunAsync<IntakeWorker>();
        for (var attempt = 1; attempt < 5; attempt++)
        {
            var wait = TimeSpan.FromSeconds(Math.Pow(4, attempt));
            await Eventually.IsAsync(async () => await BadAsync() is { Error: not null, LeaseUntil: { } until } bad && bad.Attempts == attempt && until == _company.Clock.GetUtcNow() + wait);
            _company.Clock.Advance(wait + TimeSpan.FromMilliseconds(1));
        }

        await Eventually.IsAsync(async () => await BadAsync() is { State: InboundState.Parked, Attempts: 5 });
        (await BadAsync()).Error!.ShouldStartWith("InvalidOperationException: cannot read bad");
        (await _company.DbAsync(db => db.Messages.CountAsync())).ShouldBe(1);

        Task<InboundDelivery> BadAsync() => _company.DbAsync(db => db.InboundDeliveries.AsNoTracking().SingleAsync(d => d.ChannelId == brittle.Id));
    }

    [Fact]
    public async Task Batch_whose_connection_is_cut_is_filed_exactly_once_afterwards()
    {
        await AcceptAsync(_company.Mail, [.. Enumerable.Range(0, 150).Select(i => Mails.Of(from: $"c{i}@mail.example"))]);
        await using var outside = NpgsqlDataSource.Create(_company.ConnectionString);
        await using var gatekeeper = await outside.OpenConnectionAsync();
        await using var watcher = await outside.OpenConnectionAsync();

        // Filing waits for this lock in the middle of its transaction.
        await using (var gate = await gatekeeper.BeginTransactionAsync())
        {
            await RunAsync(gatekeeper, "LOCK TABLE messages IN ACCESS EXCLUSIVE MODE");
            await _company.RunAsync<IntakeWorker>();
            await Eventually.IsAsync(async () => await RunAsync(watcher, $"SELECT count(*) {Waiting}") > 0);
            (await RunAsync(watcher, $"SELECT count(pg_terminate_backend(pid)) {Waiting}")).ShouldBeGreaterThan(0);
        }

        await WaitUntilFiledAsync(150);

        (await _company.DbAsync(db => db.Messages.CountAsync())).ShouldBe(150);
        (await _company.DbAsync(db => db.Cases.CountAsync())).ShouldBe(150);
        (await _company.DbAsync(db => db.InboundDeliveries.CountAsync(d => d.Error != null))).ShouldBe(0);
    }

    [Fact]
    public async Task Two_nodes_file_every_mail_once_and_keep_threads_whole()
    {
        // 100 customers write, and each writes twice more on the same thread.
        var mails = Enumerable.Range(0, 300).Select(i => (Round: i / 100, Customer: i % 100)).Select(m => Mails.Of(
            from: $"c{m.Customer}@mail.example",
            id: $"c{m.Customer}.{m.Round}@mail.example",
            inReplyTo: m.Round == 0 ? null : $"c{m.Customer}.{m.Round - 1}@mail.example"));
        await AcceptAsync(_company.Mail, [.. mails]);
        await using var second = await SecondNodeAsync();
        await _company.RunAsync<IntakeWorker>();
        var worker = second.GetServices<IHostedService>().OfType<IntakeWorker>().Single();
        await worker.StartAsync(default);

        await WaitUntilFiledAsync(300);
        await worker.StopAsync(default);

        (await _company.DbAsync(db => db.Messages.CountAsync())).ShouldBe(300);
        (await _company.DbAsync(db => db.Messages.GroupBy(m => m.DeliveryId).CountAsync())).ShouldBe(300);
        var open = await _company.DbAsync(db => db.Cases.Where(c => c.FoldedIntoId == null).ToListAsync());
        open.Count.ShouldBe(100);
        open.ShouldAllBe(c => c.MessageCount == 3);
    }

    [Fact]
    public async Task Row_whose_lease_ran_out_while_its_batch_waited_is_filed_once()
    {
        await AcceptAsync(_company.Mail, Mails.Of());
        var database = _company.Services.GetRequiredService<NpgsqlDataSource>();
        var first = await ClaimAsync();
        _company.Clock.Advance(TimeSpan.FromMinutes(3));
        var second = await ClaimAsync();
        (first.Single().Delivery.Id, second.Single().Delivery.Attempts).ShouldBe((second.Single().Delivery.Id, 2));

        await Task.WhenAll(FileAsync(first), FileAsync(second));

        (await _company.DbAsync(db => db.Messages.CountAsync())).ShouldBe(1);
        (await _company.DbAsync(db => db.Cases.CountAsync())).ShouldBe(1);

        async Task<List<ParsedDelivery>> ClaimAsync()
        {
            var claimed = await IntakeQueue.ClaimAsync(database, 10, TimeSpan.FromMinutes(2), _company.Clock.GetUtcNow(), default);
            var raw = await IntakeQueue.LoadAsync(database, claimed, default);
            var rules = await _company.Services.GetRequiredService<Rulebook>().GetAsync(default);
            var mail = _company.Services.GetRequiredService<ChannelKinds>().Of("email");
            return [.. claimed.Select(c => new ParsedDelivery(c, mail.Parse(raw[c.Id].For(c), rules.Info(rules.Channels[c.ChannelId]))))];
        }

        async Task FileAsync(List<ParsedDelivery> parsed)
        {
            await using var scope = _company.Services.CreateAsyncScope();
            await scope.ServiceProvider.GetRequiredService<FileDeliveries>().FileAsync(parsed, default);
        }
    }

    private Task<long[]> AcceptAsync(Channel channel, params string[] contents) => _company.ReceiveAsync(channel, [.. contents.Select(Encoding.UTF8.GetBytes)]);

    private Task WaitUntilFiledAsync(int count) =>
        Eventually.IsAsync(async () =>
        {
            // A cut batch waits for its lease of two minutes in the worst case.
            _company.Clock.Advance(TimeSpan.FromSeconds(1));
            return await _company.DbAsync(db => db.InboundDeliveries.CountAsync(d => d.State == InboundState.Filed)) == count;
        });

    private async Task<Channel> AddBrittleAsync()
    {
        Channel? channel = null;
        await _company.SetAsync(db =>
        {
            channel = db.Channels.Add(new Channel { Key = "brittle", Name = "Brittle", Kind = "brittle", DepartmentId = _company.Support.Id }).Entity;
            return Task.CompletedTask;
        });
        return channel!;
    }

    private async Task<ServiceProvider> SecondNodeAsync()
    {
        var services = new ServiceCollection();
        services.AddSingleton<TimeProvider>(_company.Clock);
        services.AddLogging();
        services.AddSingleton<IConfiguration>(new ConfigurationBuilder().Build());
        services.AddSingleton(_company.Services.GetRequiredService<IDataProtectionProvider>());
        services.AddInboxCore(_company.ConnectionString);
        Inbox.Channels.InboxChannels.AddInboxChannels(services, _company.Outbox.FullName);
        services.AddInboxWorkers();
        var node = services.BuildServiceProvider();
        await node.GetRequiredService<ThreadTokens>().LoadAsync(default);
        return node;
    }

    private static async Task<long> RunAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync() as long? ?? 0;
    }

    /// <summary>A channel with a mistake in it.</summary>
    private sealed class Brittle : IChannel
    {
        public string Kind => "brittle";

        public ChannelTraits Traits { get; } = new() { Icon = "plug", HandleKind = HandleKinds.Email, Noun = "letter" };

        public ValueTask<RawIdentity> IdentifyAsync(Stream raw, CancellationToken cancellationToken) => ValueTask.FromResult(new RawIdentity("1", new byte[32]));

        public IncomingMessage Parse(RawMessage raw, ChannelInfo channel) =>
            throw new InvalidOperationException($"cannot read {Encoding.UTF8.GetString(raw.Content.Span)}");

        public IReadOnlyDictionary<string, string> CheckSettings(string settings) => new Dictionary<string, string>(StringComparer.Ordinal);
    }
}

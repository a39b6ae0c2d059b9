using Inbox.Core.Cases;
using Inbox.Core.Channels;
using Inbox.Core.Data;
using Inbox.Core.Demo;
using Inbox.Core.Intake;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Inbox.Core.Tests.Demo;

public sealed class LoadSeedTests : IClassFixture<LoadSeedTests.Seeded>
{
    private readonly Seeded _seed;

    public LoadSeedTests(Seeded seed) => _seed = seed;

    public static TheoryData<string> Rules => [.. Consistency.Checks.Select(c => c.Rule)];

    private Task<T> ReadAsync<T>(Func<InboxDb, Task<T>> read) => _seed.Database.ReadAsync(read);

    [Fact]
    public async Task Seed_reports_what_it_wrote()
    {
        var figures = _seed.Figures;
        figures.Cases.ShouldBe(Seeded.Cases);
        (await ReadAsync(db => db.Cases.CountAsync())).ShouldBe(Seeded.Cases);
        _seed.Open.ShouldBe((int)figures.Open);
        _seed.Messages.ShouldBe((int)figures.Messages);
        figures.Open.ShouldBeInRange(13, 40);
    }

    [Theory]
    [MemberData(nameof(Rules))]
    public async Task Seed_is_consistent(string rule) =>
        (await ReadAsync(db => db.ViolationsAsync(Consistency.Checks.Single(c => c.Rule == rule).Violations))).ShouldBe(0);

    [Fact]
    public async Task Nothing_happens_in_the_future() => (await ReadAsync(db => db.AfterAsync(DemoDatabase.Now))).ShouldBe(0);

    [Fact]
    public async Task Reply_to_a_seeded_answer_joins_its_case()
    {
        var answer = await ReadAsync(db => db.Messages.AsNoTracking()
            .Where(m => m.Direction == Direction.Outbound && m.Call == null && db.Cases.Any(c => c.Id == m.CaseId && c.Status == CaseStatus.Waiting))
            .OrderByDescending(m => m.Id).FirstAsync());
        var mail = $"From: {answer.To[0].Address}\r\nTo: {answer.FromAddress}\r\nSubject: {answer.Subject}\r\nMessage-ID: <reply@example.com>\r\nIn-Reply-To: <{answer.ExternalId}>\r\n\r\nHere is the film you asked for. What is next?\r\n";

        (await FileAsync(answer.ChannelId, mail)).CaseId.ShouldBe(answer.CaseId);
    }

    /// <summary>What the door and the intake worker do with one mail.</summary>
    private async Task<InboundDelivery> FileAsync(long channelId, string mail)
    {
        var content = System.Text.Encoding.ASCII.GetBytes(mail);
        var rules = await _seed.Database.Get<Rulebook>().GetAsync(default);
        var adapter = _seed.Database.Get<ChannelKinds>().Of(rules.Channels[channelId]);
        var source = _seed.Database.Get<NpgsqlDataSource>();
        await using (var connection = await source.OpenConnectionAsync())
        {
            var item = new InboundItem(channelId, await adapter.IdentifyAsync(new MemoryStream(content), default), content, "message/rfc822");
            await InboundInsert.InsertAsync(connection, [item], DemoDatabase.Now, default);
        }

        var claimed = await IntakeQueue.ClaimAsync(source, 10, TimeSpan.FromMinutes(2), DemoDatabase.Now, default);
        var raw = await IntakeQueue.LoadAsync(source, claimed, default);
        var parsed = claimed.Select(d => new ParsedDelivery(d, adapter.Parse(raw[d.Id].For(d), rules.Info(rules.Channels[channelId])))).ToList();
        await _seed.Database.UseAsync(async (FileDeliveries filing) =>
        {
            await filing.FileAsync(parsed, default);
            return 0;
        });
        return await ReadAsync(db => db.InboundDeliveries.SingleAsync(d => d.Id == claimed[0].Id));
    }

    public sealed class Seeded : IAsyncLifetime
    {
        public const int Cases = 500;

        public DemoDatabase Database { get; private set; } = null!;

        public LoadSeed.Figures Figures { get; private set; } = null!;

        /// <summary>Counted before any test adds to it.</summary>
        public int Messages { get; private set; }

        public int Open { get; private set; }

        public async Task InitializeAsync()
        {
            Database = await DemoDatabase.CreateAsync();
            Figures = await Database.UseAsync((LoadSeed seed) => seed.RunAsync(Cases, progress: null, default));
            Messages = await Database.ReadAsync(db => db.Messages.CountAsync());
            Open = await Database.ReadAsync(db => db.Cases.CountAsync(c => c.IsOpen));
        }

        public async Task DisposeAsync() => await Database.DisposeAsync();
    }
}

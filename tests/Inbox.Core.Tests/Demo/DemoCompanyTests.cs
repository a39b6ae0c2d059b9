using Inbox.Core.Access;
using Inbox.Core.Cases;
using Inbox.Core.Demo;
using Inbox.Core.Sla;
using Microsoft.EntityFrameworkCore;

namespace Inbox.Core.Tests.Demo;

public sealed class DemoCompanyTests : IClassFixture<DemoCompanyTests.Filled>
{
    private readonly Filled _demo;

    public DemoCompanyTests(Filled demo) => _demo = demo;

    public static TheoryData<string> Rules => [.. Consistency.Checks.Select(c => c.Rule)];

    private Task<T> ReadAsync<T>(Func<Core.Data.InboxDb, Task<T>> read) => _demo.Database.ReadAsync(read);

    [Fact]
    public async Task Filling_happens_once()
    {
        _demo.FirstTime.ShouldBeTrue();
        var cases = await ReadAsync(db => db.Cases.CountAsync());

        (await _demo.Database.UseAsync((DemoCompany demo) => demo.FillAsync(default))).ShouldBeFalse();
        (await ReadAsync(db => db.Cases.CountAsync())).ShouldBe(cases);
        cases.ShouldBeInRange(400, 700);
    }

    [Theory]
    [MemberData(nameof(Rules))]
    public async Task Demo_data_is_consistent(string rule) =>
        (await ReadAsync(db => db.ViolationsAsync(Consistency.Checks.Single(c => c.Rule == rule).Violations))).ShouldBe(0);

    [Fact]
    public async Task Nothing_happens_in_the_future() => (await ReadAsync(db => db.AfterAsync(DemoDatabase.Now))).ShouldBe(0);

    [Theory]
    [InlineData("agent@demo.inbox", Role.Agent)]
    [InlineData("marketing@demo.inbox", Role.Marketing)]
    [InlineData("manager@demo.inbox", Role.Manager)]
    [InlineData("admin@demo.inbox", Role.Admin)]
    [InlineData("contractor@demo.inbox", Role.Agent)]
    public async Task Ready_account_has_its_role_and_no_password(string email, Role role)
    {
        var agent = await ReadAsync(db => db.Users.SingleAsync(a => a.Email == email));
        agent.Role.ShouldBe(role);
        agent.PasswordHash.ShouldBeNull();
    }

    [Fact]
    public async Task Contractor_sees_own_and_offered_cases_only()
    {
        var (repair, all, seen, offered) = await ReadAsync(async db =>
        {
            var department = await db.Departments.SingleAsync(d => d.External);
            var contractor = new Actor(1, "Milo", Role.Agent, [department.Id], External: true);
            var visible = db.Cases.VisibleTo(contractor);
            return (department.Id, await db.Cases.CountAsync(), await visible.CountAsync(), await visible.CountAsync(c => c.OfferedToId == department.Id));
        });
        repair.ShouldBePositive();
        seen.ShouldBeInRange(20, all / 2);
        offered.ShouldBePositive();
    }

    [Fact]
    public async Task Desk_has_every_status_and_promises_late_and_due_within_two_hours()
    {
        var open = await ReadAsync(db => db.Cases.Where(c => c.IsOpen).ToListAsync());
        var statuses = await ReadAsync(db => db.Cases.Select(c => c.Status).Distinct().ToListAsync());

        statuses.ShouldBe([CaseStatus.New, CaseStatus.Open, CaseStatus.Waiting, CaseStatus.OnHold, CaseStatus.Resolved, CaseStatus.Closed], ignoreOrder: true);
        open.Count(c => c.NextDueAt < DemoDatabase.Now).ShouldBeInRange(3, 40);
        open.Count(c => c.NextDueAt > DemoDatabase.Now && c.NextDueAt < DemoDatabase.Now.AddHours(2)).ShouldBeInRange(5, 40);
    }

    [Fact]
    public async Task Promises_are_mostly_kept_and_sometimes_broken()
    {
        var outcomes = await ReadAsync(db => db.SlaClocks
            .Where(c => c.Metric == SlaMetric.FirstReply && c.Outcome != null && c.Outcome != SlaOutcome.Cancelled)
            .GroupBy(c => c.Outcome).Select(g => new { g.Key, Count = g.Count() }).ToDictionaryAsync(g => g.Key!.Value, g => g.Count));
        ((double)outcomes[SlaOutcome.Met] / outcomes.Values.Sum()).ShouldBeInRange(0.75, 0.97);
    }

    [Fact]
    public async Task Long_story_is_late_by_twelve_minutes_over_three_channels()
    {
        var story = await ReadAsync(db => db.Cases.SingleAsync(c => c.Subject.StartsWith("Third repair of my son")));
        var channels = await ReadAsync(db => db.Messages.Where(m => m.CaseId == story.Id).Select(m => m.ChannelId).Distinct().CountAsync());

        story.NextDueAt.ShouldBe(DemoDatabase.Now.AddMinutes(-12));
        channels.ShouldBe(3);
        story.EscalationLevel.ShouldBe(1);
    }

    [Fact]
    public async Task Pictures_are_readable_png()
    {
        var content = await ReadAsync(db => db.Database.SqlQuery<byte[]>(
            $"""SELECT c.data AS "Value" FROM attachments a JOIN attachment_contents c ON c.attachment_id = a.id WHERE a.content_type = 'image/png' LIMIT 1""").SingleAsync());
        content[..8].ShouldBe([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]);

        // The checksum of an empty IEND is known (PNG, 11.2.5).
        content[^4..].ShouldBe([0xAE, 0x42, 0x60, 0x82]);
    }

    public sealed class Filled : IAsyncLifetime
    {
        public DemoDatabase Database { get; private set; } = null!;

        public bool FirstTime { get; private set; }

        public async Task InitializeAsync()
        {
            Database = await DemoDatabase.CreateAsync();
            FirstTime = await Database.UseAsync((DemoCompany demo) => demo.FillAsync(default));
        }

        public async Task DisposeAsync() => await Database.DisposeAsync();
    }
}

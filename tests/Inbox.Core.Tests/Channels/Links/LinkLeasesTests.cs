using Inbox.Core.Channels.Links;
using Inbox.Core.Intake;
using Inbox.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Inbox.Core.Tests.Channels.Links;

/// <summary>Two nodes and one door to hold.</summary>
public sealed class LinkLeasesTests : IAsyncLifetime
{
    private Company _company = null!;

    public async Task InitializeAsync() => _company = await Company.OpenAsync();

    public async Task DisposeAsync() => await _company.DisposeAsync();

    private long[] Doors => [_company.Mail.Id];

    [Fact]
    public async Task Node_that_dies_is_followed_by_another_when_its_lease_is_over_and_not_before()
    {
        var (first, second) = (Node(), Node());
        (await first.ClaimAsync(Doors, default)).Count.ShouldBe(1);
        _company.Clock.Advance(TimeSpan.FromSeconds(10));
        (await first.RenewAsync(Doors, default)).ShouldBe(Doors);

        _company.Clock.Advance(TimeSpan.FromSeconds(14));
        (await second.ClaimAsync(Doors, default)).ShouldBeEmpty();
        _company.Clock.Advance(TimeSpan.FromSeconds(2));
        (await second.ClaimAsync(Doors, default)).Count.ShouldBe(1);

        (await first.RenewAsync(Doors, default)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Node_that_lost_the_link_can_commit_nothing_more()
    {
        var link = (await Node().ClaimAsync(Doors, default)).Single();
        var desk = Desk(link);
        await desk.StoreAsync(1, [], "mine", owes: false, default);
        _company.Clock.Advance(TimeSpan.FromMinutes(1));
        await Node().ClaimAsync(Doors, default);

        await Should.ThrowAsync<LinkLostException>(desk.StoreAsync(1, [], "late", owes: false, default));

        (await LinkAsync()).Cursor.ShouldBe("mine");
    }

    [Fact]
    public async Task Link_that_is_given_back_is_free_at_once()
    {
        var first = Node();
        await first.ClaimAsync(Doors, default);

        await first.ReleaseAsync(_company.Mail.Id, default);

        (await Node().ClaimAsync(Doors, default)).Count.ShouldBe(1);
    }

    [Fact]
    public async Task Failing_door_waits_longer_each_time_unless_an_admin_saves_it()
    {
        var node = Node();
        var waits = new List<TimeSpan>();
        for (var i = 0; i < 4; i++)
        {
            var claimed = (await node.ClaimAsync(Doors, default)).Single();
            await node.EndAsync(claimed, new LinkEnd("Nobody answers."), workedAt: null, default);
            waits.Add((await LinkAsync()).RetryAt - _company.Clock.GetUtcNow());
            (await node.ClaimAsync(Doors, default)).ShouldBeEmpty();
            _company.Clock.Advance(waits[^1]);
        }

        waits.Zip(waits.Skip(1)).ShouldAllBe(pair => pair.Second > pair.First);
        waits[0].ShouldBeInRange(TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(2.5));
        await node.EndAsync((await node.ClaimAsync(Doors, default)).Single(), new LinkEnd("Nobody answers."), workedAt: null, default);
        await _company.SetAsync(async db => (await db.Channels.SingleAsync(c => c.Id == _company.Mail.Id)).Revision++);
        (await node.ClaimAsync(Doors, default)).Count.ShouldBe(1);
        (await _company.DbAsync(db => db.Notifications.CountAsync())).ShouldBe(1);
    }

    [Fact]
    public async Task Connection_that_worked_long_and_then_broke_is_no_outage_yet()
    {
        var node = Node();
        var claimed = (await node.ClaimAsync(Doors, default)).Single();
        var since = _company.Clock.GetUtcNow();
        _company.Clock.Advance(TimeSpan.FromHours(1));
        await node.RenewAsync(Doors, default);

        await node.EndAsync(claimed, new LinkEnd("It broke."), since, default);

        (await LinkAsync()).RetryAt.ShouldBe(_company.Clock.GetUtcNow());
        (await _company.DbAsync(db => db.Channels.SingleAsync(c => c.Id == _company.Mail.Id))).Problem.ShouldBeNull();
        (await _company.DbAsync(db => db.Notifications.CountAsync())).ShouldBe(0);
    }

    [Fact]
    public async Task Door_that_works_for_seconds_and_breaks_again_waits_longer_each_time()
    {
        var node = Node();
        var waits = new List<TimeSpan>();
        for (var i = 0; i < 3; i++)
        {
            var claimed = (await node.ClaimAsync(Doors, default)).Single();
            var desk = Desk(claimed);
            await desk.ConnectedAsync(accessUntil: null, default);
            await desk.WorksAsync(default);
            (await LinkAsync()).Failures.ShouldBe(0);
            await node.EndAsync(claimed, new LinkEnd("It broke."), desk.WorkedAt, default);
            waits.Add((await LinkAsync()).RetryAt - _company.Clock.GetUtcNow());
            _company.Clock.Advance(waits[^1]);
        }

        waits.Zip(waits.Skip(1)).ShouldAllBe(pair => pair.Second > pair.First);
    }

    [Fact]
    public async Task Door_that_lets_us_in_and_hands_out_nothing_is_an_outage_however_long_it_took()
    {
        var node = Node();
        for (var i = 0; i < 3; i++)
        {
            var claimed = (await node.ClaimAsync(Doors, default)).Single();
            var desk = Desk(claimed);
            await desk.ConnectedAsync(accessUntil: null, default);
            _company.Clock.Advance(TimeSpan.FromMinutes(2));
            await node.RenewAsync(Doors, default);
            await node.EndAsync(claimed, new LinkEnd("It hands out nothing."), desk.WorkedAt, default);
            _company.Clock.Advance((await LinkAsync()).RetryAt - _company.Clock.GetUtcNow());
        }

        (await LinkAsync()).Failures.ShouldBe(3);
        (await _company.DbAsync(db => db.Notifications.Select(n => n.Text).ToListAsync())).ShouldBe(["Support mail is in trouble: It hands out nothing."]);
    }

    [Theory]
    [InlineData(1, false, 2)]
    [InlineData(5, false, 32)]
    [InlineData(40, false, 300)]
    [InlineData(1, true, 60)]
    [InlineData(40, true, 1800)]
    public void Wait_is_bounded_and_spread(int failures, bool lasting, double seconds)
    {
        var waits = Enumerable.Range(0, 50).Select(_ => LinkBackOff.After(failures, lasting).TotalSeconds).ToList();

        waits.ShouldAllBe(w => w >= seconds && w <= seconds * 1.2);
        waits.Distinct().Count().ShouldBeGreaterThan(1);
    }

    private LinkDesk Desk(ChannelLink link) =>
        new(_company.Services.GetRequiredService<IServiceScopeFactory>(), _company.Services.GetRequiredService<IntakeSignal>(), _company.Clock, link);

    private LinkLeases Node() => new(_company.Services.GetRequiredService<IServiceScopeFactory>(), _company.Clock);

    private Task<ChannelLink> LinkAsync() => _company.DbAsync(db => db.ChannelLinks.AsNoTracking().SingleAsync());
}

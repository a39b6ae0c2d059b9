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
        var desk = new LinkDesk(_company.Services.GetRequiredService<IServiceScopeFactory>(), _company.Services.GetRequiredService<IntakeSignal>(), _company.Clock, link);
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
            (await node.ClaimAsync(Doors, default)).Count.ShouldBe(1);
            await node.EndAsync(_company.Mail.Id, new LinkEnd("Nobody answers."), connectedAt: null, default);
            waits.Add((await LinkAsync()).RetryAt - _company.Clock.GetUtcNow());
            (await node.ClaimAsync(Doors, default)).ShouldBeEmpty();
            _company.Clock.Advance(waits[^1]);
        }

        waits.Zip(waits.Skip(1)).ShouldAllBe(pair => pair.Second > pair.First);
        waits[0].ShouldBeInRange(TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(2.5));
        await node.ClaimAsync(Doors, default);
        await node.EndAsync(_company.Mail.Id, new LinkEnd("Nobody answers."), connectedAt: null, default);
        await _company.SetAsync(async db => (await db.Channels.SingleAsync(c => c.Id == _company.Mail.Id)).Revision++);
        (await node.ClaimAsync(Doors, default)).Count.ShouldBe(1);
        (await _company.DbAsync(db => db.Notifications.CountAsync())).ShouldBe(1);
    }

    [Fact]
    public async Task Connection_that_held_long_and_then_broke_is_no_outage_yet()
    {
        var node = Node();
        await node.ClaimAsync(Doors, default);
        var since = _company.Clock.GetUtcNow();
        _company.Clock.Advance(TimeSpan.FromHours(1));
        await node.RenewAsync(Doors, default);

        await node.EndAsync(_company.Mail.Id, new LinkEnd("It broke."), since, default);

        (await LinkAsync()).RetryAt.ShouldBe(_company.Clock.GetUtcNow());
        (await _company.DbAsync(db => db.Channels.SingleAsync(c => c.Id == _company.Mail.Id))).Problem.ShouldBeNull();
        (await _company.DbAsync(db => db.Notifications.CountAsync())).ShouldBe(0);
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

    private LinkLeases Node() => new(_company.Services.GetRequiredService<IServiceScopeFactory>(), _company.Clock);

    private Task<ChannelLink> LinkAsync() => _company.DbAsync(db => db.ChannelLinks.AsNoTracking().SingleAsync());
}

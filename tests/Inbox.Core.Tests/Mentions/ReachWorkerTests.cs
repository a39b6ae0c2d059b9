using System.Text.Json;
using Inbox.Core.Channels;
using Inbox.Core.Mentions.Reach;
using Inbox.Core.Sla;
using Inbox.Testing;
using Inbox.Testing.Social;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Inbox.Core.Tests.Mentions;

/// <summary>How far posts spread, looked at again and again while they are young.</summary>
public sealed class ReachWorkerTests : IAsyncLifetime
{
    private readonly Pinboard _board = new();
    private Company _company = null!;
    private Channel _door = null!;

    public async Task InitializeAsync()
    {
        _company = await PinboardCompany.OpenAsync(_board);
        _door = await _company.OpenDoorAsync();
    }

    public async Task DisposeAsync() => await _company.DisposeAsync();

    [Fact]
    public async Task Growth_raises_message_and_case_is_kept_as_a_series_and_touches_no_clock()
    {
        var (id, caseId) = await PinAsync(followers: 100);
        var clocks = await ClocksAsync();
        await LookAsync();
        _board.Spread(id, likes: 40, shares: 9, replies: 3);
        _company.Clock.Advance(TimeSpan.FromMinutes(10));
        await LookAsync();

        (await _company.DbAsync(db => db.ReachPoints.OrderBy(p => p.At).Select(p => new { p.Reach, p.Likes, p.Shares, p.Replies }).ToListAsync()))
            .ShouldBe([new { Reach = 100L, Likes = 0L, Shares = 0L, Replies = 0L }, new { Reach = 1000L, Likes = 40L, Shares = 9L, Replies = 3L }]);
        (await _company.DbAsync(db => db.Messages.Select(m => m.Reach).SingleAsync())).ShouldBe(1000);
        (await _company.CaseAsync(caseId)).Reach.ShouldBe(1000);
        (await ClocksAsync()).ShouldBe(clocks);
    }

    [Fact]
    public async Task Figures_that_fall_lower_nothing()
    {
        var (id, caseId) = await PinAsync(followers: 100);
        _board.Spread(id, 0, shares: 4, 0);
        await LookAsync();
        _board.Spread(id, 0, shares: 0, 0);
        _company.Clock.Advance(TimeSpan.FromMinutes(10));
        await LookAsync();

        (await _company.CaseAsync(caseId)).Reach.ShouldBe(500);
        (await _company.DbAsync(db => db.ReachPoints.OrderBy(p => p.At).Select(p => p.Reach).ToListAsync())).ShouldBe([500, 100]);
    }

    [Fact]
    public async Task Post_is_looked_at_less_and_less_and_no_more_after_a_week()
    {
        await PinAsync(followers: 100);
        for (var at = 0; at < 8 * 24 * 6; at++)
        {
            await LookAsync();
            _company.Clock.Advance(TimeSpan.FromMinutes(10));
        }

        var ages = await _company.DbAsync(async db => (await db.ReachPoints.OrderBy(p => p.At).Select(p => p.At).ToListAsync()).ConvertAll(a => a - new DateTimeOffset(2026, 11, 2, 9, 0, 0, TimeSpan.Zero)));
        ages.Count(a => a < TimeSpan.FromHours(1)).ShouldBe(6);
        ages.Count(a => a >= TimeSpan.FromDays(1)).ShouldBeInRange(8, 11);
        ages[^1].ShouldBeLessThanOrEqualTo(TimeSpan.FromDays(8));
        (await _company.DbAsync(db => db.ReachWatches.CountAsync())).ShouldBe(0);
    }

    [Fact]
    public async Task Limit_is_kept_until_its_reset()
    {
        await PinAsync(followers: 100);
        (_board.Fault, _board.LimitedUntil) = (PinboardFault.Limited, _company.Clock.GetUtcNow().AddHours(2));
        await LookAsync();

        (await _company.DbAsync(db => db.ReachWatches.Select(w => w.NextAt).SingleAsync())).ShouldBe(_board.LimitedUntil);
        (await _company.DbAsync(db => db.ReachPoints.CountAsync())).ShouldBe(0);
    }

    private async Task<(string Id, long CaseId)> PinAsync(long followers)
    {
        var id = _board.Post(_company.Clock.GetUtcNow(), "My kettle leaks", followers: followers);
        var filed = await _company.FileAsync(_door, JsonSerializer.SerializeToUtf8Bytes(_board.Find(id), JsonSerializerOptions.Web));
        return (id, filed[0].CaseId!.Value);
    }

    private Task<bool> LookAsync() => _company.Services.GetServices<IHostedService>().OfType<ReachWorker>().Single().RunOnceAsync(default);

    private Task<List<(SlaMetric, DateTimeOffset)>> ClocksAsync() =>
        _company.DbAsync(async db => (await db.SlaClocks.AsNoTracking().OrderBy(c => c.Id).ToListAsync()).ConvertAll(c => (c.Metric, c.DueAt)));
}

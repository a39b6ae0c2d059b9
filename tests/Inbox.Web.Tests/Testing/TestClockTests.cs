using Inbox.Testing;

namespace Inbox.Web.Tests.Testing;

public sealed class TestClockTests
{
    private readonly TestClock _clock = new();

    [Fact]
    public void Timers_due_on_the_way_fire_in_order_each_at_its_own_time()
    {
        var start = _clock.GetUtcNow();
        var fired = new List<(string Name, TimeSpan After)>();
        using var late = _clock.CreateTimer(_ => fired.Add(("late", _clock.GetUtcNow() - start)), null, TimeSpan.FromSeconds(5), Timeout.InfiniteTimeSpan);
        using var early = _clock.CreateTimer(_ => fired.Add(("early", _clock.GetUtcNow() - start)), null, TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(2));

        _clock.Advance(TimeSpan.FromSeconds(5));

        fired.ShouldBe([("early", TimeSpan.FromSeconds(2)), ("early", TimeSpan.FromSeconds(4)), ("late", TimeSpan.FromSeconds(5))]);
        _clock.GetUtcNow().ShouldBe(start.AddSeconds(5));
    }

    [Fact]
    public async Task Delay_ends_when_the_clock_passes_it_and_not_before()
    {
        var delay = Task.Delay(TimeSpan.FromHours(1), _clock);

        _clock.Advance(TimeSpan.FromMinutes(59));
        delay.IsCompleted.ShouldBeFalse();
        _clock.Advance(TimeSpan.FromMinutes(1));

        await delay.WaitAsync(TimeSpan.FromSeconds(60));
    }

    [Fact]
    public void Disposed_timer_stays_silent()
    {
        var fired = 0;
        _clock.CreateTimer(_ => fired++, null, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1)).Dispose();

        _clock.Advance(TimeSpan.FromMinutes(1));

        fired.ShouldBe(0);
    }
}

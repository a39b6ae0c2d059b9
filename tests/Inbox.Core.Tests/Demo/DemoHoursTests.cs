using Inbox.Core.Demo;
using Microsoft.EntityFrameworkCore;

namespace Inbox.Core.Tests.Demo;

public sealed class DemoHoursTests
{
    /// <summary>Sunday night, when every department is closed.</summary>
    [Fact]
    public async Task Demo_is_alive_outside_working_hours()
    {
        var now = new DateTimeOffset(2026, 11, 22, 3, 26, 57, TimeSpan.Zero);
        await using var database = await DemoDatabase.CreateAsync(now);
        await database.UseAsync((DemoCompany demo) => demo.FillAsync(default));

        (await database.ReadAsync(db => db.Cases.CountAsync(c => c.IsOpen && c.NextDueAt < now))).ShouldBePositive();
        (await database.ReadAsync(db => db.Cases.CountAsync(c => c.IsOpen && c.NextDueAt > now && c.NextDueAt < now.AddHours(2)))).ShouldBeGreaterThan(4);
        (await database.ReadAsync(db => db.AfterAsync(now))).ShouldBe(0);
    }
}

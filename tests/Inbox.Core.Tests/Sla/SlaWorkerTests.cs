using Inbox.Core.Cases;
using Inbox.Core.Sla;
using Inbox.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace Inbox.Core.Tests.Sla;

/// <summary>The worker of escalations in real time. How late it is, the benchmark of escalation measures.</summary>
public sealed class SlaWorkerTests : IAsyncLifetime
{
    private Company _company = null!;

    public async Task InitializeAsync() => _company = await Company.OpenAsync(configure: services => services.AddSingleton(TimeProvider.System));

    public async Task DisposeAsync() => await _company.DisposeAsync();

    [Fact]
    public async Task Step_is_taken_once_and_not_before_its_time_by_two_workers()
    {
        var id = await OweAsync(TimeSpan.FromSeconds(2));
        await _company.RunAsync<SlaWorker>();
        using var other = Worker();
        await other.StartAsync(default);

        await Eventually.IsAsync(async () => (await TakenAsync(id)).Count >= 3);
        await Task.Delay(700);
        await other.StopAsync(default);

        var taken = await TakenAsync(id);
        taken.Select(e => (e.Position, e.Action)).ShouldBe(
            [(1, EscalationAction.NotifyAssignee), (2, EscalationAction.NotifyLead), (3, EscalationAction.RaisePriority)], ignoreOrder: true);
        taken.Where(e => e.Position > 1).ShouldAllBe(e => e.TakenAt >= e.OwedAt);
        (await _company.CaseAsync(id)).Priority.ShouldBe(Priority.High);
    }

    [Fact]
    public async Task Steps_missed_while_nothing_ran_are_taken_after_the_start_and_not_again()
    {
        var id = await OweAsync(TimeSpan.FromMinutes(-1));
        using (var first = Worker())
        {
            await first.StartAsync(default);
            await Eventually.IsAsync(async () => (await TakenAsync(id)).Count == 3);
            await first.StopAsync(default);
        }

        using var second = Worker();
        await second.StartAsync(default);
        await Task.Delay(800);
        await second.StopAsync(default);

        (await TakenAsync(id)).Count.ShouldBe(3);
        (await _company.ClocksAsync(id, SlaMetric.FirstReply)).Single().BreachedAt.ShouldNotBeNull();
    }

    private SlaWorker Worker() => ActivatorUtilities.CreateInstance<SlaWorker>(_company.Services, NullLogger<SlaWorker>.Instance);

    /// <summary>A case whose first reply is due then: it began an hour before, as promised.</summary>
    private async Task<long> OweAsync(TimeSpan due)
    {
        var id = await _company.MailAsync(Mails.Of());
        var at = TimeProvider.System.GetUtcNow() + due;
        var began = at.AddMinutes(-60);
        await _company.DbAsync(db => db.SlaClocks.Where(c => c.CaseId == id && c.Metric == SlaMetric.FirstReply).ExecuteUpdateAsync(set => set
            .SetProperty(c => c.StartedAt, began).SetProperty(c => c.ResumedAt, began)
            .SetProperty(c => c.DueAt, at).SetProperty(c => c.NextStepAt, at.AddMinutes(-15))));
        return id;
    }

    private Task<List<Escalation>> TakenAsync(long id) => _company.DbAsync(db => db.Escalations.AsNoTracking().Where(e => e.CaseId == id).ToListAsync());
}

using Inbox.Core;
using Inbox.Core.Cases;
using Inbox.Core.Data;
using Inbox.Core.Sla;
using MediatR;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Inbox.Web.Pages.Settings.Sla;

public sealed class IndexModel(IMediator mediator, InboxDb db, Rulebook rulebook, TimeProvider time) : SettingsPage(mediator)
{
    public OrderedList Policies { get; private set; } = OrderedList.Empty;

    public RecomputeNote Recompute { get; private set; } = new([]);

    public async Task OnGetAsync(CancellationToken cancellationToken)
    {
        await ReadAsync(cancellationToken);
        Recompute = await RecomputeNote.OfPoliciesAsync(db, time.Now(), cancellationToken);
    }

    public async Task<IActionResult> OnGetRecomputeAsync(CancellationToken cancellationToken) =>
        Partial("Settings/_Recompute", await RecomputeNote.OfPoliciesAsync(db, time.Now(), cancellationToken));

    public Task<IActionResult> OnPostMoveAsync(long policy, bool up, CancellationToken cancellationToken) =>
        DoAsync(new MoveSlaPolicy.Command(policy, up, Me), () => ShowAsync(cancellationToken), cancellationToken);

    public Task<IActionResult> OnPostEnableAsync(long policy, bool enabled, CancellationToken cancellationToken) =>
        DoAsync(new EnableSlaPolicy.Command(policy, enabled, Me), () => ShowAsync(cancellationToken), cancellationToken);

    public Task<IActionResult> OnPostDeleteAsync(long policy, CancellationToken cancellationToken) =>
        DoAsync(new DeleteSlaPolicy.Command(policy, Me), () => ShowAsync(cancellationToken), cancellationToken);

    private async Task<IActionResult> ShowAsync(CancellationToken cancellationToken)
    {
        if (!IsHtmx)
        {
            return LocalRedirect("/settings/sla");
        }

        await ReadAsync(cancellationToken);
        return Partial("Settings/_Ordered", Policies);
    }

    private async Task ReadAsync(CancellationToken cancellationToken)
    {
        var policies = await db.SlaPolicies.AsNoTracking().OrderBy(p => p.Position).ThenBy(p => p.Id).ToListAsync(cancellationToken);
        var rules = await rulebook.GetAsync(cancellationToken);
        Policies = OrderedList.Of(
            "policy",
            "/settings/sla",
            "No policy yet: nothing is promised, and no case is ever late.",
            policies.ConvertAll(p => new OrderedRow(p.Id, p.Name, p.Enabled, PolicyWords.When(p, rules), Promise(p))));
    }

    private static string Promise(SlaPolicy policy) =>
        string.Join(" · ", policy.Targets.Select(t => (t.Metric, Minutes: t.For(Priority.Normal)))
            .Where(t => t.Minutes is not null)
            .Select(t => $"{MetricWords.Title(t.Metric)} {TargetText.Format(t.Minutes)}"));
}

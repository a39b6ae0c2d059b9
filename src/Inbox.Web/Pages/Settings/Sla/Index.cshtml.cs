using System.Globalization;
using Inbox.Core.Cases;
using Inbox.Core.Data;
using Inbox.Core.Sla;
using MediatR;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Inbox.Web.Pages.Settings.Sla;

public sealed class IndexModel(IMediator mediator, InboxDb db) : SettingsPage(mediator)
{
    public OrderedList Policies { get; private set; } = OrderedList.Empty;

    public Task OnGetAsync(CancellationToken cancellationToken) => ReadAsync(cancellationToken);

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
        var departments = await db.Departments.ToDictionaryAsync(d => d.Id, d => d.Name, cancellationToken);
        var channels = await db.Channels.ToDictionaryAsync(c => c.Id, c => c.Name, cancellationToken);
        Policies = OrderedList.Of(
            "policy",
            "/settings/sla",
            "No policy yet: nothing is promised, and no case is ever late.",
            policies.ConvertAll(p => new OrderedRow(p.Id, p.Name, p.Enabled, When(p, departments, channels), Promise(p))));
    }

    private static string When(SlaPolicy policy, Dictionary<long, string> departments, Dictionary<long, string> channels)
    {
        string?[] conditions =
        [
            policy.ChannelId is { } channel ? "from " + channels[channel] : null,
            policy.DepartmentId is { } department ? "owned by " + departments[department] : null,
            policy.Priority is { } priority ? $"of priority {priority}" : null,
            policy.Tag is { } tag ? $"tagged {tag}" : null,
            policy.MinReach is { } reach ? string.Create(CultureInfo.InvariantCulture, $"read by {reach:N0} or more") : null,
            policy.CustomerGroup is { } group ? $"of {group} customers" : null,
            policy.External is { } external ? external ? "owned by a contractor" : "owned inside the company" : null,
        ];
        var given = conditions.Where(c => c is not null).ToList();
        return given.Count == 0 ? "Every case" : "Cases " + string.Join(", ", given);
    }

    private static string Promise(SlaPolicy policy) =>
        string.Join(" · ", policy.Targets.Select(t => (t.Metric, Minutes: t.For(Priority.Normal)))
            .Where(t => t.Minutes is not null)
            .Select(t => $"{MetricWords.Title(t.Metric)} {TargetText.Format(t.Minutes)}"));
}

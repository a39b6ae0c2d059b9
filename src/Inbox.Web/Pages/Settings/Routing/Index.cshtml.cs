using System.Globalization;
using Inbox.Core.Data;
using Inbox.Core.Routing;
using MediatR;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Inbox.Web.Pages.Settings.Routing;

public sealed class IndexModel(IMediator mediator, InboxDb db) : SettingsPage(mediator)
{
    public OrderedList Rules { get; private set; } = OrderedList.Empty;

    public Task OnGetAsync(CancellationToken cancellationToken) => ReadAsync(cancellationToken);

    public Task<IActionResult> OnPostMoveAsync(long rule, bool up, CancellationToken cancellationToken) =>
        DoAsync(new MoveRoutingRule.Command(rule, up, Me), () => ShowAsync(cancellationToken), cancellationToken);

    public Task<IActionResult> OnPostEnableAsync(long rule, bool enabled, CancellationToken cancellationToken) =>
        DoAsync(new EnableRoutingRule.Command(rule, enabled, Me), () => ShowAsync(cancellationToken), cancellationToken);

    public Task<IActionResult> OnPostDeleteAsync(long rule, CancellationToken cancellationToken) =>
        DoAsync(new DeleteRoutingRule.Command(rule, Me), () => ShowAsync(cancellationToken), cancellationToken);

    private async Task<IActionResult> ShowAsync(CancellationToken cancellationToken)
    {
        if (!IsHtmx)
        {
            return LocalRedirect("/settings/routing");
        }

        await ReadAsync(cancellationToken);
        return Partial("Settings/_Ordered", Rules);
    }

    private async Task ReadAsync(CancellationToken cancellationToken)
    {
        var rules = await db.RoutingRules.AsNoTracking().OrderBy(r => r.Position).ThenBy(r => r.Id).ToListAsync(cancellationToken);
        var departments = await db.Departments.AsNoTracking().ToDictionaryAsync(d => d.Id, cancellationToken);
        var channels = await db.Channels.ToDictionaryAsync(c => c.Id, c => c.Name, cancellationToken);
        Rules = OrderedList.Of(
            "rule",
            "/settings/routing",
            "No rule yet: every case goes to the owner of its channel.",
            rules.ConvertAll(r => new OrderedRow(r.Id, r.Name, r.Enabled, When(r, channels), Then(r, departments))));
    }

    private static string When(RoutingRule rule, Dictionary<long, string> channels)
    {
        var conditions = new List<string>();
        if (rule.ChannelId is { } channel)
        {
            conditions.Add("it comes through " + channels[channel]);
        }

        if (rule.Words.Length > 0)
        {
            var where = rule.WordsIn switch { RuleWordsIn.Subject => "the subject", RuleWordsIn.Body => "the text", _ => "subject or text" };
            conditions.Add($"{where} has {string.Join(" or ", rule.Words.Select(w => $"“{w}”"))}");
        }

        if (rule.Sender is not null)
        {
            conditions.Add($"the sender has “{rule.Sender}”");
        }

        if (rule.MinReach is { } reach)
        {
            conditions.Add(string.Create(CultureInfo.InvariantCulture, $"at least {reach:N0} people read it"));
        }

        return conditions.Count == 0 ? "Always" : "When " + string.Join(" and ", conditions);
    }

    private static string Then(RoutingRule rule, Dictionary<long, Inbox.Core.Departments.Department> departments)
    {
        var acts = new List<string>();
        if (rule.DepartmentId is { } id)
        {
            acts.Add((departments[id].External ? "offer it to " : "send it to ") + departments[id].Name);
        }

        if (rule.Priority is { } priority)
        {
            acts.Add($"make it {priority}");
        }

        if (rule.Tags.Length > 0)
        {
            acts.Add("tag it " + string.Join(", ", rule.Tags));
        }

        return string.Join(", ", acts);
    }
}

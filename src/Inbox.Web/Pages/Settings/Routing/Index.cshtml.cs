using System.Globalization;
using Inbox.Core;
using Inbox.Core.Data;
using Inbox.Core.Routing;
using MediatR;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Inbox.Web.Pages.Settings.Routing;

public sealed class IndexModel(IMediator mediator, InboxDb db, Rulebook rulebook, TimeProvider time) : SettingsPage(mediator)
{
    private const int Days = 30;

    public OrderedList Rules { get; private set; } = OrderedList.Empty;

    public Task OnGetAsync(CancellationToken cancellationToken) => ReadAsync(cancellationToken);

    public Task<IActionResult> OnPostMoveAsync(long rule, bool up, CancellationToken cancellationToken) =>
        DoAsync(new MoveRoutingRule.Command(rule, up, Me), () => ShowAsync(cancellationToken), cancellationToken);

    /// <param name="ids">Every rule in its new order, with commas between.</param>
    /// <param name="cancellationToken">Ends with the request.</param>
    public Task<IActionResult> OnPostOrderAsync(string? ids, CancellationToken cancellationToken) => DoAsync(
        new OrderRoutingRules.Command([.. Choices.Split(ids).Select(i => long.TryParse(i, NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : 0)], Me),
        () => ShowAsync(cancellationToken),
        cancellationToken);

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
        var since = DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime).AddDays(1 - Days);
        var rules = await db.RoutingRules.AsNoTracking().OrderBy(r => r.Position).ThenBy(r => r.Id).ToListAsync(cancellationToken);
        var hits = await db.RuleHits.Where(h => h.Day >= since).GroupBy(h => h.RuleId).Select(g => new { g.Key, Hits = g.Sum(h => h.Hits) }).ToDictionaryAsync(g => g.Key, g => g.Hits, cancellationToken);
        var named = rules.SelectMany(r => r.FollowerIds.Cast<long?>().Append(r.PersonId)).OfType<long>().Distinct().ToArray();
        var people = await db.Users.Where(a => named.Contains(a.Id)).ToDictionaryAsync(a => a.Id, a => a.DisplayName, cancellationToken);
        var settings = await rulebook.GetAsync(cancellationToken);
        var words = new RuleWords(settings, people);
        var corrected = (await AskAsync(new CorrectionTable.Query(time.Now().AddDays(-Days)), cancellationToken)).Where(c => c.RuleId is not null).ToDictionary(c => c.RuleId!.Value);
        Rules = OrderedList.Of(
            "rule",
            "/settings/routing",
            "No rule yet: every case goes to the owner of its channel.",
            rules.ConvertAll(r => new OrderedRow(r.Id, r.Name, r.Enabled, words.When(r.Conditions), words.Then(r))
            {
                Note = Matched(hits.GetValueOrDefault(r.Id)) + Corrected(corrected.GetValueOrDefault(r.Id), settings),
                Problem = r.SlowAt is null ? null : "a pattern took too long",
            })) with { Draggable = true };
    }

    private static string Corrected(CorrectionTable.Row? row, Rules rules) => row is null ? "" : string.Create(
        CultureInfo.InvariantCulture,
        $"; people moved {row.Moved:N0} of the {row.Routed:N0} that it sent, {(row.Targets.Count > 1 ? "mostly " : "")}to {rules.Departments[row.Targets[0].DepartmentId].Name}");

    private static string Matched(int hits) => hits switch
    {
        0 => $"did not match in the last {Days} days",
        1 => $"matched once in the last {Days} days",
        _ => string.Create(CultureInfo.InvariantCulture, $"matched {hits:N0} times in the last {Days} days"),
    };
}

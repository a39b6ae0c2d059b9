using System.Globalization;
using Inbox.Core.Sla;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.EntityFrameworkCore;

namespace Inbox.Web.Pages.Settings.Sla;

/// <summary>The ladder on the form: rows are added, removed and moved before anything is saved.</summary>
public sealed partial class EditModel
{
    /// <summary>Metrics that a step can follow: those with a due time.</summary>
    public static IReadOnlyList<SlaMetric> Stepped { get; } = [.. SaveSlaPolicy.Promised, SlaMetric.Callback];

    public static IReadOnlyList<EscalationAction> Actions { get; } = [.. Enum.GetValues<EscalationAction>().Where(a => a != EscalationAction.NotifyBothLeads)];

    public List<SelectListItem> People { get; private set; } = [];

    public List<SelectListItem> Webhooks { get; private set; } = [];

    /// <summary>The row that was just added gets the focus.</summary>
    public int? NewStep { get; private set; }

    /// <param name="act">"add", "remove:2", "up:2" or "down:2"; anything else shows the rows as they are typed.</param>
    public async Task<IActionResult> OnPostStepsAsync(string? act, CancellationToken cancellationToken)
    {
        // What is shown is what was typed, and rows have moved under the names by which it is kept.
        ModelState.Clear();
        var (verb, row) = act?.Split(':') is [var what, var which] && int.TryParse(which, NumberStyles.None, CultureInfo.InvariantCulture, out var i) && i < Input.Steps.Count ? (what, i) : (act, -1);
        if (verb == "add")
        {
            var last = Input.Steps.LastOrDefault();
            Input.Steps.Add(new StepRow { Metric = last?.Metric ?? SlaMetric.FirstReply, Amount = "100" });
            NewStep = Input.Steps.Count - 1;
        }
        else if (row >= 0 && verb == "remove")
        {
            Input.Steps.RemoveAt(row);
        }
        else if (row >= 0 && verb is "up" or "down" && (verb == "up" ? row - 1 : row + 1) is var to && to >= 0 && to < Input.Steps.Count)
        {
            (Input.Steps[row], Input.Steps[to]) = (Input.Steps[to], Input.Steps[row]);
        }

        await ReadStepChoicesAsync(cancellationToken);
        return Partial("Settings/Sla/_Steps", this);
    }

    private async Task ReadStepChoicesAsync(CancellationToken cancellationToken)
    {
        People = await db.Users.Where(a => a.DisabledAt == null).OrderBy(a => a.DisplayName)
            .Select(a => new SelectListItem(a.DisplayName, a.Id.ToString(CultureInfo.InvariantCulture))).ToListAsync(cancellationToken);
        Webhooks = await db.Webhooks.OrderBy(w => w.Name)
            .Select(w => new SelectListItem(w.Name, w.Id.ToString(CultureInfo.InvariantCulture))).ToListAsync(cancellationToken);
    }

    private List<EscalationStep> ReadSteps() => [.. Input.Steps.Select((row, i) =>
    {
        var step = row.Read(out var wrong);
        if (wrong is not null)
        {
            ModelState.AddModelError($"Input.Steps[{i}]", wrong);
        }

        return step;
    })];
}

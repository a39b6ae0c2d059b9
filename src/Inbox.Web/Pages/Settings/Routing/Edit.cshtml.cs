using Inbox.Core;
using Inbox.Core.Data;
using MediatR;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.EntityFrameworkCore;

namespace Inbox.Web.Pages.Settings.Routing;

public sealed class EditModel(IMediator mediator, InboxDb db, Rulebook rulebook) : SettingsPage(mediator)
{
    [BindProperty]
    public RuleForm Input { get; set; } = new();

    public List<SelectListItem> Channels { get; private set; } = [];

    public List<SelectListItem> Calendars { get; private set; } = [];

    public List<SelectListItem> Departments { get; private set; } = [];

    public List<SelectListItem> People { get; private set; } = [];

    public List<SelectListItem> Policies { get; private set; } = [];

    /// <summary>The condition that was just added gets the focus.</summary>
    public (int Group, int Place)? Added { get; private set; }

    /// <summary>A pattern of the stored rule that took too long, and when.</summary>
    public (string Pattern, DateTimeOffset At)? Slow { get; private set; }

    public string Here => Id is { } id ? FormattableString.Invariant($"/settings/routing/{id}") : "/settings/routing/new";

    /// <param name="words">With commas between: what a new rule begins with, where another page proposes it.</param>
    /// <param name="department">Where it sends them.</param>
    /// <param name="cancellationToken">Ends with the request.</param>
    public async Task<IActionResult> OnGetAsync(string? words, long? department, CancellationToken cancellationToken)
    {
        if (Id is { } id)
        {
            if (await db.RoutingRules.AsNoTracking().FirstOrDefaultAsync(r => r.Id == id, cancellationToken) is not { } rule)
            {
                return NotFound();
            }

            Input = RuleForm.Of(rule);
            Slow = rule is { SlowAt: { } at, SlowPattern: { } pattern } ? (pattern, at) : null;
        }
        else
        {
            RuleShape.Change(Input.Conditions, "group");
            Input.Conditions.Groups[0].Conditions[0].Values = words;
            Input.Actions.DepartmentId = department;
        }

        return await ShowAsync(cancellationToken);
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        if (await SaveAsync(Input.ToCommand(Id, Me), field: null, cancellationToken) is null)
        {
            return await ShowAsync(cancellationToken);
        }

        Saved = $"{Input.Name} is saved.";
        return LocalRedirect("/settings/routing");
    }

    /// <summary>A condition or a group more or less, or a condition of another kind.</summary>
    public async Task<IActionResult> OnPostShapeAsync(string? act, CancellationToken cancellationToken)
    {
        // Names count places, which have moved: what was typed comes back from the form alone.
        ModelState.Clear();
        Added = RuleShape.Change(Input.Conditions, act);
        await ReadChoicesAsync(cancellationToken);
        return Partial("_Conditions", this);
    }

    public async Task<IActionResult> OnPostTryAsync(CancellationToken cancellationToken)
    {
        var trial = ModelState.IsValid
            ? await AskAsync(new TryRule.Query(Input.ToCommand(Id, Me), Me), cancellationToken)
            : new TryRule.Trial { Problems = [.. ModelState.Values.SelectMany(v => v.Errors).Select(e => e.ErrorMessage)] };
        return Partial("_Tried", trial);
    }

    private async Task<IActionResult> ShowAsync(CancellationToken cancellationToken)
    {
        await ReadChoicesAsync(cancellationToken);
        return Page();
    }

    private async Task ReadChoicesAsync(CancellationToken cancellationToken)
    {
        var rules = await rulebook.GetAsync(cancellationToken);
        Channels = await Choices.ChannelsAsync(db, cancellationToken);
        Calendars = await Choices.CalendarsAsync(db, cancellationToken);
        Departments = await Choices.DepartmentsAsync(db, cancellationToken);
        People = await Choices.PeopleAsync(db, cancellationToken);
        Policies = [.. rules.Policies.Select(p => new SelectListItem(p.Name, p.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)))];
    }
}

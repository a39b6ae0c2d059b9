using Inbox.Core.Access;
using Inbox.Core.Cases;
using Inbox.Core.Cases.Tasks;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Inbox.Web.Pages.Cases;

/// <summary>Handing a case to others, and asking them for something. The forms are read when their dialogs open, so that they are those of the case as it is then.</summary>
internal sealed partial class CaseModel
{
    /// <summary>One answer to what a department asks for; an unticked box sends none.</summary>
    public sealed record FilledIn(string? Label, string? Value);

    public async Task<IActionResult> OnGetHandoffFormAsync(CancellationToken cancellationToken)
    {
        var rules = await rulebook.GetAsync(cancellationToken);
        return await ChangeableAsync(cancellationToken) is { } found
            ? Partial("_HandoffForm", new HandoffForm(found.Number, found.Status == CaseStatus.New, [.. rules.Departments.Values.Where(d => d.Id != found.DepartmentId).OrderBy(d => d.Id)]))
            : NotFound();
    }

    /// <summary>What the chosen department demands; nothing where the case moves at once.</summary>
    public async Task<IActionResult> OnGetChecklistAsync(long? department, CancellationToken cancellationToken)
    {
        var rules = await rulebook.GetAsync(cancellationToken);
        if (await ChangeableAsync(cancellationToken) is not { } found)
        {
            return NotFound();
        }

        return department is { } id && rules.Departments.TryGetValue(id, out var target) && (found.Status != CaseStatus.New || target.External)
            ? Partial("_Checklist", Checklist.Unanswered(target.Checklist))
            : Content("", "text/html");
    }

    public async Task<IActionResult> OnGetTaskFormAsync(CancellationToken cancellationToken)
    {
        var rules = await rulebook.GetAsync(cancellationToken);
        return await ChangeableAsync(cancellationToken) is { } found
            ? Partial("_TaskForm", new HandoffForm(found.Number, AtOnce: false, [.. rules.Departments.Values.OrderBy(d => d.Id == found.DepartmentId).ThenBy(d => d.Id)]))
            : NotFound();
    }

    /// <summary>Whom of a department one may ask.</summary>
    public async Task<IActionResult> OnGetTaskPeopleAsync(long? department, CancellationToken cancellationToken)
    {
        if (await ChangeableAsync(cancellationToken) is null)
        {
            return NotFound();
        }

        var people = await db.Users
            .Where(a => a.DisabledAt == null && a.Departments.Any(d => d.DepartmentId == department))
            .OrderBy(a => a.DisplayName).Select(a => new AssigneeMenu.Entry(a.Id, a.DisplayName)).ToListAsync(cancellationToken);
        return Partial("_TaskPeople", people);
    }

    public async Task<IActionResult> OnPostDepartmentAsync(long department, string? reason, List<FilledIn> answers, CancellationToken cancellationToken) =>
        Answer(await mediator.Send(new ChangeDepartment.Command(Id, department, reason, Me) { Answers = Given(answers) }, cancellationToken));

    public async Task<IActionResult> OnPostHandoffAsync(HandoffState decision, string? reason, CancellationToken cancellationToken) =>
        Answer(await mediator.Send(new DecideHandoff.Command(Id, decision, reason, Me), cancellationToken));

    public async Task<IActionResult> OnPostFillAsync(long handoff, List<FilledIn> answers, CancellationToken cancellationToken) =>
        Answer(await mediator.Send(new FillChecklist.Command(Id, handoff, Given(answers), Me), cancellationToken));

    public async Task<IActionResult> OnPostHandBackAsync(string? reason, CancellationToken cancellationToken) =>
        Answer(await mediator.Send(new HandBackCase.Command(Id, reason ?? "", Me), cancellationToken));

    public async Task<IActionResult> OnPostSeenAsync(CancellationToken cancellationToken) =>
        Answer(await mediator.Send(new SeeReturn.Command(Id, Me), cancellationToken));

    public async Task<IActionResult> OnPostTaskAsync(long department, long? assignee, string? text, DateTimeOffset? due, CancellationToken cancellationToken) =>
        Answer(await mediator.Send(new AskTask.Command(Id, text ?? "", department, assignee, due ?? DateTimeOffset.MinValue, Me), cancellationToken));

    private static Dictionary<string, string> Given(IEnumerable<FilledIn> answers)
    {
        var given = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var answer in answers.Where(a => !string.IsNullOrEmpty(a.Label)))
        {
            given[answer.Label!] = answer.Value ?? "";
        }

        return given;
    }

    /// <summary>Null when the case is not the actor's to change.</summary>
    private async Task<Changeable?> ChangeableAsync(CancellationToken cancellationToken)
    {
        var found = await db.Cases.VisibleTo(Me).Where(c => c.Id == Id).Select(c => new Changeable(c.Id, c.DepartmentId, c.Status)).FirstOrDefaultAsync(cancellationToken);
        return found is not null && Me.Works(found.DepartmentId) ? found : null;
    }

    private sealed record Changeable(long Id, long DepartmentId, CaseStatus Status)
    {
        public string Number => CaseNumber.Format(Id);
    }
}

/// <param name="AtOnce">A new case moves without being accepted.</param>
internal sealed record HandoffForm(string Number, bool AtOnce, IReadOnlyList<Core.Departments.Department> Departments);

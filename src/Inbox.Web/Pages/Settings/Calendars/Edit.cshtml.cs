using System.Globalization;
using Inbox.Core;
using Inbox.Core.Data;
using Inbox.Core.Departments;
using Inbox.Core.Sla;
using MediatR;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Inbox.Web.Pages.Settings.Calendars;

[RequestFormLimits(ValueCountLimit = 6000)]
public sealed class EditModel(IMediator mediator, InboxDb db, TimeProvider time) : SettingsPage(mediator)
{
    /// <summary>Events that come every year are written out for so many years after this one.</summary>
    private const int YearsAhead = 5;

    [BindProperty]
    public CalendarForm Input { get; set; } = new();

    /// <summary>What saving will do, said before it is done.</summary>
    public string Meaning { get; private set; } = "Clocks run while you work and stand still while you do not";

    public async Task<IActionResult> OnGetAsync(CancellationToken cancellationToken)
    {
        if (Id is { } id)
        {
            if (await db.Calendars.AsNoTracking().FirstOrDefaultAsync(c => c.Id == id, cancellationToken) is not { } calendar)
            {
                return NotFound();
            }

            Input = CalendarForm.Of(calendar);
        }
        else
        {
            Input = CalendarForm.New();
        }

        return await ShowAsync(cancellationToken);
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        var times = Input.Read((field, problem) => ModelState.AddModelError(CalendarForm.FieldOf(field), problem));
        var saved = await SaveAsync(new SaveCalendar.Command(Id, Input.Revision, Input.Name ?? "", times, Me), CalendarForm.FieldOf, cancellationToken);
        if (saved is not { } result)
        {
            return await ShowAsync(cancellationToken);
        }

        Saved = RecomputeNote.Saved(Input.Name, result.Value.Clocks);
        return LocalRedirect("/settings/calendars");
    }

    public Task<IActionResult> OnPostDeleteAsync(CancellationToken cancellationToken) =>
        Id is { } id
            ? DoAsync(new DeleteCalendar.Command(id, Me), () => Task.FromResult(GoTo("/settings/calendars")), cancellationToken)
            : Task.FromResult<IActionResult>(NotFound());

    /// <summary>When a promise would fall due by the hours as they are typed now.</summary>
    public IActionResult OnPostPreview() =>
        Partial("Settings/Calendars/_Preview", new CalendarPreview(Input.Try.Due(Input, time.Now()), new CalendarEditor(Input).Bars()));

    /// <summary>A row more or less, in the form and nowhere else.</summary>
    public IActionResult OnPostChange(string? act) => Editor(CalendarEditor.Change(Input, act ?? ""));

    /// <summary>Holidays of an iCalendar file, into the form and nowhere else.</summary>
    public async Task<IActionResult> OnPostImportAsync(IFormFile? file, CancellationToken cancellationToken)
    {
        if (file is null or { Length: 0 or > HolidayFile.LargestFile })
        {
            return Editor(new CalendarEditor(Input, Wrong: file is { Length: > 0 } ? "This file is larger than 1 MB. Give one that holds holidays only." : "This file is empty."));
        }

        using var reader = new StreamReader(file.OpenReadStream());
        var year = time.Now().Year;
        var read = HolidayFile.Read(await reader.ReadToEndAsync(cancellationToken), year, year + YearsAhead);
        return Editor(read.IsOk ? CalendarEditor.Import(Input, read.Value) : new CalendarEditor(Input, Wrong: read.Error.Message));
    }

    private PartialViewResult Editor(CalendarEditor editor)
    {
        // What was typed stands in the form itself; the preview follows the new rows.
        ModelState.Clear();
        Response.Headers["HX-Trigger-After-Settle"] = "hours-changed";
        return Partial("Settings/Calendars/_Hours", editor);
    }

    private async Task<IActionResult> ShowAsync(CancellationToken cancellationToken)
    {
        if (Id is { } id)
        {
            var cases = await db.SlaClocks
                .Where(c => c.CalendarId == id && c.StoppedAt == null && c.ResumedAt != null)
                .Select(c => c.CaseId).Distinct().CountAsync(cancellationToken);
            Meaning = cases switch
            {
                0 => "No clock runs by it now",
                1 => "The clocks of 1 open case run by it. Time used so far stays as counted; what is left is reckoned by the hours you save.",
                _ => string.Create(CultureInfo.InvariantCulture, $"The clocks of {cases:N0} open cases run by it. Time used so far stays as counted; what is left is reckoned by the hours you save."),
            };
        }

        return Page();
    }
}

/// <param name="Due">When the promise falls due, in words.</param>
/// <param name="Bars">The week as it is typed.</param>
public sealed record CalendarPreview(string Due, IReadOnlyList<DayBar> Bars);

using System.Globalization;
using Inbox.Core;
using Inbox.Core.Data;
using Inbox.Core.Departments;
using Inbox.Core.Sla;
using MediatR;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Inbox.Web.Pages.Settings.Calendars;

public sealed class EditModel(IMediator mediator, InboxDb db, TimeProvider time) : SettingsPage(mediator)
{
    public static IReadOnlyList<string> Days { get; } = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];

    [BindProperty]
    public CalendarForm Input { get; set; } = new();

    /// <summary>What saving will do, said before it is done.</summary>
    public string Meaning { get; private set; } = "Clocks run while you work and stand still while you do not";

    public static string TitleOf(string day) => char.ToUpperInvariant(day[0]) + day[1..];

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

        return await ShowAsync(cancellationToken);
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        var holidays = Input.ReadHolidays(problem => ModelState.AddModelError("Input.Holidays", problem));
        var saved = await SaveAsync(
            new SaveCalendar.Command(Id, Input.Revision, Input.Name ?? "", Input.TimeZone ?? "", Input.ReadHours(), holidays, Me),
            field: null,
            cancellationToken);
        if (saved is not { } result)
        {
            return await ShowAsync(cancellationToken);
        }

        Saved = result.Value.Cases switch
        {
            0 => $"{Input.Name} is saved.",
            1 => $"{Input.Name} is saved. The clocks of 1 open case go on by these hours.",
            var cases => string.Create(CultureInfo.InvariantCulture, $"{Input.Name} is saved. The clocks of {cases:N0} open cases go on by these hours."),
        };
        return LocalRedirect("/settings/calendars");
    }

    public Task<IActionResult> OnPostDeleteAsync(CancellationToken cancellationToken) =>
        Id is { } id
            ? DoAsync(new DeleteCalendar.Command(id, Me), () => Task.FromResult(GoTo("/settings/calendars")), cancellationToken)
            : Task.FromResult<IActionResult>(NotFound());

    /// <summary>When a promise would fall due by the hours as they are typed now.</summary>
    public IActionResult OnPostPreview() => Content(Input.Try(time.Now()), "text/plain; charset=utf-8");

    private async Task<IActionResult> ShowAsync(CancellationToken cancellationToken)
    {
        foreach (var day in Days)
        {
            // A post may leave days out; the week is shown whole.
            Input.Hours.TryAdd(day, null);
        }

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

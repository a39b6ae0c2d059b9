using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;

namespace Inbox.Browser.Tests;

[Collection(BrowserCollection.Name)]
public sealed partial class CalendarEditorTests(BrowserFixture browser, BrowserApp app)
{
    private const string HolidayFile = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//test//EN\r\nBEGIN:VEVENT\r\nUID:1\r\nDTSTART;VALUE=DATE:20200501\r\nRRULE:FREQ=YEARLY\r\nSUMMARY:May Day\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n";

    [Fact]
    public async Task Week_is_edited_by_keyboard_the_promise_follows_and_running_clocks_are_counted()
    {
        await using var visit = await Visit.BeginAsync(browser, app);
        var page = visit.Page;
        await visit.EnterAsync("Idris Cole");
        await page.GotoAsync("/settings/calendars");
        await page.GetByRole(AriaRole.Link, new() { Name = "Delivery hours" }).ClickAsync();
        await page.WaitForURLAsync("**/settings/calendars/*");

        // Monday to Friday 07:00 to 19:00, Saturday 08:00 to 14:00; 4 June 2027 is a Friday.
        var due = page.Locator("#due");
        await page.GetByLabel("or on").FillAsync("2027-06-04");
        await Assertions.Expect(due).ToHaveTextAsync("is due Saturday 5 June 2027, 09:30");

        await page.GetByRole(AriaRole.Button, new() { Name = "Remove Saturday, interval 1" }).PressAsync("Enter");
        await Assertions.Expect(due).ToHaveTextAsync("is due Monday 7 June 2027, 08:30");
        await Assertions.Expect(page.Locator("#add-5")).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(page.Locator("#from-5-0")).ToBeFocusedAsync();
        await page.Keyboard.TypeAsync("10:00");
        await page.Keyboard.PressAsync("Tab");
        await page.Keyboard.TypeAsync("12:00");
        await Assertions.Expect(due).ToHaveTextAsync("is due Saturday 5 June 2027, 11:30");
        await Assertions.Expect(page.Locator("#bar-5 svg")).ToHaveAttributeAsync("aria-label", "Saturday: open 10:00 to 12:00");

        await page.GetByRole(AriaRole.Button, new() { Name = "Add a holiday" }).PressAsync("Enter");
        var holiday = page.Locator("input[type=date][id^=holiday-]").Last;
        await Assertions.Expect(holiday).ToBeFocusedAsync();
        await holiday.FillAsync("2027-06-05");
        await Assertions.Expect(due).ToHaveTextAsync("is due Monday 7 June 2027, 08:30");

        var running = await RunningAsync();
        running.ShouldBeGreaterThan(0);
        await page.GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();
        await page.WaitForURLAsync("**/settings/calendars");
        await Assertions.Expect(page.Locator(".said-so")).ToContainTextAsync(RecomputedSoon());
        await Assertions.Expect(page.Locator("#recompute")).ToContainTextAsync(Recomputed());
        visit.Complaints.ShouldBeEmpty();
    }

    [Fact]
    public async Task Holidays_come_from_a_file_and_only_once()
    {
        await using var visit = await Visit.BeginAsync(browser, app);
        var page = visit.Page;
        await visit.EnterAsync("Idris Cole");
        await page.GotoAsync("/settings/calendars/new");
        var file = page.GetByLabel("From an iCalendar file");
        var chosen = new FilePayload { Name = "days.ics", MimeType = "text/calendar", Buffer = System.Text.Encoding.UTF8.GetBytes(HolidayFile) };

        await file.SetInputFilesAsync(chosen);
        await Assertions.Expect(page.Locator("#hours .said-so")).ToContainTextAsync("6 holidays added, 0 were in the list already.");
        await Assertions.Expect(page.GetByLabel("Holiday 1, name")).ToHaveValueAsync("May Day");
        await file.SetInputFilesAsync(chosen);
        await Assertions.Expect(page.Locator("#hours .said-so")).ToContainTextAsync("0 holidays added, 6 were in the list already.");
        await file.SetInputFilesAsync(new FilePayload { Name = "days.pdf", MimeType = "application/pdf", Buffer = "%PDF-1.7"u8.ToArray() });
        await Assertions.Expect(page.Locator("#hours .problems")).ToContainTextAsync("This is no iCalendar file");
        visit.Complaints.ShouldBeEmpty();
    }

    /// <summary>How many clocks run by a calendar depends on the time of day at which the demo was made.</summary>
    [GeneratedRegex("[0-9,]+ running clocks? will be recomputed", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex RecomputedSoon();

    [GeneratedRegex(@"[0-9,]+ running clocks? recomputed\.", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Recomputed();

    private Task<int> RunningAsync() => app.QueryAsync(db => db.SlaClocks.CountAsync(
        c => c.StoppedAt == null && c.ResumedAt != null && db.Calendars.Any(k => k.Id == c.CalendarId && k.Name == "Delivery hours")));
}

using System.Globalization;
using Inbox.Core.Cases;
using Inbox.Core.Data;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.EntityFrameworkCore;

namespace Inbox.Web.Pages.Settings;

/// <summary>What the selects of several forms offer.</summary>
internal static class Choices
{
    public static Task<List<SelectListItem>> DepartmentsAsync(InboxDb db, CancellationToken cancellationToken) =>
        db.Departments.OrderBy(d => d.Name).Select(d => new SelectListItem(d.Name, d.Id.ToString(CultureInfo.InvariantCulture))).ToListAsync(cancellationToken);

    public static Task<List<SelectListItem>> CalendarsAsync(InboxDb db, CancellationToken cancellationToken) =>
        db.Calendars.OrderBy(c => c.Name).Select(c => new SelectListItem(c.Name + " (" + c.TimeZone + ")", c.Id.ToString(CultureInfo.InvariantCulture))).ToListAsync(cancellationToken);

    public static Task<List<SelectListItem>> ChannelsAsync(InboxDb db, CancellationToken cancellationToken) =>
        db.Channels.OrderBy(c => c.Name).Select(c => new SelectListItem(c.Name, c.Id.ToString(CultureInfo.InvariantCulture))).ToListAsync(cancellationToken);

    public static Task<List<SelectListItem>> PeopleAsync(InboxDb db, CancellationToken cancellationToken) =>
        db.Users.Where(a => a.DisabledAt == null).OrderBy(a => a.DisplayName).Select(a => new SelectListItem(a.DisplayName, a.Id.ToString(CultureInfo.InvariantCulture))).ToListAsync(cancellationToken);

    public static List<SelectListItem> Priorities { get; } = [.. Enum.GetNames<Priority>().Select(p => new SelectListItem(p, p))];

    /// <summary>Commas or lines between the entries of a text field.</summary>
    public static string[] Split(string? typed) =>
        (typed ?? "").Split([',', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}

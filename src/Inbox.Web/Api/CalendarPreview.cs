using System.Globalization;
using Inbox.Core.Departments;
using Inbox.Core.Sla;

namespace Inbox.Web.Api;

/// <summary>Hours to try a promise on. Nothing of it is stored.</summary>
/// <param name="TimeZone">IANA name, such as Europe/London.</param>
/// <param name="Hours">By English day name: <c>{"monday": ["09:00-12:30", "13:30-17:00"]}</c>; a day that is missing is closed.</param>
/// <param name="Holidays">Dates on which no shift starts, such as 2026-12-25.</param>
/// <param name="Exceptions">Dates with hours of their own, holiday or not: <c>{"2026-12-24": ["09:00-12:00"]}</c>; an empty list is a closed day.</param>
/// <param name="Start">With its offset, such as 2026-12-24T10:00:00Z.</param>
/// <param name="WorkingSeconds">Give this to learn the due time.</param>
/// <param name="End">Or this to learn the working time up to it.</param>
internal sealed record CalendarPreviewRequest(
    string? TimeZone,
    Dictionary<string, string[]>? Hours,
    IReadOnlyList<string>? Holidays,
    Dictionary<string, string[]>? Exceptions,
    string? Start,
    double? WorkingSeconds,
    string? End)
{
    private const double LongestSeconds = 100d * 366 * 24 * 60 * 60;

    /// <summary>The answer, or null and what is wrong by field.</summary>
    public object? Answer(Dictionary<string, string[]> errors)
    {
        var times = new CalendarHours(
            TimeZone ?? "",
            (Hours ?? []).ToDictionary(d => d.Key, d => d.Value ?? [], StringComparer.OrdinalIgnoreCase),
            Dates(Holidays ?? [], "holidays", errors).ConvertAll(d => new Holiday(d)),
            [.. (Exceptions ?? []).Keys.Zip(Dates((Exceptions ?? []).Keys, "exceptions", errors), (key, date) => new OpenDay(date, Exceptions![key] ?? []))]);
        times.Check((field, problem) => Wrong(errors, FieldOf(field), problem));
        var start = Moment(Start, "start", errors);
        var end = End is null ? default : Moment(End, "end", errors);
        if ((WorkingSeconds is null) == (End is null))
        {
            Wrong(errors, "workingSeconds", "Give workingSeconds to learn the due time, or end to learn the working time up to it: one of the two.");
        }
        else if (WorkingSeconds is not null and not (>= 0 and <= LongestSeconds))
        {
            Wrong(errors, "workingSeconds", "Give seconds from 0 to 3162240000, which are a hundred years.");
        }

        if (errors.Count > 0)
        {
            return null;
        }

        var hours = times.ToWorkingTime();
        if (WorkingSeconds is not { } seconds)
        {
            return new WorkedAnswer(hours.Between(start, end).TotalSeconds);
        }

        var due = hours.Add(start, TimeSpan.FromSeconds(seconds));
        if (due == WorkingTime.Never)
        {
            Wrong(errors, "workingSeconds", FormattableString.Invariant($"By these hours so much working time has not passed by the end of {WorkingTime.LastYear}."));
            return null;
        }

        return new DueAnswer(due.UtcDateTime);
    }

    private static List<DateOnly> Dates(IEnumerable<string?> typed, string field, Dictionary<string, string[]> errors)
    {
        var dates = new List<DateOnly>();
        foreach (var text in typed)
        {
            if (!DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date))
            {
                Wrong(errors, field, $"“{text}” is not a date. Write it like 2026-12-25.");
                date = new DateOnly(WorkingTime.FirstYear, 1, 1);
            }

            dates.Add(date);
        }

        return dates;
    }

    /// <summary>A moment without an offset would mean another one on every server.</summary>
    private static DateTimeOffset Moment(string? text, string field, Dictionary<string, string[]> errors)
    {
        var known = DateTimeOffset.TryParseExact(
            text, ["yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK", "yyyy-MM-dd'T'HH:mmK"], CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at);
        if (!known || text!.AsSpan(10).IndexOfAny("Zz+-") < 0)
        {
            Wrong(errors, field, "Give a moment with its offset, like 2026-12-24T10:00:00Z or 2026-12-24T10:00:00+01:00.");
        }
        else if (at.UtcDateTime.Year is < WorkingTime.FirstYear or > WorkingTime.LastYear)
        {
            Wrong(errors, field, FormattableString.Invariant($"Give a moment in the years {WorkingTime.FirstYear} to {WorkingTime.LastYear}."));
        }

        return at;
    }

    /// <summary><c>Hours[monday]</c> is <c>hours.monday</c> here; dates are told apart in the sentence.</summary>
    private static string FieldOf(string field) =>
        (char.ToLowerInvariant(field[0]) + field[1..]).Split('[') is [var list, var which]
            ? list == "hours" ? $"hours.{which.TrimEnd(']')}" : list
            : char.ToLowerInvariant(field[0]) + field[1..];

    private static void Wrong(Dictionary<string, string[]> errors, string field, string problem) =>
        errors[field] = [.. errors.GetValueOrDefault(field) ?? [], problem];
}

/// <param name="Due">UTC.</param>
internal sealed record DueAnswer(DateTime Due);

internal sealed record WorkedAnswer(double WorkingSeconds);

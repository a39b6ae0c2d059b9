using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.RegularExpressions;

namespace Inbox.Core.Sla;

/// <summary>
/// The opening hours of a week as people write them: <c>{"monday": ["09:00-12:30", "13:30-17:00"], …}</c>. A day that is
/// missing or empty is closed. <c>22:00-06:00</c> ends on the next day, <c>00:00-24:00</c> is the whole day, and an end
/// above 24:00 also means the next day (<c>09:00-33:00</c>: the 24 hours from nine).
/// </summary>
public static partial class WeeklyHours
{
    private const int MinutesPerWeek = 7 * Shift.MinutesPerDay;

    private static readonly DayOfWeek[] Week =
    [
        DayOfWeek.Monday, DayOfWeek.Tuesday, DayOfWeek.Wednesday, DayOfWeek.Thursday,
        DayOfWeek.Friday, DayOfWeek.Saturday, DayOfWeek.Sunday,
    ];

    /// <summary>Reads a week. On failure, <paramref name="error"/> names the day and the interval and says what to write.</summary>
    /// <param name="days">Intervals by English day name, in any case.</param>
    /// <param name="shifts">The shifts from Monday on, by their start; empty on failure.</param>
    /// <param name="error">A sentence for the person who typed the hours; null on success.</param>
    public static bool TryParse(
        IReadOnlyDictionary<string, string[]> days,
        out IReadOnlyList<Shift> shifts,
        [NotNullWhen(false)] out string? error)
    {
        shifts = [];
        var read = new List<Shift>();
        var seen = new HashSet<DayOfWeek>();
        foreach (var (name, intervals) in days)
        {
            if (!TryParseDay(name, out var day))
            {
                error = $"\"{name}\" is not a day: write monday, tuesday, wednesday, thursday, friday, saturday or sunday.";
                return false;
            }

            if (!seen.Add(day))
            {
                error = $"{day} is given twice: write all its intervals in one list.";
                return false;
            }

            // JSON may say null for a closed day.
            foreach (var interval in intervals ?? [])
            {
                if (!TryParseInterval(day, day.ToString(), interval, out var shift, out error))
                {
                    return false;
                }

                read.Add(shift);
            }
        }

        read.Sort((a, b) => MinuteOfWeek(a).CompareTo(MinuteOfWeek(b)));
        error = FindOverlap(read);
        if (error is not null)
        {
            return false;
        }

        shifts = read;
        return true;
    }

    /// <summary>Reads the hours of a single date; of the same form, and none for a day on which nobody works.</summary>
    public static bool TryParse(DateOnly date, IEnumerable<string> intervals, out IReadOnlyList<Shift> shifts, [NotNullWhen(false)] out string? error)
    {
        var label = date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        var read = new List<Shift>();
        shifts = [];
        foreach (var interval in intervals)
        {
            if (!TryParseInterval(date.DayOfWeek, label, interval, out var shift, out error))
            {
                return false;
            }

            read.Add(shift);
        }

        read.Sort((a, b) => a.FromMinute.CompareTo(b.FromMinute));
        var overlap = read.Zip(read.Skip(1)).Where(pair => pair.First.ToMinute > pair.Second.FromMinute).Select(pair => ((Shift, Shift)?)pair).FirstOrDefault();
        error = overlap is var (first, second) ? $"{label}, {Format(first)} and {Format(second)} overlap: end the first by {Clock(second.FromMinute)}, or join them." : null;
        if (error is not null)
        {
            return false;
        }

        shifts = read;
        return true;
    }

    /// <summary>Writes all seven days from Monday on, so that <see cref="TryParse"/> reads the same shifts back.</summary>
    public static IReadOnlyDictionary<string, string[]> Format(IEnumerable<Shift> shifts)
    {
        var byDay = shifts.OrderBy(shift => shift.FromMinute).ToLookup(shift => shift.Day);
        return new OrderedDictionary<string, string[]>(
            Week.Select(day => KeyValuePair.Create(Name(day), byDay[day].Select(Format).ToArray())),
            StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>One interval, so that it is read back as the same shift.</summary>
    public static string Format(Shift shift)
    {
        // The hour alone tells the next day, except for 24 hours that start after midnight: 09:00-09:00 reads as nothing.
        var wraps = shift.ToMinute > Shift.MinutesPerDay && shift.ToMinute < shift.FromMinute + Shift.MinutesPerDay;
        return $"{Clock(shift.FromMinute)}-{Clock(wraps ? shift.ToMinute - Shift.MinutesPerDay : shift.ToMinute)}";
    }

    private static string Clock(int minute) => string.Create(CultureInfo.InvariantCulture, $"{minute / 60:00}:{minute % 60:00}");

    private static string Name(DayOfWeek day) => day.ToString().ToLowerInvariant();

    private static bool TryParseDay(string name, out DayOfWeek day)
    {
        day = Array.Find(Week, candidate => string.Equals(candidate.ToString(), name.Trim(), StringComparison.OrdinalIgnoreCase));

        // Sunday is the default value: it also stands for "none found".
        return day != DayOfWeek.Sunday || string.Equals(name.Trim(), nameof(DayOfWeek.Sunday), StringComparison.OrdinalIgnoreCase);
    }

    private static bool TryParseInterval(DayOfWeek day, string label, string? text, out Shift shift, [NotNullWhen(false)] out string? error)
    {
        shift = default;
        error = null;
        var match = IntervalPattern().Match(text ?? "");
        if (!match.Success
            || !TryParseClock(match, "fromHour", "fromMinute", 23, out var from)
            || !TryParseClock(match, "toHour", "toMinute", 48, out var to))
        {
            error = $"{label}, \"{text}\": write from and to as HH:MM-HH:MM, for example 09:00-17:30.";
            return false;
        }

        if (to == from)
        {
            error = $"{label}, \"{text}\" has no length: write 00:00-24:00 for a whole day, or leave it out if closed.";
            return false;
        }

        shift = new Shift(day, from, to < from ? to + Shift.MinutesPerDay : to);
        if (!shift.IsValid)
        {
            error = $"{label}, \"{text}\" is longer than 24 hours: write what is left on the next day.";
            return false;
        }

        return true;
    }

    private static bool TryParseClock(Match match, string hourGroup, string minuteGroup, int lastHour, out int minuteOfDay)
    {
        var hour = int.Parse(match.Groups[hourGroup].ValueSpan, CultureInfo.InvariantCulture);
        var minute = int.Parse(match.Groups[minuteGroup].ValueSpan, CultureInfo.InvariantCulture);
        minuteOfDay = hour * 60 + minute;
        return hour <= lastHour && minute < 60;
    }

    private static string? FindOverlap(List<Shift> sorted)
    {
        for (var i = 0; i < sorted.Count; i++)
        {
            // After Sunday comes Monday. Sorted by start, whoever overlaps anything overlaps the next.
            var (shift, next) = (sorted[i], sorted[(i + 1) % sorted.Count]);
            var nextStart = MinuteOfWeek(next) + (i + 1 == sorted.Count ? MinutesPerWeek : 0);
            if (MinuteOfWeek(shift) + shift.ToMinute - shift.FromMinute > nextStart)
            {
                return $"{shift.Day} {Format(shift)} and {next.Day} {Format(next)} overlap: "
                    + $"end the first by {Clock(next.FromMinute)} on {next.Day}, or join them.";
            }
        }

        return null;
    }

    private static int MinuteOfWeek(Shift shift) => Array.IndexOf(Week, shift.Day) * Shift.MinutesPerDay + shift.FromMinute;

    [GeneratedRegex(
        @"^\s*(?<fromHour>[0-9]{1,2}):(?<fromMinute>[0-9]{2})\s*[-–]\s*(?<toHour>[0-9]{1,2}):(?<toMinute>[0-9]{2})\s*$",
        RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant,
        matchTimeoutMilliseconds: 1000)]
    private static partial Regex IntervalPattern();
}

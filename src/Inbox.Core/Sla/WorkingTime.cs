using System.Collections.Frozen;
using NodaTime;

namespace Inbox.Core.Sla;

/// <summary>
/// Arithmetic on the opening hours of one calendar. Open is every moment at which the wall clock of the time zone
/// stands inside a shift: a whole day counts 23 hours when clocks go forward and 25 when they go back, an hour that the
/// clock skips is not worked and one that it shows twice is worked twice. A shift belongs to the day it starts on;
/// a holiday removes the shifts that start on it and nothing else, and hours of its own for a date replace what would
/// start on it, holiday or not. Shifts that overlap count once.
/// </summary>
/// <remarks>
/// Immutable to its callers and safe for any number of threads. The intervals of a year are laid out on first use and
/// kept, so keep the instance: a call then is two binary searches and allocates nothing.
/// </remarks>
public sealed partial class WorkingTime
{
    /// <summary>The years between which due times are reckoned, both included.</summary>
    public const int FirstYear = 1970;

    /// <inheritdoc cref="FirstYear"/>
    public const int LastYear = 2169;

    private static readonly FrozenSet<string> TimeZones = DateTimeZoneProviders.Tzdb.Ids.ToFrozenSet(StringComparer.Ordinal);

    private readonly DateTimeZone zone;
    private readonly Shift[][] shiftsByDay;
    private readonly FrozenSet<int> holidays;
    private readonly FrozenDictionary<int, Shift[]> exceptions;
    private readonly bool everOpens;
    private readonly OpenYear?[] years = new OpenYear?[LastYear - FirstYear + 1];

    /// <param name="timeZone">An IANA name, see <see cref="IsTimeZone"/>.</param>
    /// <param name="shifts">The opening intervals of a week, in any order.</param>
    /// <param name="holidays">Local dates on which no shift starts.</param>
    /// <param name="exceptions">Local dates with shifts of their own, whatever weekday or holiday they are; none means closed.</param>
    /// <exception cref="ArgumentException">The time zone is unknown or a shift has no valid bounds.</exception>
    public WorkingTime(
        string timeZone,
        IEnumerable<Shift> shifts,
        IEnumerable<DateOnly> holidays,
        IReadOnlyDictionary<DateOnly, IReadOnlyList<Shift>>? exceptions = null)
    {
        if (!IsTimeZone(timeZone))
        {
            throw new ArgumentException($"Unknown time zone '{timeZone}'.", nameof(timeZone));
        }

        var sorted = InOrder(shifts);
        zone = DateTimeZoneProviders.Tzdb[timeZone];
        shiftsByDay = [.. Enum.GetValues<DayOfWeek>().Select(day => Array.FindAll(sorted, shift => shift.Day == day))];
        this.holidays = holidays.Select(date => date.DayNumber).ToFrozenSet();
        this.exceptions = (exceptions ?? new Dictionary<DateOnly, IReadOnlyList<Shift>>())
            .ToFrozenDictionary(day => day.Key.DayNumber, day => InOrder(day.Value));
        everOpens = sorted.Length > 0 || this.exceptions.Values.Any(own => own.Length > 0);
    }

    /// <summary>What <see cref="Add"/> returns when the time never comes: 9999-12-31T00:00:00Z.</summary>
    public static DateTimeOffset Never { get; } = new(9999, 12, 31, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Every minute of every day.</summary>
    public static WorkingTime AroundTheClock { get; } =
        new("Etc/UTC", Enum.GetValues<DayOfWeek>().Select(day => new Shift(day, 0, Shift.MinutesPerDay)), []);

    /// <summary>Names of the IANA time zone database, in order.</summary>
    public static IReadOnlyList<string> TimeZoneNames { get; } = [.. TimeZones.Order(StringComparer.Ordinal)];

    /// <summary>Whether <paramref name="id"/> is a name of the IANA time zone database, such as <c>Europe/London</c>.</summary>
    public static bool IsTimeZone(string id) => TimeZones.Contains(id);

    /// <summary>
    /// The earliest moment, in UTC, by which <paramref name="working"/> has passed since <paramref name="start"/>.
    /// So time that fills a shift ends at its close (Friday 17:00, not Monday 09:00), and where nothing is left
    /// (zero or less) it is the first open moment from <paramref name="start"/> on. <see cref="Never"/> when the calendar
    /// has no shifts, or the moment lies beyond <see cref="LastYear"/>.
    /// </summary>
    public DateTimeOffset Add(DateTimeOffset start, TimeSpan working)
    {
        if (working <= TimeSpan.Zero)
        {
            return NextOpening(start) ?? Never;
        }

        // Working time is never faster than the clock, so this also keeps the sum below from overflowing.
        if (!everOpens || working >= Never - start)
        {
            return Never;
        }

        var year = start.UtcDateTime.Year;
        var open = Year(year);
        var owed = open.Until(start.UtcTicks) + working.Ticks;
        while (owed > open.Total)
        {
            if (year >= LastYear)
            {
                return Never;
            }

            owed -= open.Total;
            open = Year(++year);
        }

        return Utc(open.When(owed));
    }

    /// <summary>The working time from <paramref name="start"/> to <paramref name="end"/>; zero when end is not after start.</summary>
    public TimeSpan Between(DateTimeOffset start, DateTimeOffset end)
    {
        if (end <= start || !everOpens)
        {
            return TimeSpan.Zero;
        }

        var year = start.UtcDateTime.Year;
        var lastYear = end.UtcDateTime.Year;
        var worked = -Year(year).Until(start.UtcTicks);
        for (; year < lastYear; year++)
        {
            worked += Year(year).Total;
        }

        return TimeSpan.FromTicks(worked + Year(lastYear).Until(end.UtcTicks));
    }

    /// <summary>Whether <paramref name="at"/> is working time; a shift includes its first moment and not its last.</summary>
    public bool IsOpen(DateTimeOffset at) => everOpens && Year(at.UtcDateTime.Year).IsOpen(at.UtcTicks);

    /// <summary>
    /// The first open moment, in UTC, that is not before <paramref name="at"/>: itself when open. Null when the calendar
    /// has no shifts, or opens no more by <see cref="LastYear"/>.
    /// </summary>
    public DateTimeOffset? NextOpening(DateTimeOffset at)
    {
        var year = at.UtcDateTime.Year;
        var opening = everOpens ? Year(year).NextOpening(at.UtcTicks) : null;
        while (everOpens && opening is null && year < LastYear)
        {
            opening = Year(++year).NextOpening(at.UtcTicks);
        }

        return opening is { } ticks ? Utc(ticks) : null;
    }

    /// <summary>What the wall clock of the calendar's zone shows at <paramref name="at"/>.</summary>
    public DateTimeOffset ToLocal(DateTimeOffset at) => Instant.FromDateTimeOffset(at).InZone(zone).ToDateTimeOffset();

    /// <summary>The moment at which the wall clock shows <paramref name="local"/>: the earlier where it does so twice, moved on by the gap where it never does.</summary>
    public DateTimeOffset FromLocal(DateTime local) =>
        zone.AtLeniently(LocalDateTime.FromDateTime(DateTime.SpecifyKind(local, DateTimeKind.Unspecified))).ToDateTimeOffset().ToUniversalTime();
}

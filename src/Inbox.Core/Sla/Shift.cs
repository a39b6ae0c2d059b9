using System.Runtime.InteropServices;

namespace Inbox.Core.Sla;

/// <summary>
/// One opening interval of a week, in minutes of the wall clock since midnight of <paramref name="Day"/>.
/// ToMinute may exceed 1440: the shift ends after midnight (at most FromMinute + 1440).
/// </summary>
[StructLayout(LayoutKind.Auto)]
public readonly record struct Shift(DayOfWeek Day, int FromMinute, int ToMinute)
{
    internal const int MinutesPerDay = 24 * 60;

    internal bool IsValid =>
        Day is >= DayOfWeek.Sunday and <= DayOfWeek.Saturday
        && FromMinute is >= 0 and < MinutesPerDay
        && ToMinute > FromMinute
        && ToMinute <= FromMinute + MinutesPerDay;
}

using System.Globalization;
using System.Text.RegularExpressions;

namespace Inbox.Web.Pages.Settings;

/// <summary>A target as people write it: "30m", "4h", "1h 30m", "2d". A day is 24 hours that count.</summary>
internal static partial class TargetText
{
    public const string Help = "Write a time like 30m, 4h or 1h 30m.";

    private const int MinutesPerDay = 24 * 60;

    /// <summary>Blank is no target: true, and null.</summary>
    public static bool TryParse(string? typed, out int? minutes)
    {
        minutes = null;
        if (string.IsNullOrWhiteSpace(typed))
        {
            return true;
        }

        var match = Pattern().Match(typed);
        if (!match.Success || match.Groups.Values.Skip(1).All(g => !g.Success))
        {
            return false;
        }

        minutes = Number(match, "days") * MinutesPerDay + Number(match, "hours") * 60 + Number(match, "minutes");
        return true;
    }

    public static string? Format(int? minutes)
    {
        if (minutes is not { } all)
        {
            return null;
        }

        var parts = new List<string>(3);
        Add(all / MinutesPerDay, "d");
        Add(all % MinutesPerDay / 60, "h");
        Add(all % 60, "m");
        return parts.Count == 0 ? "0m" : string.Join(' ', parts);

        void Add(int number, string unit)
        {
            if (number > 0)
            {
                parts.Add(number.ToString(CultureInfo.InvariantCulture) + unit);
            }
        }
    }

    private static int Number(Match match, string group) =>
        match.Groups[group] is { Success: true } digits ? int.Parse(digits.ValueSpan, CultureInfo.InvariantCulture) : 0;

    // Four digits keep the sum far from overflowing.
    [GeneratedRegex(@"^\s*((?<days>[0-9]{1,4})\s*d)?\s*((?<hours>[0-9]{1,4})\s*h)?\s*((?<minutes>[0-9]{1,4})\s*m(in)?)?\s*$", RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Pattern();
}

using System.Globalization;
using System.Text.RegularExpressions;

namespace Inbox.Channels.Feeds;

/// <summary>Dates as feeds write them: RFC 822 with every zone that people invent, ISO 8601 in full or in part, asctime.</summary>
internal static partial class FeedDates
{
    private const string MonthNames = "janfebmaraprmayjunjulaugsepoctnovdec";

    private static readonly Dictionary<string, double> Zones = new(StringComparer.OrdinalIgnoreCase)
    {
        ["UT"] = 0, ["GMT"] = 0, ["UTC"] = 0, ["Z"] = 0, ["WET"] = 0, ["WEST"] = 1, ["BST"] = 1, ["CET"] = 1, ["MET"] = 1, ["CEST"] = 2,
        ["EET"] = 2, ["EEST"] = 3, ["MSK"] = 3, ["IST"] = 5.5, ["JST"] = 9, ["KST"] = 9, ["AWST"] = 8, ["AEST"] = 10, ["AEDT"] = 11,
        ["NZST"] = 12, ["NZDT"] = 13, ["NDT"] = -2.5, ["NST"] = -3.5, ["ADT"] = -3, ["AST"] = -4, ["EDT"] = -4, ["EST"] = -5,
        ["CDT"] = -5, ["CST"] = -6, ["MDT"] = -6, ["MST"] = -7, ["PDT"] = -7, ["PST"] = -8, ["AKDT"] = -8, ["AKST"] = -9, ["HST"] = -10,
    };

    /// <summary>UTC, or null where the text is no date. A missing or unknown zone is read as UTC.</summary>
    public static DateTimeOffset? Parse(string? text)
    {
        var line = FeedText.Line(text);
        if (line.Length is 0 or > 100)
        {
            return null;
        }

        foreach (var form in (ReadOnlySpan<Regex>)[Iso(), Mail(), CTime()])
        {
            if (form.Match(line) is { Success: true } match)
            {
                return Build(match.Groups);
            }
        }

        return null;
    }

    private static DateTimeOffset? Build(GroupCollection parts)
    {
        var month = parts["name"].Success
            ? MonthNames.IndexOf(parts["name"].Value[..3], StringComparison.OrdinalIgnoreCase) / 3 + 1
            : Number(parts["month"], 1);
        var (year, day) = (Number(parts["year"], 1), Number(parts["day"], 1));
        if (parts["year"].Length == 2)
        {
            year += year < 70 ? 2000 : 1900; // RFC 5322, 4.3, but for years that feeds can have.
        }

        var (hour, minute, second) = (Number(parts["hour"], 0), Number(parts["minute"], 0), Number(parts["second"], 0));
        if (year is < 1 or > 9998 || month is < 1 or > 12 || day < 1 || day > DateTime.DaysInMonth(year, month)
            || hour > 24 || minute > 59 || second > 60 || Zone(parts["zone"].Value) is not { } zone)
        {
            return null;
        }

        // 24:00 and leap seconds are sums, not errors.
        var local = new DateTime(year, month, day, 0, 0, 0, DateTimeKind.Unspecified).AddHours(hour).AddMinutes(minute).AddSeconds(second);
        if (parts["fraction"].Success)
        {
            // Whole microseconds, as the database keeps them.
            local = local.AddTicks(int.Parse(parts["fraction"].Value.PadRight(6, '0')[..6], CultureInfo.InvariantCulture) * 10L);
        }

        return local.Ticks < zone.Ticks ? null : new DateTimeOffset(local - zone, TimeSpan.Zero);
    }

    private static TimeSpan? Zone(string zone)
    {
        if (Zones.TryGetValue(zone, out var hours))
        {
            return TimeSpan.FromHours(hours);
        }

        var offset = Offset().Match(zone);
        if (!offset.Success)
        {
            return TimeSpan.Zero;
        }

        var size = new TimeSpan(Number(offset.Groups["h"], 0), Number(offset.Groups["m"], 0), 0);
        return size > TimeSpan.FromHours(24) ? null : offset.Groups["sign"].Value is "-" or "−" ? -size : size;
    }

    private static int Number(Group group, int otherwise) =>
        group.Success && int.TryParse(group.ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : otherwise;

    [GeneratedRegex(@"^(?<year>[0-9]{4})(-?(?<month>[0-9]{2})(-?(?<day>[0-9]{2}))?)?([T ]\s?(?<hour>[0-9]{1,2}):?(?<minute>[0-9]{2})(:?(?<second>[0-9]{2})([.,](?<fraction>[0-9]+))?)?\s?(?<zone>[A-Za-z]+|(UTC|GMT)?[+−-][0-9:]+)?)?$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Iso();

    [GeneratedRegex(@"^([A-Za-z]+[,.]?\s)?\s?(?<day>[0-9]{1,2})(st|nd|rd|th)?[\s-](?<name>(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*)[.,]?[\s-](?<year>[0-9]{4}|[0-9]{2})(,?\s(at\s)?(?<hour>[0-9]{1,2}):(?<minute>[0-9]{1,2})(:(?<second>[0-9]{1,2})([.,](?<fraction>[0-9]+))?)?)?(\s?(?<zone>(UTC|GMT)?[+−-][0-9:]+|[A-Za-z]+))?(\s?\([^)]*\))?$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Mail();

    [GeneratedRegex(@"^([A-Za-z]+,?\s)?(?<name>(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*)[.]?\s(?<day>[0-9]{1,2}),?(\s(?<year>[0-9]{4}))?(\s(?<hour>[0-9]{1,2}):(?<minute>[0-9]{2})(:(?<second>[0-9]{2}))?)?(\s(?<zone>[A-Za-z]+|[+-][0-9:]+))?(\s(?<year>[0-9]{4}))?$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex CTime();

    [GeneratedRegex(@"^(UTC|GMT)?(?<sign>[+−-])(?<h>[0-9]{1,2}):?(?<m>[0-9]{2})?$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Offset();
}

using System.Globalization;
using Inbox.Channels.Feeds;

namespace Inbox.Channels.Social;

/// <summary>Times as networks write them: ISO 8601 with or without zone, RFC 5322, Twitter's old form, seconds, milliseconds or microseconds since 1970.</summary>
internal static class SocialTime
{
    private const double Seconds = 1e11;
    private const double Milliseconds = 1e14;
    private const double Latest = 253_402_300_799;

    /// <summary>UTC in whole microseconds; null where it is no time.</summary>
    public static DateTimeOffset? Parse(string? text)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            return null;
        }

        // Four digits are a year, and no network is as old as 1970.
        if (text.Length <= 5 || !double.TryParse(text, NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent, CultureInfo.InvariantCulture, out var since))
        {
            return FeedDates.Parse(text);
        }

        var seconds = since < Seconds ? since : since < Milliseconds ? since / 1e3 : since / 1e6;
        return seconds is > 0 and < Latest ? DateTimeOffset.UnixEpoch.AddTicks((long)(decimal.Round((decimal)seconds, 6) * TimeSpan.TicksPerSecond)) : null;
    }
}

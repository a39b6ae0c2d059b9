using Inbox.Core.Channels;

namespace Inbox.Core.Delivery;

/// <summary>How often and when is tried again what a far side did not take.</summary>
internal static class SendRetries
{
    private const int Most = 12;

    /// <summary>While the door itself fails, answers wait as long as a mail server would keep them (RFC 5321, 4.5.4.1).</summary>
    private static readonly TimeSpan LongestOutage = TimeSpan.FromDays(5);
    private static readonly TimeSpan LongestWait = TimeSpan.FromHours(4);

    /// <param name="result">How the last attempt ended.</param>
    /// <param name="attempts">Made so far.</param>
    /// <param name="since">When the first was owed.</param>
    /// <param name="now">UTC.</param>
    public static bool MayTryAgain(SendResult result, int attempts, DateTimeOffset since, DateTimeOffset now) =>
        attempts < Most || (result.DoorFails && now - since < LongestOutage);

    /// <summary>When: as the far side wished, else with growing pauses.</summary>
    public static DateTimeOffset Next(SendResult result, int attempts, DateTimeOffset now)
    {
        var wait = result.LimitedUntil - now ?? result.After ?? TimeSpan.FromSeconds(15 * Math.Pow(2, Math.Min(attempts, Most) - 1));
        return now + (wait < LongestWait ? wait : LongestWait);
    }
}

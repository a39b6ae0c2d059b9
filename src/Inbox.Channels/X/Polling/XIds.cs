using System.Globalization;

namespace Inbox.Channels.X.Polling;

/// <summary>Ids of X: numbers that grow with time, and beyond what a double holds.</summary>
internal static class XIds
{
    /// <summary>Where their milliseconds begin.</summary>
    private const long Epoch = 1_288_834_974_657;

    public static string? Newer(string? one, string? other) =>
        one is null || other is null ? one ?? other : one.Length != other.Length ? (one.Length > other.Length ? one : other) : string.CompareOrdinal(one, other) >= 0 ? one : other;

    public static bool IsNewer(string id, string? than) => than is null || (id != than && Newer(id, than) == id);

    /// <summary>When it was given out; long ago for what is none.</summary>
    public static DateTimeOffset TimeOf(string id) =>
        long.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? DateTimeOffset.FromUnixTimeMilliseconds((number >> 22) + Epoch) : DateTimeOffset.MinValue;

    public static DateTimeOffset Later(DateTimeOffset one, DateTimeOffset other) => one > other ? one : other;
}

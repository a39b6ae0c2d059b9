namespace Inbox.Core.Demo;

/// <summary>Chances and spans as people make them: mostly short, sometimes very long.</summary>
internal static class Chance
{
    public static bool Of(this Random random, double probability) => random.NextDouble() < probability;

    public static T Pick<T>(this Random random, IReadOnlyList<T> from) => from[random.Next(from.Count)];

    /// <summary>Log-normal: half of all spans are shorter than the median; a spread of 1 puts one in ten at 3.6 times the median.</summary>
    public static TimeSpan Span(this Random random, TimeSpan median, double spread)
    {
        // Box-Muller.
        var normal = Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
        return TimeSpan.FromSeconds(Math.Round(median.TotalSeconds * Math.Exp(spread * normal)) + 1);
    }

    /// <summary>Nobody writes in the middle of the night: the small hours move to the morning.</summary>
    public static DateTimeOffset Awake(this Random random, DateTimeOffset at) =>
        at.Hour < 6 ? at.AddHours(6 - at.Hour).AddMinutes(random.Next(5, 200)) : at;

    /// <summary>The last moment from which <paramref name="working"/> time remains until <paramref name="end"/>.</summary>
    public static DateTimeOffset Before(this Sla.WorkingTime hours, DateTimeOffset end, TimeSpan working)
    {
        var (from, to) = (end.AddDays(-60), end);
        while (to - from > TimeSpan.FromSeconds(1))
        {
            var middle = from + ((to - from) / 2);
            (from, to) = hours.Between(middle, end) >= working ? (middle, to) : (from, middle);
        }

        return from;
    }
}

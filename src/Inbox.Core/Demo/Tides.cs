namespace Inbox.Core.Demo;

/// <summary>When people write: by the hour of the day and the day of the week.</summary>
internal static class Tides
{
    private static readonly double[] ByHour =
        [0.04, 0.02, 0.01, 0.01, 0.02, 0.05, 0.12, 0.3, 0.55, 0.8, 0.95, 0.9, 0.85, 0.8, 0.78, 0.8, 0.85, 0.9, 1, 1, 0.95, 0.7, 0.35, 0.12];

    /// <summary>A time between the two, in whole seconds.</summary>
    public static DateTimeOffset Pick(Random random, DateTimeOffset from, DateTimeOffset to)
    {
        var at = from;
        for (var i = 0; i < 40; i++)
        {
            at = from.AddSeconds(Math.Floor(random.NextDouble() * (to - from).TotalSeconds));
            var weekend = at.DayOfWeek switch { DayOfWeek.Saturday => 0.6, DayOfWeek.Sunday => 0.35, _ => 1 };
            if (random.NextDouble() < ByHour[at.Hour] * weekend)
            {
                break;
            }
        }

        return at;
    }
}

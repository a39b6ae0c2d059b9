using System.Diagnostics;

namespace Inbox.Testing;

/// <summary>For what another process or worker brings about.</summary>
public static class Eventually
{
    /// <exception cref="TimeoutException">It did not come about in time.</exception>
    public static async Task IsAsync(Func<Task<bool>> holdsAsync, TimeSpan within)
    {
        var started = Stopwatch.GetTimestamp();
        while (!await holdsAsync())
        {
            if (Stopwatch.GetElapsedTime(started) > within)
            {
                throw new TimeoutException($"It did not come about within {within.TotalSeconds} s.");
            }

            await Task.Delay(50);
        }
    }
}

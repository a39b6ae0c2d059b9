using System.Diagnostics;

namespace Inbox.Testing;

/// <summary>For what another process or worker brings about.</summary>
public static class Eventually
{
    /// <summary>Far above what anything here takes: a shared machine stands still for seconds, and waiting costs only a test that fails.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    /// <param name="within">Only for what is long work; 90 seconds otherwise.</param>
    /// <exception cref="TimeoutException">It did not come about in time.</exception>
    public static async Task IsAsync(Func<Task<bool>> holdsAsync, TimeSpan? within = null)
    {
        var (started, patience) = (Stopwatch.GetTimestamp(), within ?? Patience);
        while (!await holdsAsync())
        {
            if (Stopwatch.GetElapsedTime(started) > patience)
            {
                throw new TimeoutException($"It did not come about within {patience.TotalSeconds} s.");
            }

            await Task.Delay(50);
        }
    }
}

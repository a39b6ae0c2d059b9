using System.Collections.Concurrent;

namespace Inbox.Channels.Api;

/// <summary>
/// So many calls in any hour for each account, counted by ourselves: what asks beyond that is told to wait before the far side
/// has to say so, and one busy task leaves the others their share. Counted on each node.
/// </summary>
internal sealed class CallBudget(int most, TimeProvider time)
{
    private static readonly TimeSpan Window = TimeSpan.FromHours(1);
    private readonly ConcurrentDictionary<string, Queue<DateTimeOffset>> _calls = new(StringComparer.Ordinal);

    /// <exception cref="ApiException">It is used up; says when it is not any more.</exception>
    public void Spend(string account)
    {
        var (calls, now) = (_calls.GetOrAdd(account, _ => new Queue<DateTimeOffset>()), time.GetUtcNow());
        lock (calls)
        {
            while (calls.TryPeek(out var first) && first <= now - Window)
            {
                calls.Dequeue();
            }

            if (calls.Count >= most)
            {
                throw new ApiException(ApiFailure.Limited, $"We asked {most} times within an hour, which is all that is allowed.") { Until = calls.Peek() + Window };
            }

            calls.Enqueue(now);
        }
    }
}

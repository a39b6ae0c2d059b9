using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;

namespace Inbox.Web.Live;

/// <summary>GET /live: ids of changed cases as server-sent events. The page fetches what it shows under its reader's own rights.</summary>
internal static class LiveStream
{
    private static readonly TimeSpan PingEvery = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan AtMostEvery = TimeSpan.FromSeconds(1);

    // A stream is authorised when it opens, so it does not live for ever; the browser opens the next one.
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(15);

    public static void MapLive(this IEndpointRouteBuilder app) => app.MapGet("/live", (HttpContext context, LiveHub hub, TimeProvider time, IHostApplicationLifetime lifetime) =>
    {
        context.Response.Headers["X-Accel-Buffering"] = "no";
        return TypedResults.ServerSentEvents(StreamAsync(hub, time, lifetime.ApplicationStopping, context.RequestAborted));
    }).ExcludeFromDescription();

    private static async IAsyncEnumerable<SseItem<string>> StreamAsync(
        LiveHub hub, TimeProvider time, CancellationToken stopping, [EnumeratorCancellation] CancellationToken aborted)
    {
        using var ends = CancellationTokenSource.CreateLinkedTokenSource(stopping, aborted);
        using var subscription = hub.Subscribe();
        var until = time.GetUtcNow() + Longest;

        // Not even the headers leave before the first item.
        yield return new SseItem<string>("", "ready");
        while (time.GetUtcNow() < until)
        {
            var (open, cases) = await NextAsync(subscription, ends.Token);
            if (!open)
            {
                yield break;
            }

            yield return cases switch
            {
                null => new SseItem<string>("", "ping"),
                LiveSubscription.Everything => new SseItem<string>("", "resync"),
                _ => new SseItem<string>(cases, "cases"),
            };
        }
    }

    /// <summary>What to send next; not open when the reader went or the server stops, for an open stream would hold it up.</summary>
    private static async Task<(bool Open, string? Cases)> NextAsync(LiveSubscription subscription, CancellationToken ends)
    {
        try
        {
            // Changes of a second are told together.
            await Task.Delay(subscription.IsFresh ? TimeSpan.Zero : AtMostEvery, ends);
            return (true, await subscription.NextAsync(PingEvery, ends));
        }
        catch (OperationCanceledException) when (ends.IsCancellationRequested)
        {
            return (false, null);
        }
    }
}

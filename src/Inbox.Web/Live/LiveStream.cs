using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using Inbox.Web.Access;

namespace Inbox.Web.Live;

/// <summary>GET /live: ids of changed cases as server-sent events, and "notices" when the reader's notifications changed. The page fetches what it shows under its reader's own rights.</summary>
internal static class LiveStream
{
    private static readonly TimeSpan PingEvery = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan AtMostEvery = TimeSpan.FromSeconds(1);

    // A stream is authorised when it opens, so it does not live for ever; the browser opens the next one.
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(15);

    public static void MapLive(this IEndpointRouteBuilder app) => app.MapGet("/live", (HttpContext context, LiveHub hub, TimeProvider time, IHostApplicationLifetime lifetime) =>
    {
        context.Response.Headers["X-Accel-Buffering"] = "no";
        return TypedResults.ServerSentEvents(StreamAsync(hub, context.GetActor().Key, time, lifetime.ApplicationStopping, context.RequestAborted));
    }).ExcludeFromDescription();

    private static async IAsyncEnumerable<SseItem<string>> StreamAsync(
        LiveHub hub, string agent, TimeProvider time, CancellationToken stopping, [EnumeratorCancellation] CancellationToken aborted)
    {
        using var ends = CancellationTokenSource.CreateLinkedTokenSource(stopping, aborted);
        using var subscription = hub.Subscribe(agent);
        var until = time.GetUtcNow() + Longest;

        // Not even the headers leave before the first item.
        yield return new SseItem<string>("", "ready");
        while (time.GetUtcNow() < until)
        {
            var (open, news) = await NextAsync(subscription, ends.Token);
            if (!open)
            {
                yield break;
            }

            foreach (var item in ItemsOf(news))
            {
                yield return item;
            }
        }
    }

    private static IEnumerable<SseItem<string>> ItemsOf(LiveNews news)
    {
        if (news == default)
        {
            yield return new SseItem<string>("", "ping");
        }

        if (news.Notices)
        {
            yield return new SseItem<string>("", "notices");
        }

        if (news.Cases is { } cases)
        {
            yield return cases == LiveSubscription.Everything ? new SseItem<string>("", "resync") : new SseItem<string>(cases, "cases");
        }
    }

    /// <summary>What to send next; not open when the reader went or the server stops, for an open stream would hold it up.</summary>
    private static async Task<(bool Open, LiveNews News)> NextAsync(LiveSubscription subscription, CancellationToken ends)
    {
        try
        {
            // Changes of a second are told together.
            await Task.Delay(subscription.IsFresh ? TimeSpan.Zero : AtMostEvery, ends);
            return (true, await subscription.NextAsync(PingEvery, ends));
        }
        catch (OperationCanceledException) when (ends.IsCancellationRequested)
        {
            return (false, default);
        }
    }
}

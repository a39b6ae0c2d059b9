using System.Text.Json;
using Inbox.Channels.Mastodon.Api;
using Inbox.Channels.Social;

namespace Inbox.Channels.Mastodon.Polling;

/// <summary>What a status answers. Each look is a request of the few that a server allows, so a poll makes only so many.</summary>
internal sealed class MastodonThreads(MastodonApi api)
{
    /// <summary>Looks of one poll; what is left over waits for the next one, which follows at once.</summary>
    public const int MostLooks = 30;

    /// <summary>Servers show only so much of a thread at once; its beginning is asked for further up.</summary>
    private const int MostSteps = 10;
    private const int MostKept = 5;

    public int Looks { get; private set; }

    public bool IsSpent => Looks >= MostLooks;

    /// <summary>The delivery with the nearest statuses above it and the name of the thread.</summary>
    public async Task<MastodonDelivery> AddAsync(MastodonDelivery delivery, CancellationToken cancellationToken)
    {
        if (delivery.Status.Filled("in_reply_to_id") is null)
        {
            return delivery;
        }

        var above = await AboveAsync(MastodonPages.IdOf(delivery.Status), cancellationToken);
        IReadOnlyList<JsonElement> kept = [.. above.TakeLast(MostKept)];
        for (var steps = 1; steps < MostSteps && above is [var top, ..] && top.Filled("in_reply_to_id") is not null; steps++)
        {
            if (await AboveAsync(MastodonPages.IdOf(top), cancellationToken) is not { Count: > 0 } further)
            {
                break;
            }

            above = further;
        }

        return delivery with { Context = kept, Root = above is [var first, ..] ? first.Filled("in_reply_to_id") ?? first.Filled("uri", "url") : null };
    }

    /// <summary>A thread that the server cannot show keeps back neither the post that belongs to it nor those behind it.</summary>
    private async Task<List<JsonElement>> AboveAsync(string id, CancellationToken cancellationToken)
    {
        Looks++;
        try
        {
            var context = await api.FindAsync($"/api/v1/statuses/{Uri.EscapeDataString(id)}/context", cancellationToken);
            return [.. (context ?? default).Items("ancestors").Where(MastodonStatus.Is)];
        }
        catch (MastodonException e) when (e.Trouble is MastodonTrouble.Broken or MastodonTrouble.Garbage or MastodonTrouble.Refused)
        {
            return [];
        }
    }
}

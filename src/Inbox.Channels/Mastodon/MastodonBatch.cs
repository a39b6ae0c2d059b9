using System.Text.Json;
using Inbox.Channels.Mastodon.Api;
using Inbox.Channels.Mastodon.Polling;
using Inbox.Channels.Social;

namespace Inbox.Channels.Mastodon;

/// <summary>Statuses by their ids, many in one request where the server can (Mastodon 4.3), else one by one.</summary>
internal static class MastodonBatch
{
    /// <summary>Mastodon takes no more at once.</summary>
    public const int Most = 20;

    /// <summary>What is there, and null for what is gone; ids that are not among them were not asked for, to be asked next time.</summary>
    /// <param name="api">The server.</param>
    /// <param name="ids">At most <see cref="Most"/>.</param>
    /// <param name="mostSingle">Requests for single statuses.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    public static async Task<IReadOnlyDictionary<string, JsonElement?>> ReadAsync(MastodonApi api, IReadOnlyList<string> ids, int mostSingle, CancellationToken cancellationToken)
    {
        var found = new Dictionary<string, JsonElement?>(StringComparer.Ordinal);
        foreach (var status in ids.Count == 1 ? [] : await ManyAsync(api, ids, cancellationToken))
        {
            found[MastodonPages.IdOf(status)] = status;
        }

        // Left out of many need not mean gone: each is asked for by itself before that is believed.
        foreach (var id in ids.Where(i => !found.ContainsKey(i)).Take(mostSingle).ToList())
        {
            found[id] = await api.FindAsync($"/api/v1/statuses/{Uri.EscapeDataString(id)}", cancellationToken);
        }

        return found;
    }

    private static async Task<IReadOnlyList<JsonElement>> ManyAsync(MastodonApi api, IReadOnlyList<string> ids, CancellationToken cancellationToken)
    {
        try
        {
            var many = await api.FindAsync($"/api/v1/statuses?{string.Join('&', ids.Select(i => "id[]=" + Uri.EscapeDataString(i)))}", cancellationToken);
            return [.. (many ?? default).Items().Where(MastodonStatus.Is)];
        }
        catch (MastodonException e) when (e.Trouble is MastodonTrouble.Refused or MastodonTrouble.Garbage)
        {
            return [];
        }
    }
}

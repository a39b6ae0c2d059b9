using System.Runtime.CompilerServices;
using System.Text.Json;
using Inbox.Channels.Mastodon.Api;
using Inbox.Channels.Social;

namespace Inbox.Channels.Mastodon.Polling;

/// <summary>
/// Pages of a list, by the ids in them: not every server sends a Link header, and a page with fewer items than were asked for
/// need not be the last one. A list ends where a page brings nothing new.
/// </summary>
internal static class MastodonPages
{
    /// <summary>What is newer than <paramref name="mark"/>, page by page and the oldest first: <c>min_id</c> gives the page right behind it.</summary>
    public static async IAsyncEnumerable<IReadOnlyList<JsonElement>> ForwardAsync(MastodonApi api, string path, string mark, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        while (true)
        {
            var page = await ReadAsync(api, $"{path}&min_id={Uri.EscapeDataString(mark)}", cancellationToken);
            var fresh = InOrder(page.Where(i => MastodonIds.IsAfter(IdOf(i), mark)));
            if (fresh.Count == 0)
            {
                yield break;
            }

            yield return fresh;
            mark = IdOf(fresh[^1]);
        }
    }

    /// <summary>The newest page as it is now, the oldest first: what comes late from another server stands between what was read before.</summary>
    public static async Task<IReadOnlyList<JsonElement>> NewestAsync(MastodonApi api, string path, CancellationToken cancellationToken) => InOrder(await ReadAsync(api, path, cancellationToken));

    /// <summary>For a list that was never read: what is newer than <paramref name="since"/>, the oldest first, and the newest id.</summary>
    public static async Task<(IReadOnlyList<JsonElement> Items, string? Newest)> BackwardAsync(
        MastodonApi api, string path, DateTimeOffset since, int mostPages, CancellationToken cancellationToken)
    {
        var found = new Dictionary<string, JsonElement>(StringComparer.Ordinal);
        var below = "";
        for (var pages = 0; pages < mostPages; pages++)
        {
            var page = await ReadAsync(api, below.Length == 0 ? path : $"{path}&max_id={Uri.EscapeDataString(below)}", cancellationToken);
            var fresh = InOrder(page.Where(i => found.TryAdd(IdOf(i), i)));
            if (fresh.Count == 0 || fresh.Any(i => i.Time("created_at") < since))
            {
                break;
            }

            below = IdOf(fresh[0]);
        }

        var all = InOrder(found.Values);
        return ([.. all.Where(i => !(i.Time("created_at") < since))], all.Count == 0 ? null : IdOf(all[^1]));
    }

    public static string IdOf(JsonElement item) => item.Text("id") ?? "";

    private static List<JsonElement> InOrder(IEnumerable<JsonElement> items) => [.. items.DistinctBy(IdOf, StringComparer.Ordinal).OrderBy(IdOf, MastodonIds.InOrder)];

    private static async Task<IEnumerable<JsonElement>> ReadAsync(MastodonApi api, string path, CancellationToken cancellationToken)
    {
        var page = await api.GetAsync(path, cancellationToken);
        return page.ValueKind == JsonValueKind.Array
            ? page.Items().Where(i => IdOf(i).Length > 0)
            : throw new MastodonException(MastodonTrouble.Garbage, $"{api.Server.Host} answers, but not as a Mastodon server does.");
    }
}

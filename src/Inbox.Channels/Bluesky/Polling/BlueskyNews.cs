using System.Text.Json;
using Inbox.Channels.Bluesky.Api;
using Inbox.Channels.Social;

namespace Inbox.Channels.Bluesky.Polling;

/// <summary>A post to take, not looked at yet.</summary>
internal sealed record BlueskyHit(string Uri, DateTimeOffset At, BlueskyReason Reason);

/// <summary>Finds what is new since the last completed look. Both lists are read from their head backwards, to the end of what is new.</summary>
internal sealed class BlueskyNews(BlueskyApi api, BlueskyCursor cursor, string did)
{
    private const string PageLength = "100";

    /// <summary>Of a search; a notice is never left out.</summary>
    private const int MostSearchPages = 10;

    private readonly HashSet<string> _seen = [.. cursor.Seen];

    public bool Knows(string uri, string cid = "") => _seen.Contains(BlueskyCursor.Mark(uri, cid));

    /// <summary>What was said to us.</summary>
    public Task<List<BlueskyHit>> NoticesAsync(CancellationToken cancellationToken) => ReadAsync(
        "app.bsky.notification.listNotifications", [("reasons", "mention"), ("reasons", "reply"), ("reasons", "quote")], "notifications",
        notice => notice.Filled("reason") is "mention" or "reply" or "quote" ? new BlueskyReason(notice.Filled("reason")!) : null, mostPages: int.MaxValue, cancellationToken);

    /// <summary>What others said with this word; what they said to us comes as a notice, and ours is no news.</summary>
    public Task<List<BlueskyHit>> SearchAsync(string word, CancellationToken cancellationToken) => ReadAsync(
        "app.bsky.feed.searchPosts", [("q", word), ("sort", "latest")], "posts", post => IsForUs(post) ? null : new BlueskyReason("search", word), MostSearchPages, cancellationToken);

    /// <summary>By us, or such that we get a notice of it.</summary>
    public bool IsForUs(JsonElement post)
    {
        var (record, ours) = (post.Get("record"), $"at://{did}/");
        return post.Get("author").Filled("did") == did
            || record.Get("reply").Get("parent").Filled("uri")?.StartsWith(ours, StringComparison.Ordinal) == true
            || record.Items("facets").SelectMany(f => f.Items("features")).Any(f => f.Filled("did") == did);
    }

    private async Task<List<BlueskyHit>> ReadAsync(
        string call, (string, string?)[] query, string list, Func<JsonElement, BlueskyReason?> reasonOf, int mostPages, CancellationToken cancellationToken)
    {
        List<BlueskyHit> hits = [];
        string? page = null;
        for (var pages = 1; ; pages++)
        {
            var answer = await api.GetAsync(call, [.. query, ("limit", PageLength), ("cursor", page)], cancellationToken);
            var fresh = BlueskyApi.ListOf(answer, list)
                .Select(item => (Uri: item.Filled("uri") ?? "", Cid: item.Filled("cid") ?? "", At: item.Time("indexedAt"), Reason: reasonOf(item)))
                .Where(item => item.Uri.Length > 0 && !(item.At < cursor.Since) && !Knows(item.Uri, item.Cid)).ToList();
            hits.AddRange(fresh.Where(f => f.Reason is not null).Select(f => new BlueskyHit(f.Uri, f.At ?? cursor.Since, f.Reason!)));
            var next = answer.Filled("cursor");
            // Lists move while they are paged: one page that holds nothing new is the end of the news, one known post is not.
            if (next is null || next == page || fresh.Count == 0 || pages >= mostPages)
            {
                return hits;
            }

            page = next;
        }
    }
}

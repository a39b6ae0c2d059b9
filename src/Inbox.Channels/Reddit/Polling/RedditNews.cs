using Inbox.Channels.Reddit.Api;
using Inbox.Channels.Social;

namespace Inbox.Channels.Reddit.Polling;

internal sealed record RedditHit(RedditItem Item, RedditReason Reason);

/// <summary>
/// Reads lists from their head. "before" a thing would be the shorter way, and gives nothing for ever once that thing is
/// deleted; so each page is read until one holds nothing new.
/// </summary>
internal sealed class RedditNews(RedditApi api, RedditCursor cursor)
{
    /// <summary>Reddit lists a thousand things and no more.</summary>
    private const int MostPages = 10;

    private const string Inbox = "/message/inbox";

    private readonly HashSet<string> _seen = [.. cursor.Seen];
    private readonly List<string> _passed = [];

    /// <summary>Marks of what was read and not taken, so that it counts as no news next time. An inbox brings what a search has passed.</summary>
    public IReadOnlyList<string> Passed => _passed;

    public bool Knows(string name) => _seen.Contains(name);

    /// <summary>A search that found a thing first must not hide that it was said to us.</summary>
    private bool IsNews(RedditItem item, bool told) => !_seen.Contains((told ? RedditCursor.Told : RedditCursor.Passed) + item.Name) && (told || !Knows(item.Name));

    /// <summary>What was said to us: mentions, answers to what we wrote, and private messages of people.</summary>
    public Task<List<RedditHit>> InboxAsync(CancellationToken cancellationToken) => ReadAsync(
        Inbox, [], item => IsOfPerson(item) ? RedditReason.Inbox : null, cancellationToken);

    /// <summary>Searches and subreddits, one by one, so that a list that fails takes none of the others along.</summary>
    public IEnumerable<Func<CancellationToken, Task<List<RedditHit>>>> Found()
    {
        foreach (var word in api.Settings.SearchWords)
        {
            yield return ct => ReadAsync("/search", [("q", word), ("sort", "new"), ("type", "link"), ("include_over_18", "on")], _ => new RedditReason("search", word), ct);
        }

        if (api.Settings.Watched is { Length: > 0 } watched)
        {
            yield return ct => ReadAsync($"/r/{watched}/new", [], item => new RedditReason("watch", item.Data.Filled("subreddit") is { } name ? "r/" + name : null), ct);
            if (api.Settings.SubredditComments && api.Settings.SearchWords.Count > 0)
            {
                yield return ct => ReadAsync($"/r/{watched}/comments", [], item => WordIn(item) is { } word ? new RedditReason("search", word) : null, ct);
            }
        }
    }

    private string? WordIn(RedditItem item) => api.Settings.SearchWords.FirstOrDefault(word => item.Data.Text("body")?.Contains(word.Trim('"'), StringComparison.OrdinalIgnoreCase) == true);

    /// <summary>Reddit itself writes too, and so do subreddits.</summary>
    private static bool IsOfPerson(RedditItem item) => item.Author is { } author && !(item.Kind == "t4" && author.Equals("reddit", StringComparison.OrdinalIgnoreCase));

    private async Task<List<RedditHit>> ReadAsync(string path, (string, string?)[] query, Func<RedditItem, RedditReason?> reasonOf, CancellationToken cancellationToken)
    {
        List<RedditHit> hits = [];
        var told = path == Inbox;
        string? page = null;
        for (var pages = 0; pages < MostPages; pages++)
        {
            var (items, after) = await api.ListAsync(path, [.. query, ("limit", "100"), ("after", page)], cancellationToken);
            var fresh = items.Where(i => i.At >= cursor.Since && IsNews(i, told)).ToList();
            foreach (var item in fresh)
            {
                if (HandleOf(item) != api.Account && !RedditDelivery.IsGone(item) && reasonOf(item) is { } reason)
                {
                    hits.Add(new RedditHit(item, reason));
                }
                else
                {
                    _passed.Add((told ? RedditCursor.Told : RedditCursor.Passed) + item.Name);
                }
            }

            if (after is null || after == page || fresh.Count == 0)
            {
                break;
            }

            page = after;
        }

        return hits;
    }

    private static string HandleOf(RedditItem item) => Core.Customers.HandleKinds.Normalise(Core.Customers.HandleKinds.Reddit, item.Author ?? "");
}

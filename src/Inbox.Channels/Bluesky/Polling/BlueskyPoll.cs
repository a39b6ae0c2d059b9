using System.Text.Json;
using Inbox.Channels.Api;
using Inbox.Channels.Bluesky.Api;
using Inbox.Channels.Social;
using Inbox.Core.Channels;

namespace Inbox.Channels.Bluesky.Polling;

/// <summary>One look: notices, searches, what they answer, and whether earlier posts still stand. What was read is kept, whatever fails behind it.</summary>
internal sealed class BlueskyPoll(BlueskyApi api, BlueskySettings settings, BlueskyCursor cursor, string did, TimeProvider time)
{
    /// <summary>Each may cost a request for what it answers; the oldest are taken, and the others by the next look.</summary>
    private const int MostHits = 100;

    private static readonly TimeSpan AtOnce = TimeSpan.FromSeconds(1);

    /// <summary>A look that takes longer than a minute and a half is given up, and nothing of it is kept.</summary>
    private static readonly TimeSpan MostListing = TimeSpan.FromSeconds(25);
    private static readonly TimeSpan MostTaking = TimeSpan.FromSeconds(50);

    private readonly DateTimeOffset _began = time.GetUtcNow();
    private readonly BlueskyNews _news = new(api, cursor, did);
    private readonly List<(JsonElement Post, BlueskyReason Reason)> _taken = [];
    private int _passed;

    public async Task<PollResult> RunAsync(CancellationToken cancellationToken)
    {
        var hits = await _news.NoticesAsync(cancellationToken);
        var (late, failed) = (false, (ApiException?)null);
        try
        {
            foreach (var word in settings.SearchWords)
            {
                if (late = IsOver(MostListing))
                {
                    break;
                }

                hits.AddRange(await _news.SearchAsync(word, cancellationToken));
            }
        }
        catch (ApiException e)
        {
            failed = e;
        }

        // Unless all lists were read, something older may still lie in one of them.
        var complete = !late && failed is null;
        hits = [.. hits.DistinctBy(h => h.Uri).Reverse().OrderBy(h => h.At)];
        var (gone, next) = (new HashSet<string>(StringComparer.Ordinal), cursor.Next);
        try
        {
            await TakeAsync(hits, cancellationToken);
            (gone, next) = failed is null && !IsOver(MostTaking) ? await LookAgainAsync([.. hits.Select(h => h.Uri)], cancellationToken) : (gone, next);
        }
        catch (ApiException e)
        {
            failed = e;
        }

        var profiles = await api.ProfilesAsync(_taken.Select(t => AuthorOf(t.Post)).Where(a => a.Length > 0), cancellationToken);
        var items = _taken.Select(t => BlueskyDelivery.Of(t.Post, profiles.GetValueOrDefault(AuthorOf(t.Post)), did, t.Reason, Opens(t.Reason)))
            .Concat(gone.Select(uri => BlueskyDelivery.Deleted(uri, did))).ToList();
        var watched = _taken.Select(t => new BlueskyWatch(t.Post.Filled("uri")!, t.Post.Filled("cid") ?? "", t.Reason.Name, t.Reason.Word));
        var moved = (cursor with { Watched = [.. cursor.Watched.Where(w => !gone.Contains(w.Uri))], Next = next })
            .With([.. watched], complete && _passed > 0 ? hits[_passed - 1].At : cursor.Since);
        return failed is null
            ? new PollResult(items, moved.ToString(), late || _passed < hits.Count ? AtOnce : TimeSpan.FromSeconds(settings.PollSeconds)) { Unread = await UnreadAsync(cancellationToken) }
            : failed.ToPoll(moved.ToString()) with { Items = items };
    }

    /// <summary>Notices that nobody has read there. Null where it does not say; nothing depends on it.</summary>
    private async Task<int?> UnreadAsync(CancellationToken cancellationToken)
    {
        try
        {
            return (int?)(await api.GetAsync("app.bsky.notification.getUnreadCount", [], cancellationToken)).Get("count").Number();
        }
        catch (ApiException)
        {
            return null;
        }
    }

    private bool IsOver(TimeSpan most) => time.GetUtcNow() - _began >= most;

    /// <summary>The oldest hits. One that is not shown is not marked as seen: it is looked for again as long as its notice stands.</summary>
    private async Task TakeAsync(List<BlueskyHit> hits, CancellationToken cancellationToken)
    {
        var posts = new Dictionary<string, JsonElement>(StringComparer.Ordinal);
        var shown = 0;
        foreach (var batch in hits.Chunk(BlueskyApi.MostAtOnce))
        {
            foreach (var (uri, post) in await api.PostsAsync(batch.Select(h => h.Uri), cancellationToken))
            {
                posts[uri] = post;
            }

            foreach (var hit in batch)
            {
                if (shown >= MostHits || (shown > 0 && IsOver(MostTaking)))
                {
                    return;
                }

                if (posts.TryGetValue(hit.Uri, out var post))
                {
                    await TakeContextAsync(post, posts, cancellationToken);
                    _taken.Add((post, hit.Reason));
                    shown++;
                }

                _passed++;
            }
        }
    }

    private bool Opens(BlueskyReason reason) => reason.Name switch
    {
        "search" => settings.SearchOpensCase,
        "context" => false,
        _ => true,
    };

    /// <summary>What a post answers, the root first, up to what we hold.</summary>
    private async Task TakeContextAsync(JsonElement post, Dictionary<string, JsonElement> news, CancellationToken cancellationToken)
    {
        if (post.Get("record").Get("reply").Get("parent").Filled("uri") is not { } parent || Holds(parent, news))
        {
            return;
        }

        List<(JsonElement, BlueskyReason)> above = [];
        try
        {
            var thread = await api.GetAsync("app.bsky.feed.getPostThread", [("uri", post.Filled("uri")), ("depth", "0"), ("parentHeight", "80")], cancellationToken);
            // Posts that are gone or hidden from us end the way up.
            for (var node = thread.Get("thread").Get("parent"); node.Get("post").Filled("uri") is { } uri && !Holds(uri, news); node = node.Get("parent"))
            {
                var shown = node.Get("post");
                if (_news.IsForUs(shown) && AuthorOf(shown) != did && !(shown.Time("indexedAt") < cursor.Since))
                {
                    break; // Its own notice brings it, and a case with it.
                }

                above.Add((shown, BlueskyReason.Context));
            }
        }
        catch (ApiException e) when (e.Failure == ApiFailure.Refused)
        {
            return; // NotFound, blocked: the post is read without what it answers.
        }

        above.Reverse();
        _taken.AddRange(above);
    }

    private bool Holds(string uri, Dictionary<string, JsonElement> news) =>
        _news.Knows(uri) || news.ContainsKey(uri) || _taken.Exists(t => t.Post.Filled("uri") == uri);

    /// <summary>Some of the posts taken before, in turn: changed ones are taken again; says which are gone.</summary>
    private async Task<(HashSet<string> Gone, int Next)> LookAgainAsync(HashSet<string> fresh, CancellationToken cancellationToken)
    {
        var first = cursor.Next < cursor.Watched.Count ? cursor.Next : 0;
        var due = cursor.Watched.Skip(first).Take(BlueskyApi.MostAtOnce).ToList();
        var looked = due.Where(w => !fresh.Contains(w.Uri)).ToList();
        var there = await api.PostsAsync(looked.Select(w => w.Uri), cancellationToken);
        var gone = new HashSet<string>(looked.Select(w => w.Uri).Where(u => !there.ContainsKey(u)), StringComparer.Ordinal);
        _taken.AddRange(looked.Where(w => there.TryGetValue(w.Uri, out var now) && now.Filled("cid") is { } cid && cid != w.Cid)
            .Select(w => (there[w.Uri], new BlueskyReason(w.Reason, w.Word))));
        return (gone, Math.Max(0, first + due.Count - gone.Count));
    }

    private static string AuthorOf(JsonElement post) => post.Get("author").Filled("did") ?? "";
}

using System.Globalization;
using System.Text.Json;
using Inbox.Channels.Social;
using Inbox.Channels.WordPress.Api;
using Inbox.Core.Channels;

namespace Inbox.Channels.WordPress.Polling;

/// <summary>One look at a blog: what is new, and whether earlier comments still stand as they did. Nothing moves unless all of it was read.</summary>
internal sealed class WordPressPoll(WordPressApi api, WordPressSettings settings, WordPressCursor cursor, DateTimeOffset now)
{
    private const string CommentFields = "id,post,parent,author,author_name,author_url,date_gmt,content,link,status,type";

    /// <summary>Requests for single comments in one look; the others wait for the next.</summary>
    private const int MostSingle = 10;

    private readonly Dictionary<string, WordPressWatch> _watched = cursor.Watched.ToDictionary(w => w.Name, StringComparer.Ordinal);
    private readonly List<JsonElement> _changed = [];
    private readonly HashSet<string> _seen = new(StringComparer.Ordinal);

    public async Task<PollResult> RunAsync(CancellationToken cancellationToken)
    {
        var account = await api.AccountAsync(cancellationToken) ?? "";
        List<JsonElement> listed = [.. await NewsAsync("comments", [("_fields", CommentFields)], cancellationToken)];
        if (settings.TakesPosts)
        {
            listed.AddRange(await NewsAsync("posts", [("_embed", "author")], cancellationToken));
        }

        foreach (var item in listed.OrderBy(WordPressItem.At))
        {
            Take(item);
        }

        var newest = listed.Select(WordPressItem.At).Max();
        var (gone, next) = await LookAgainAsync(cancellationToken);
        var posts = await PostsAsync(_changed.Where(WordPressItem.IsComment), cancellationToken);
        List<RawItem> items =
        [
            .. _changed.Select(item => new WordPressDelivery(api.Site, item)
            {
                Post = posts.GetValueOrDefault(item.Filled("post") ?? ""),
                Account = account,
                Edition = _watched[WordPressItem.NameOf(item)].Edition,
            }.ToItem()),
            .. gone.Select(name => new WordPressDelivery(api.Site, default) { Deleted = name }.ToItem()),
        ];
        var moved = cursor.With(_watched.Values.Where(w => !gone.Contains(w.Name)), newest, now) with { Next = next };
        return new PollResult(items, moved.ToString(), TimeSpan.FromSeconds(settings.PollSeconds));
    }

    private async Task<IEnumerable<JsonElement>> NewsAsync(string route, IReadOnlyList<(string, string)> shown, CancellationToken cancellationToken)
    {
        // WordPress compares with the blog's own clock, whose zone it does not tell.
        var after = (cursor.Since - TimeSpan.FromDays(1)).UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss", CultureInfo.InvariantCulture);
        var orderBy = route == "posts" ? "date" : "date_gmt";
        var listed = await api.ListAsync($"/wp/v2/{route}", [.. shown, ("after", after), ("orderby", orderBy), ("order", "asc")], cancellationToken);
        return listed.Where(i => WordPressItem.NameOf(i).Length > 0 && !(WordPressItem.At(i) < cursor.Since));
    }

    /// <summary>New or changed since it was last seen.</summary>
    private void Take(JsonElement item)
    {
        var (name, hash) = (WordPressItem.NameOf(item), WordPressItem.HashOf(item));
        if (!_seen.Add(name))
        {
            return;
        }

        var known = _watched.GetValueOrDefault(name);
        if (known?.Hash != hash)
        {
            _watched[name] = new WordPressWatch(name, hash, known is null ? 0 : known.Edition + 1, known?.At ?? WordPressItem.At(item) ?? now);
            _changed.Add(item);
        }
    }

    /// <summary>Comments that were not listed: those of the days just read are gone or hidden, older ones are looked at in turn.</summary>
    private async Task<(HashSet<string> Gone, int Next)> LookAgainAsync(CancellationToken cancellationToken)
    {
        var older = cursor.Watched.Where(w => w.At < cursor.Since && WordPressNames.IsComment(w.Name)).ToList();
        var first = cursor.Next < older.Count ? cursor.Next : 0;
        var due = older.Skip(first).Take(WordPressApi.PageSize).ToList();
        if (due.Count > 0)
        {
            var include = string.Join(',', due.Select(w => WordPressNames.NumberOf(w.Name)));
            foreach (var item in await api.ListAsync("/wp/v2/comments", [("_fields", CommentFields), ("include", include)], cancellationToken))
            {
                Take(item);
            }
        }

        HashSet<string> gone = new(StringComparer.Ordinal);
        var suspects = cursor.Watched.Where(w => w.At >= cursor.Since && (settings.TakesPosts || WordPressNames.IsComment(w.Name))).Concat(due);
        foreach (var name in suspects.Select(w => w.Name).Where(n => !_seen.Contains(n)).Take(MostSingle).ToList())
        {
            if (await IsGoneAsync(name, cancellationToken))
            {
                gone.Add(name);
            }
        }

        return (gone, first + due.Count);
    }

    /// <summary>One that a moderator holds back may yet return.</summary>
    private async Task<bool> IsGoneAsync(string name, CancellationToken cancellationToken) =>
        await api.FindAsync(WordPressNames.Route(name)!, cancellationToken) is not { } there || there.Text("status") is "trash" or "spam";

    /// <summary>The titles of the posts that comments are about. What is commented on is no post but a page: then it stays without.</summary>
    private async Task<Dictionary<string, JsonElement>> PostsAsync(IEnumerable<JsonElement> comments, CancellationToken cancellationToken)
    {
        Dictionary<string, JsonElement> posts = new(StringComparer.Ordinal);
        foreach (var batch in comments.Select(c => c.Filled("post")!).Distinct(StringComparer.Ordinal).Chunk(WordPressApi.PageSize))
        {
            foreach (var post in await api.ListAsync("/wp/v2/posts", [("_fields", "id,title,link"), ("include", string.Join(',', batch))], cancellationToken))
            {
                posts[post.Filled("id") ?? ""] = post;
            }
        }

        return posts;
    }
}

using System.Text.Json;
using Inbox.Channels.Meta.Api;
using Inbox.Channels.Meta.Polling;
using Inbox.Channels.Social;

namespace Inbox.Channels.Meta.Facebook;

/// <summary>What stands on a page: posts of visitors, comments on young posts, and its conversations.</summary>
internal static class FacebookLists
{
    /// <summary>Comments below older posts come by webhooks only.</summary>
    private static readonly TimeSpan OldestPost = TimeSpan.FromDays(30);

    private const int MostPages = 10;
    private const string Comment = "id,message,from{id,name},created_time,parent{id},permalink_url,attachment{type,title,url,media}";

    public static async Task<IReadOnlyList<MetaFound>> ReadAsync(GraphApi api, string account, DateTimeOffset since, CancellationToken cancellationToken)
    {
        var found = new List<MetaFound>();
        var oldest = since - OldestPost;
        var pages = 0;
        var path = $"{account}/feed?fields=id,message,story,from{{id,name}},created_time,permalink_url,full_picture,comments.limit(25).order(reverse_chronological).filter(stream){{{Comment}}}&limit=25";
        await foreach (var posts in api.PagesAsync(path, cancellationToken))
        {
            foreach (var post in posts)
            {
                await ReadPostAsync(api, post, account, since, found, cancellationToken);
            }

            if (++pages == MostPages || posts.Count == 0 || posts[^1].Time("created_time") < oldest)
            {
                break;
            }
        }

        await MetaConversations.ReadAsync(api, $"{account}/conversations?platform=messenger", account, since, found, cancellationToken);
        return found;
    }

    private static async Task ReadPostAsync(GraphApi api, JsonElement post, string account, DateTimeOffset since, List<MetaFound> found, CancellationToken cancellationToken)
    {
        if (post.Filled("id") is not { } id)
        {
            return;
        }

        if (post.Get("from").Filled("id") != account && post.Time("created_time") >= since && MetaFound.Of(null, "data", Bare(post)) is { } visitors)
        {
            found.Add(visitors);
        }

        var first = post.Get("comments");
        found.AddRange(first.Items("data").Select(c => MetaFound.Of(id, "comments", c)).OfType<MetaFound>());
        var path = $"{Uri.EscapeDataString(id)}/comments?fields={Comment}&filter=stream&order=reverse_chronological&limit=50";
        if (first.Items("data").LastOrDefault().Time("created_time") < since || GraphApi.NextOf(first, path) is not { } next)
        {
            return;
        }

        await foreach (var comments in api.PagesAsync(next, path, cancellationToken))
        {
            found.AddRange(comments.Select(c => MetaFound.Of(id, "comments", c)).OfType<MetaFound>());
            if (comments.Count == 0 || comments[^1].Time("created_time") < since)
            {
                break;
            }
        }
    }

    /// <summary>The post without what stands below it: the names of those who commented belong to their own messages.</summary>
    private static JsonElement Bare(JsonElement post) =>
        JsonSerializer.SerializeToElement(post.Members().Where(m => m.Name is not "comments").DistinctBy(m => m.Name).ToDictionary(m => m.Name, m => m.Value, StringComparer.Ordinal));
}

using System.Text.Json;
using Inbox.Channels.Meta.Api;
using Inbox.Channels.Meta.Polling;
using Inbox.Channels.Social;

namespace Inbox.Channels.Meta.Instagram;

/// <summary>What stands below an account's young media, and its conversations. Mentions by others are told by webhooks only.</summary>
internal static class InstagramLists
{
    /// <summary>Comments below older media come by webhooks only.</summary>
    private static readonly TimeSpan OldestMedia = TimeSpan.FromDays(30);

    private const int MostPages = 10;
    private const string Own = "id,text,timestamp,username,from{id,username},parent_id";
    private const string Comment = Own + ",replies{" + Own + "}";

    public static async Task<IReadOnlyList<MetaFound>> ReadAsync(GraphApi api, MetaSettings settings, string account, DateTimeOffset since, CancellationToken cancellationToken)
    {
        var found = new List<MetaFound>();
        var pages = 0;
        await foreach (var media in api.PagesAsync($"{account}/media?fields=id,timestamp,comments.limit(25){{{Comment}}}&limit=25", cancellationToken))
        {
            foreach (var one in media)
            {
                await ReadAsync(api, one, since, found, cancellationToken);
            }

            if (++pages == MostPages || media.Count == 0 || media[^1].Time("timestamp") < since - OldestMedia)
            {
                break;
            }
        }

        await MetaConversations.ReadAsync(api, $"{InstagramSender.SenderOf(settings, account)}/conversations?platform=instagram", account, since, found, cancellationToken);
        return found;
    }

    /// <summary>The newest comment comes first; below an old one may be new answers, as far as they come along.</summary>
    private static async Task ReadAsync(GraphApi api, JsonElement media, DateTimeOffset since, List<MetaFound> found, CancellationToken cancellationToken)
    {
        if (media.Filled("id") is not { } id)
        {
            return;
        }

        var first = media.Get("comments");
        Add(first.Items("data"));
        var path = $"{Uri.EscapeDataString(id)}/comments?fields={Comment}&limit=50";
        if (first.Items("data").LastOrDefault().Time("timestamp") < since || GraphApi.NextOf(first, path) is not { } next)
        {
            return;
        }

        await foreach (var comments in api.PagesAsync(next, path, cancellationToken))
        {
            Add(comments);
            if (comments.Count == 0 || comments[^1].Time("timestamp") < since)
            {
                return;
            }
        }

        void Add(IEnumerable<JsonElement> comments) => found.AddRange(comments
            .SelectMany(c => c.Get("replies").Items("data").Prepend(c))
            .Select(c => MetaFound.Of(id, "comments", Bare(c))).OfType<MetaFound>());
    }

    /// <summary>Without its answers, which are messages of their own.</summary>
    private static JsonElement Bare(JsonElement comment) =>
        JsonSerializer.SerializeToElement(comment.Members().Where(m => m.Name is not "replies").DistinctBy(m => m.Name).ToDictionary(m => m.Name, m => m.Value, StringComparer.Ordinal));
}

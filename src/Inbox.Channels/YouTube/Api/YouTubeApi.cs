using System.Text.Json;
using System.Text.Json.Nodes;
using Inbox.Channels.Api;
using Inbox.Channels.Google;
using Inbox.Channels.Social;

namespace Inbox.Channels.YouTube.Api;

/// <summary>The calls of the YouTube Data API that the door needs. Every list costs one unit of the day's quota, an answer 50.</summary>
internal sealed class YouTubeApi(GoogleApi api)
{
    /// <summary>The most ids of one list.</summary>
    public const int MostAtOnce = 50;

    private const string Comments = "comments?part=snippet&textFormat=plainText";
    private const string Threads = "commentThreads?textFormat=plainText";

    public DateTimeOffset? RenewBy => api.RenewBy;

    /// <summary>Threads below all videos of a channel, the newest first, each with up to 5 replies.</summary>
    public async Task<(IReadOnlyList<JsonElement> Threads, string? Next)> ThreadsAsync(string channel, string? page, CancellationToken cancellationToken)
    {
        var answer = await api.GetAsync($"{Threads}&part=snippet,replies&allThreadsRelatedToChannelId={Uri.EscapeDataString(channel)}&order=time&maxResults=100{PageOf(page)}", cancellationToken);
        return (ListOf(answer), answer.Filled("nextPageToken"));
    }

    /// <summary>Those of them that are there.</summary>
    public Task<IReadOnlyList<JsonElement>> ThreadsByIdAsync(IEnumerable<string> ids, CancellationToken cancellationToken) =>
        ByIdAsync(Threads + "&part=snippet", ids, cancellationToken);

    /// <summary>Those of them that are there.</summary>
    public Task<IReadOnlyList<JsonElement>> CommentsByIdAsync(IEnumerable<string> ids, CancellationToken cancellationToken) => ByIdAsync(Comments, ids, cancellationToken);

    public async Task<IReadOnlyList<JsonElement>> RepliesAsync(string parent, CancellationToken cancellationToken)
    {
        List<JsonElement> replies = [];
        string? page = null;
        while (true)
        {
            var answer = await api.GetAsync($"{Comments}&parentId={Uri.EscapeDataString(parent)}&maxResults=100{PageOf(page)}", cancellationToken);
            replies.AddRange(ListOf(answer));
            var next = answer.Filled("nextPageToken");
            if (next is null || next == page)
            {
                return replies;
            }

            page = next;
        }
    }

    /// <summary>Titles of videos, by id.</summary>
    public async Task<IReadOnlyDictionary<string, string>> TitlesAsync(IEnumerable<string> videos, CancellationToken cancellationToken) =>
        (await ByIdAsync("videos?part=snippet", videos, cancellationToken))
            .Where(v => v.Filled("id") is not null && v.Get("snippet").Filled("title") is not null)
            .DistinctBy(v => v.Filled("id"), StringComparer.Ordinal)
            .ToDictionary(v => v.Filled("id")!, v => v.Get("snippet").Filled("title")!, StringComparer.Ordinal);

    /// <summary>The channel of the account that agreed; undefined where it has none.</summary>
    public async Task<JsonElement> OwnChannelAsync(CancellationToken cancellationToken) =>
        ListOf(await api.GetAsync("channels?part=snippet&mine=true", cancellationToken)) is [var first, ..] ? first : default;

    public Task<JsonElement> AnswerAsync(string parent, string text, CancellationToken cancellationToken) =>
        api.SendAsync(HttpMethod.Post, "comments?part=snippet", new JsonObject { ["snippet"] = new JsonObject { ["parentId"] = parent, ["textOriginal"] = text } }, cancellationToken);

    public Task<JsonElement> EditAsync(string id, string text, CancellationToken cancellationToken) =>
        api.SendAsync(HttpMethod.Put, "comments?part=snippet", new JsonObject { ["id"] = id, ["snippet"] = new JsonObject { ["textOriginal"] = text } }, cancellationToken);

    public Task<JsonElement> DeleteAsync(string id, CancellationToken cancellationToken) =>
        api.SendAsync(HttpMethod.Delete, $"comments?id={Uri.EscapeDataString(id)}", null, cancellationToken);

    private async Task<IReadOnlyList<JsonElement>> ByIdAsync(string call, IEnumerable<string> ids, CancellationToken cancellationToken)
    {
        List<JsonElement> found = [];
        foreach (var batch in ids.Distinct(StringComparer.Ordinal).Chunk(MostAtOnce))
        {
            found.AddRange(ListOf(await api.GetAsync($"{call}&id={string.Join(',', batch.Select(Uri.EscapeDataString))}", cancellationToken)));
        }

        return found;
    }

    private static string PageOf(string? page) => page is null ? "" : "&pageToken=" + Uri.EscapeDataString(page);

    /// <summary>An answer without a list is none.</summary>
    private static IReadOnlyList<JsonElement> ListOf(JsonElement answer) => answer.Get("items").ValueKind == JsonValueKind.Array
        ? [.. answer.Items("items")]
        : answer.Filled("kind") is not null ? [] : throw new ApiException(ApiFailure.Unsure, "YouTube answered without a list.");
}

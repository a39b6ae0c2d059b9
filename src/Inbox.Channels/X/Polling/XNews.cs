using System.Text.Json;
using Inbox.Channels.Api;
using Inbox.Channels.Social;
using Inbox.Channels.X.Api;

namespace Inbox.Channels.X.Polling;

/// <param name="Beside">The answer it stood in.</param>
internal sealed record XHit(JsonElement Post, JsonElement Beside, XReason Reason)
{
    public string Id => Post.Filled("id") ?? "";

    public DateTimeOffset At => Post.Time("created_at") ?? XIds.TimeOf(Id);
}

/// <summary>What one look read of a list.</summary>
/// <param name="Newest">Up to this one the list is read without a gap.</param>
/// <param name="Rest">What it holds besides, where that was too much.</param>
internal sealed record XList(IReadOnlyList<XHit> Hits, string? Newest, XRest? Rest);

/// <summary>
/// Reads lists of X: they come newest first, so that only a list read to its end leaves no gap behind the newest id. A long
/// one is read in several looks. What was read is never asked for again, since each post is charged.
/// </summary>
internal sealed class XNews(XApi api, XCursor cursor, string me)
{
    private const int MostPages = 5;

    /// <summary>A look that takes longer than a minute and a half is given up, and nothing of it is kept.</summary>
    private readonly DateTimeOffset _end = api.Now.AddSeconds(25);

    public bool IsLate => api.Now >= _end;

    public Task<XList> MentionsAsync(CancellationToken cancellationToken) => ReadAsync(
        (page, ct) => api.GetAsync(
            $"/2/users/{Uri.EscapeDataString(me)}/mentions",
            [("max_results", "100"), cursor.From(cursor.Mention, api.Now), ("until_id", cursor.MentionRest?.From), ("pagination_token", page), .. XFields.Posts],
            ct),
        XReason.Mention, cursor.Mention, cursor.MentionRest, cancellationToken);

    /// <summary>Posts of others; reposts are no posts of who reposts. What was said to us is a mention, whichever list tells of it first.</summary>
    public Task<XList> SearchAsync(string word, CancellationToken cancellationToken)
    {
        var (newest, rest) = (cursor.Words.GetValueOrDefault(word), cursor.WordRests.GetValueOrDefault(word));
        return ReadAsync(
            (page, ct) => api.SearchAsync(
                [("query", $"({word}) -is:retweet"), ("max_results", "100"), ("sort_order", "recency"), cursor.From(newest, api.Now), ("until_id", rest?.From), ("next_token", page), .. XFields.Posts],
                ct),
            new XReason("search", word), newest, rest, cancellationToken);
    }

    /// <summary>Of the last 30 days, without a since: read until one that is known, or too old to be news.</summary>
    public async Task<XList> MessagesAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await ReadAsync(
                (page, ct) => api.GetAsync("/2/dm_events", [("max_results", "100"), ("pagination_token", page), .. XFields.Messages], ct),
                XReason.Message, cursor.Message, cursor.MessageRest, cancellationToken);
        }
        catch (ApiException e) when (e.Failure == ApiFailure.Refused && cursor.MessageRest is not null)
        {
            return new XList([], cursor.Message, Rest: null); // The page is not known any more: the list is read from its head again.
        }
    }

    private async Task<XList> ReadAsync(
        Func<string?, CancellationToken, Task<JsonElement>> pageAsync, XReason reason, string? newest, XRest? rest, CancellationToken cancellationToken)
    {
        List<XHit> hits = [];
        var isMessages = reason == XReason.Message;
        var (page, top, bottom) = (isMessages ? rest?.From : null, rest?.Newest, rest?.From);
        for (var pages = 1; ; pages++)
        {
            var answer = await pageAsync(page, cancellationToken);
            if (answer.Get("data").ValueKind != JsonValueKind.Array && answer.Get("meta").ValueKind != JsonValueKind.Object)
            {
                throw new ApiException(ApiFailure.Unsure, "X answered without a list of posts.");
            }

            var read = answer.Items("data").Select(post => new XHit(post, answer, reason.Word is not null && XPost.IsTo(post, me) ? XReason.Mention : reason)).ToList();
            var fresh = read.Where(h => h.Id.Length > 0 && XIds.IsNewer(h.Id, newest) && (reason != XReason.Message || newest is not null || h.At >= cursor.ReadAt)).ToList();
            hits.AddRange(fresh.Where(h => h.Post.Filled("author_id", "sender_id") != me && !XPost.IsRetweet(h.Post)));
            top = fresh.Aggregate(top, (id, hit) => XIds.Newer(id, hit.Id));
            bottom = fresh.Count == 0 ? bottom : fresh.Select(h => h.Id).Aggregate((one, other) => XIds.IsNewer(one, other) ? other : one);
            var next = answer.Get("meta").Filled("next_token");
            if (next is null || next == page || (read.Count > 0 && fresh.Count == 0))
            {
                return new XList(hits, XIds.Newer(newest, top), Rest: null);
            }

            if (top is not null && bottom is not null && (pages >= MostPages || IsLate))
            {
                return new XList(hits, newest, new XRest(isMessages ? next : bottom, top));
            }

            page = next;
        }
    }
}

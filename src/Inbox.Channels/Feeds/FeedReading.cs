using Inbox.Channels.Social;
using Inbox.Mail.Html;

namespace Inbox.Channels.Feeds;

/// <summary>The posts of a feed that lies in a file. Where it once stood is not known, so relative addresses stay as they are.</summary>
internal static class FeedReading
{
    private static readonly Uri Nowhere = new("feed://nowhere/");

    public static SocialReading Read(ReadOnlyMemory<byte> content) => FeedReader.Read(content.ToArray(), contentType: null, Nowhere) switch
    {
        FeedReadResult.Read { Feed: var feed } => SocialReading.Of([.. feed.Entries.Select(e => Post(feed, e))]),
        FeedReadResult.NotAFeed(var reason, _) => SocialReading.Unreadable(reason),
        var other => throw new InvalidOperationException($"There is no {other} of reading a feed."),
    };

    private static SocialPost Post(Feed feed, FeedEntry entry) => new()
    {
        ExternalId = entry.Id,
        Kind = SocialKind.Post,
        ConversationId = entry.Id,
        Author = new SocialAuthor(
            entry.Author?.Uri ?? entry.Author?.Email ?? entry.Author?.Name ?? feed.Link ?? "",
            entry.Author?.Name ?? entry.Author?.Email ?? feed.Title,
            Url: entry.Author?.Uri ?? feed.Link),
        Title = entry.Title.Length > 0 ? entry.Title : null,
        Text = entry.Title.Length == 0 || entry.Text.StartsWith(entry.Title, StringComparison.Ordinal) ? entry.Text : $"{entry.Title}\n\n{entry.Text}".Trim(),
        Html = entry.Html is null ? null : MailHtml.Sanitize(entry.Html).Html,
        PostedAt = entry.PublishedAt ?? entry.UpdatedAt,
        EditedAt = entry.UpdatedAt,
        Url = entry.Link,
    };
}

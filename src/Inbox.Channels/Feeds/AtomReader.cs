using System.Text;
using Inbox.Channels.Feeds.Markup;

namespace Inbox.Channels.Feeds;

/// <summary>Atom 1.0 (RFC 4287) and 0.3, which says mode where 1.0 says type, and issued where 1.0 says published.</summary>
internal static class AtomReader
{
    public static Feed Read(MarkupElement root, Uri address)
    {
        var author = Author(root, address);
        return new Feed(
            Title(root, address),
            Link(root, "alternate", address),
            Ttl: null,
            [.. root.All("entry").Take(FeedReader.MaxEntries).Select(entry => Entry(entry, author, address))],
            [])
        {
            Format = "Atom",
            Hub = Link(root, "hub", address),
            Self = Link(root, "self", address),
        };
    }

    private static FeedEntry Entry(MarkupElement entry, FeedAuthor? feedAuthor, Uri address)
    {
        var source = entry.First("source");
        return new FeedEntryDraft
        {
            Id = entry.TextOf("id"),
            Link = Link(entry, "alternate", address),
            Title = Title(entry, address),
            // RFC 4287, 4.2.1: the entry's, else its source's, else the feed's.
            Author = Author(entry, address) ?? (source is null ? null : Author(source, address)) ?? feedAuthor,
            PublishedAt = FeedDates.Parse(entry.TextOf("published", "issued", "created", "dc:date")),
            UpdatedAt = FeedDates.Parse(entry.TextOf("updated", "modified")),
            Body = FeedBody.Best(
                Construct(entry.First("content"), address),
                Construct(entry.First("summary"), address),
                FeedBody.FromText(entry.TextOf("media:description"))),
            Categories = entry.All("category").Select(c => c["label"] ?? c["term"] ?? "").Concat(entry.All("dc:subject").Select(s => s.Text())),
            CommentsFeed = Link(entry, "replies", address) ?? FeedAddresses.Resolve(entry.TextOf("wfw:commentrss"), entry.Base(address)),
            InReplyTo = entry.First("thr:in-reply-to")?["ref"],
        }.ToEntry();
    }

    private static FeedAuthor? Author(MarkupElement element, Uri address) =>
        element.All("author").Select(author => FeedAuthors.FromPerson(author, address)).FirstOrDefault(author => author is not null)
        ?? FeedAuthors.FromText(element.TextOf("dc:creator"));

    private static string? Link(MarkupElement element, string rel, Uri address) => element.All("link")
        .Where(link => (link["rel"] ?? "alternate") is var own && (own == rel || own == $"http://www.iana.org/assignments/relation/{rel}"))
        .OrderByDescending(link => link["type"] is null or "text/html")
        .Select(link => FeedAddresses.Resolve(link["href"] ?? link.Text(), link.Base(address)))
        .FirstOrDefault(link => link is not null);

    private static string Title(MarkupElement element, Uri address) =>
        FeedText.Line(Construct(element.First("title", "dc:title"), address).Text);

    /// <summary>A text construct or atom:content (RFC 4287, 3.1 and 4.1.3).</summary>
    internal static FeedBody Construct(MarkupElement? element, Uri address)
    {
        if (element is null)
        {
            return FeedBody.Empty;
        }

        var type = element["type"]?.Trim().ToLowerInvariant() ?? "";
        var baseAddress = element.Base(address);
        if (element.Elements.Any())
        {
            return FeedBody.FromHtml(MarkupWriter.Inner(Unwrap(element)), baseAddress);
        }

        var text = element.Text();
        if (element["mode"] is "base64" || IsBinary(type))
        {
            return Base64(text) is { } decoded ? FeedBody.FromEither(decoded, baseAddress) : FeedBody.FromText(text);
        }

        return type switch
        {
            "html" or "text/html" or "xhtml" or "application/xhtml+xml" => FeedBody.FromHtml(text, baseAddress),
            // Atom 0.3 escapes HTML under text/plain more often than it means text.
            "" or "text" => element["mode"] is "escaped" ? FeedBody.FromEither(text, baseAddress) : Plain(element, text, baseAddress),
            "text/plain" => FeedBody.FromText(text),
            _ => FeedBody.FromEither(text, baseAddress),
        };
    }

    // Without a type the text is plain, but publishers who forget the type tend to send HTML.
    private static FeedBody Plain(MarkupElement element, string text, Uri baseAddress) =>
        element["type"] is null ? FeedBody.FromEither(text, baseAddress) : FeedBody.FromText(text);

    // RFC 4287, 4.1.3.3: whatever is neither text nor XML is base64.
    private static bool IsBinary(string type) => type.Contains('/', StringComparison.Ordinal)
        && !type.StartsWith("text/", StringComparison.Ordinal) && !type.EndsWith("+xml", StringComparison.Ordinal) && !type.EndsWith("/xml", StringComparison.Ordinal);

    private static string? Base64(string text)
    {
        var bytes = new byte[text.Length];
        return Convert.TryFromBase64String(text, bytes, out var length) ? FeedText.Clean(Encoding.UTF8.GetString(bytes, 0, length)) : null;
    }

    // RFC 4287, 3.1.1.3: the div around XHTML is not part of the text.
    private static MarkupElement Unwrap(MarkupElement element) =>
        element["type"] is "xhtml" && element.Elements.ToList() is [{ LocalName: "div" } only] ? only : element;
}

using System.Globalization;
using Inbox.Channels.Feeds.Markup;

namespace Inbox.Channels.Feeds;

/// <summary>RSS 0.9x and 2.0, and RSS 1.0 (RDF), whose items stand beside the channel instead of in it.</summary>
internal static class RssReader
{
    public static Feed Read(MarkupElement root, Uri address)
    {
        var channel = root.LocalName == "channel" ? root : root.First("channel") ?? root;
        var fallback = FeedAuthors.FromText(channel.TextOf("dc:creator", "itunes:author", "managingeditor"));
        MarkupElement[] items = [.. channel.All("item"), .. channel == root ? [] : root.All("item")];
        return new Feed(
            Title(channel, address),
            FeedAddresses.Resolve(channel.TextOf("link"), channel.Base(address)) ?? AtomLink(channel, "alternate", address),
            Ttl(channel.TextOf("ttl")),
            [.. items.Take(FeedReader.MaxEntries).Select(item => Entry(item, fallback, address))],
            [])
        {
            Format = "RSS",
            Hub = AtomLink(channel, "hub", address),
            Self = AtomLink(channel, "self", address),
        };
    }

    private static FeedEntry Entry(MarkupElement item, FeedAuthor? fallback, Uri address)
    {
        var guid = item.First("guid");
        var id = guid?.Text() is { Length: > 0 } text ? text : item["rdf:about"];
        return new FeedEntryDraft
        {
            Id = id,
            Link = Link(item, address) ?? (guid?["isPermaLink"] is not "false" ? FeedAddresses.Resolve(AbsoluteOnly(id), address) : null),
            Title = Title(item, address),
            Author = Author(item, address) ?? fallback,
            PublishedAt = FeedDates.Parse(item.TextOf("pubdate", "dcterms:issued", "dc:date", "dcterms:created", "atom:published")),
            UpdatedAt = FeedDates.Parse(item.TextOf("dcterms:modified", "atom:updated", "lastbuilddate")),
            Body = FeedBody.Best(
                Body(item.First("content:encoded", "fullitem"), address),
                Body(item.First("body", "xhtml:body"), address),
                Body(item.First("description"), address),
                Body(item.First("dc:description", "atom:summary", "itunes:summary", "media:description"), address)),
            Categories = item.Elements.Where(e => e.Name is "category" or "dc:subject").Select(e => e.Text()),
            CommentsFeed = FeedAddresses.Resolve(item.TextOf("wfw:commentrss"), item.Base(address)) ?? AtomLink(item, "replies", address),
            InReplyTo = item.First("thr:in-reply-to")?["ref"],
        }.ToEntry();
    }

    private static string? Link(MarkupElement item, Uri address) =>
        item.All("link").Select(link => FeedAddresses.Resolve(link.Text() is { Length: > 0 } text ? text : link["href"], link.Base(address)))
            .FirstOrDefault(link => link is not null)
        ?? AtomLink(item, "alternate", address);

    private static string? AtomLink(MarkupElement element, string rel, Uri address) => element.All("atom:link")
        .Where(link => (link["rel"] ?? "alternate") == rel)
        .Select(link => FeedAddresses.Resolve(link["href"], link.Base(address)))
        .FirstOrDefault(link => link is not null);

    // An opaque guid such as "abc" would resolve to a page that does not exist.
    private static string? AbsoluteOnly(string? id) => id is not null && id.Contains("://", StringComparison.Ordinal) ? id : null;

    private static FeedAuthor? Author(MarkupElement item, Uri address)
    {
        var author = item.First("author");
        if (author is not null && author.Elements.Any())
        {
            return FeedAuthors.FromPerson(author, address);
        }

        var text = FeedAuthors.FromText(author?.Text());
        var creator = FeedAuthors.FromText(item.TextOf("dc:creator", "dc:author", "itunes:author"));
        return (creator, text) switch
        {
            ({ Name: not null }, _) => creator with { Email = creator.Email ?? text?.Email },
            (_, not null) => text with { Email = text.Email ?? creator?.Email },
            _ => creator ?? FeedAuthors.FromPerson(item.First("atom:author"), address) ?? Source(item.First("source"), address),
        };
    }

    // In a feed gathered from several blogs, source names the blog.
    private static FeedAuthor? Source(MarkupElement? source, Uri address) =>
        source is not null && FeedText.Line(source.Text()) is { Length: > 0 } name
            ? new FeedAuthor(name, FeedAddresses.Resolve(source["url"], source.Base(address)), null)
            : null;

    private static string Title(MarkupElement element, Uri address)
    {
        // dc:title and media:title only stand in where there is no title of RSS.
        var title = element.First("title", "dc:title", "media:title");
        return title is null ? "" : FeedText.Line(Body(title, address).Text);
    }

    private static FeedBody Body(MarkupElement? element, Uri address) => element switch
    {
        null => FeedBody.Empty,
        { Name: "content:encoded" or "fullitem" } when !element.Elements.Any() => FeedBody.FromHtml(element.Text(), element.Base(address)),
        _ when element.Elements.Any() => FeedBody.FromHtml(MarkupWriter.Inner(element), element.Base(address)),
        _ => FeedBody.FromEither(element.Text(), element.Base(address)),
    };

    // RSS 2.0: minutes. More than a week is a mistake rather than a wish.
    private static TimeSpan? Ttl(string? text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var minutes) && minutes is > 0 and <= 7 * 24 * 60
            ? TimeSpan.FromMinutes(minutes)
            : null;
}

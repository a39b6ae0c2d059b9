using Inbox.Channels.Feeds.Markup;

namespace Inbox.Channels.Feeds.Discovery;

/// <summary>The links of a web page. Pure, and total: no page makes it throw.</summary>
internal static class PageLinks
{
    /// <summary>What a page says of itself stands at its beginning.</summary>
    private const int MostCharacters = 1_000_000;

    public static IReadOnlyList<WebLink> In(string html, Uri address)
    {
        var page = html.Length > MostCharacters ? html[..MostCharacters] : html;
        List<MarkupTag> tags = [.. Tags(page)];
        var baseAddress = tags.Find(t => Is(t, "base")) is { } own && Of(own, "href") is { } href ? FeedAddresses.ResolveBase(href, address) ?? address : address;
        List<WebLink> links = [];
        foreach (var tag in tags.Where(t => Is(t, "link")))
        {
            if (Of(tag, "rel") is { } rel && FeedAddresses.Resolve(Of(tag, "href"), baseAddress) is { } target)
            {
                links.Add(new WebLink(FeedText.Line(rel).ToLowerInvariant(), target, Of(tag, "type")?.Trim().ToLowerInvariant(), Of(tag, "title")));
            }
        }

        return links;
    }

    private static IEnumerable<MarkupTag> Tags(string page)
    {
        for (var at = page.IndexOf('<', StringComparison.Ordinal); at >= 0; at = page.IndexOf('<', at))
        {
            if (page.AsSpan(at).StartsWith("<!--", StringComparison.Ordinal))
            {
                var end = page.IndexOf("-->", at, StringComparison.Ordinal);
                if (end < 0)
                {
                    yield break;
                }

                at = end;
            }
            else if (Starts(page, at, "link") || Starts(page, at, "base"))
            {
                if (MarkupTag.Read(page, at) is not { } tag)
                {
                    yield break;
                }

                yield return tag;
                at = tag.Next;
            }
            else
            {
                at++;
            }
        }
    }

    private static bool Starts(string page, int at, string name) =>
        page.AsSpan(at + 1).StartsWith(name, StringComparison.OrdinalIgnoreCase) && at + 1 + name.Length < page.Length && !char.IsLetterOrDigit(page[at + 1 + name.Length]);

    private static bool Is(MarkupTag tag, string name) => tag.Name.Equals(name, StringComparison.OrdinalIgnoreCase);

    private static string? Of(MarkupTag tag, string name)
    {
        foreach (var (key, value) in tag.Attributes)
        {
            if (key.Equals(name, StringComparison.OrdinalIgnoreCase))
            {
                return value;
            }
        }

        return null;
    }
}

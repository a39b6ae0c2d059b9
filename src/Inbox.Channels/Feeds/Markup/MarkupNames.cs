namespace Inbox.Channels.Feeds.Markup;

/// <summary>Gives elements one name each, whatever prefix a publisher chose or forgot to declare.</summary>
internal static class MarkupNames
{
    private static readonly Dictionary<string, string> Known = new(StringComparer.OrdinalIgnoreCase)
    {
        ["http://purl.org/rss/1.0/"] = "",
        ["http://my.netscape.com/rdf/simple/0.9/"] = "",
        ["http://channel.netscape.com/rdf/simple/0.9/"] = "",
        ["http://www.w3.org/1999/02/22-rdf-syntax-ns#"] = "rdf",
        ["http://www.w3.org/2005/Atom"] = "atom",
        ["http://purl.org/atom/ns#"] = "atom",
        ["http://purl.org/dc/elements/1.0/"] = "dc",
        ["http://purl.org/dc/elements/1.1/"] = "dc",
        ["http://purl.org/dc/terms/"] = "dcterms",
        ["http://purl.org/rss/1.0/modules/content/"] = "content",
        ["http://wellformedweb.org/CommentAPI/"] = "wfw",
        ["http://www.itunes.com/DTDs/PodCast-1.0.dtd"] = "itunes",
        ["http://search.yahoo.com/mrss/"] = "media",
        ["http://purl.org/syndication/thread/1.0"] = "thr",
        ["http://www.w3.org/1999/xhtml"] = "xhtml",
    };

    /// <param name="element">Not yet named; its attributes and parents are.</param>
    /// <param name="vocabulary">The namespace of the root element: its names carry no prefix.</param>
    public static string Name(MarkupElement element, string? vocabulary)
    {
        var prefix = Prefix(element);
        var space = Namespace(element, prefix);
        if (space is null)
        {
            // Undeclared: the prefix means what it usually means.
            return prefix.Length == 0 ? element.LocalName : $"{prefix.ToLowerInvariant()}:{element.LocalName}";
        }

        if (space == vocabulary || IsRss(space))
        {
            return element.LocalName;
        }

        var known = Known.TryGetValue(space, out var usual) ? usual : space;
        return known.Length == 0 ? element.LocalName : $"{known}:{element.LocalName}";
    }

    public static string Prefix(MarkupElement element) =>
        element.SourceName.LastIndexOf(':') is var colon and > 0 ? element.SourceName[..colon] : "";

    public static string? Namespace(MarkupElement element, string prefix)
    {
        var declaration = prefix.Length == 0 ? "xmlns" : $"xmlns:{prefix}";
        for (var scope = element.Scope; scope is not null; scope = scope.Parent?.Scope)
        {
            if (scope[declaration] is { Length: > 0 } space)
            {
                return space.Trim();
            }
        }

        return null;
    }

    // RSS 2.0 has no namespace, yet some publishers declare one of several.
    private static bool IsRss(string space) =>
        space.StartsWith("http://backend.userland.com/", StringComparison.OrdinalIgnoreCase)
        || space.StartsWith("http://blogs.law.harvard.edu/tech/rss", StringComparison.OrdinalIgnoreCase);
}

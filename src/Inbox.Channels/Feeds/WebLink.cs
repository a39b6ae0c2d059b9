using System.Text.RegularExpressions;

namespace Inbox.Channels.Feeds;

/// <summary>A link of a page or of the answer that carried it.</summary>
/// <param name="Rel">Relations, lower case, apart by spaces.</param>
/// <param name="Address">Absolute.</param>
internal sealed partial record WebLink(string Rel, string Address, string? Type, string? Title)
{
    public bool Is(string rel) => Rel.Split(' ').Contains(rel);

    /// <summary>The values of Link headers (RFC 8288, 3).</summary>
    public static IReadOnlyList<WebLink> InHeaders(IEnumerable<string> values, Uri baseAddress)
    {
        List<WebLink> links = [];
        foreach (Match link in values.SelectMany(v => Link().Matches(v)))
        {
            var parameters = Parameter().Matches(link.Groups["parameters"].Value);
            string? Of(string name) => parameters.FirstOrDefault(p => p.Groups["name"].Value.Equals(name, StringComparison.OrdinalIgnoreCase)) is { } found
                ? found.Groups["quoted"].Success ? found.Groups["quoted"].Value : found.Groups["plain"].Value
                : null;
            if (Of("rel") is { } rel && FeedAddresses.Resolve(link.Groups["address"].Value, baseAddress) is { } address)
            {
                links.Add(new WebLink(FeedText.Line(rel).ToLowerInvariant(), address, Of("type")?.Trim().ToLowerInvariant(), Of("title")));
            }
        }

        return links;
    }

    [GeneratedRegex("""<(?<address>[^<>]*)>(?<parameters>(\s*;\s*[A-Za-z0-9*_-]+\s*(=\s*("[^"]*"|[^\s",;]+))?)*)""", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Link();

    [GeneratedRegex("""(?<name>[A-Za-z0-9*_-]+)\s*=\s*("(?<quoted>[^"]*)"|(?<plain>[^\s",;]+))""", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Parameter();
}

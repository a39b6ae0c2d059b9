using System.Net;
using System.Text;
using System.Text.Json;
using Inbox.Channels.Social;

namespace Inbox.Channels.X;

/// <summary>The words of a post, with the addresses that its author wrote instead of X's short ones.</summary>
internal static class XText
{
    /// <summary>More addresses than any post can hold.</summary>
    private const int MostAddresses = 200;

    /// <summary>X escapes &amp;, &lt; and &gt; in texts. Offsets of entities count before that, so short addresses are found by their letters.</summary>
    public static string Of(string text, JsonElement entities)
    {
        var plain = WebUtility.HtmlDecode(text);
        var written = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var url in entities.Items("urls").Concat(entities.Items("media")).Take(MostAddresses))
        {
            if (url.Filled("url") is { } shortened && url.Address("unwound_url", "expanded_url") is { } whole && shortened.StartsWith("http", StringComparison.Ordinal))
            {
                written.TryAdd(shortened, whole);
            }
        }

        return written.Count == 0 ? plain : Replaced(plain, [.. written.OrderByDescending(w => w.Key.Length)]);
    }

    public static string Html(string text) => SocialHtml.FromText(text);

    public static string Page(SocialAuthor author, string id) =>
        $"https://x.com/{(author.Url is null ? "i/web" : Uri.EscapeDataString(author.Handle))}/status/{Uri.EscapeDataString(id)}";

    private static string Replaced(string text, IReadOnlyList<KeyValuePair<string, string>> written)
    {
        var result = new StringBuilder(text.Length);
        var at = 0;
        while (text.IndexOf("http", at, StringComparison.Ordinal) is var found and >= 0)
        {
            result.Append(text, at, found - at);
            var match = written.FirstOrDefault(w => string.CompareOrdinal(text, found, w.Key, 0, w.Key.Length) == 0);
            result.Append(match.Value ?? "http");
            at = found + (match.Key ?? "http").Length;
        }

        return result.Append(text, at, text.Length - at).ToString();
    }
}

using System.Text;
using System.Text.Json;
using Inbox.Channels.Social;

namespace Inbox.Channels.Bluesky;

/// <summary>
/// What makes pieces of a text links (app.bsky.richtext.facet): their offsets count bytes of UTF-8. A range outside of the
/// text, inside of a character or across another range is left out, as the lexicon asks.
/// </summary>
internal static class BlueskyFacets
{
    public static IEnumerable<TextLink> Links(string text, JsonElement record)
    {
        var facets = record.Items("facets").Select(Range).Where(f => f.Address is not null && f.Start < f.End).OrderBy(f => f.Start).ToList();
        if (facets.Count == 0)
        {
            yield break;
        }

        var utf8 = Encoding.UTF8.GetBytes(text);
        var (bytes, units) = (0, 0);
        foreach (var (start, end, address) in facets)
        {
            if (start < bytes || end > utf8.Length || !IsBetweenCharacters(utf8, (int)start) || !IsBetweenCharacters(utf8, (int)end))
            {
                continue;
            }

            // Onward from the last one, so that many facets cost no more than the text.
            var first = units + Encoding.UTF8.GetCharCount(utf8, bytes, (int)start - bytes);
            var last = first + Encoding.UTF8.GetCharCount(utf8, (int)start, (int)(end - start));
            yield return new TextLink(first, last, address!);
            (bytes, units) = ((int)end, last);
        }
    }

    private static (long Start, long End, string? Address) Range(JsonElement facet)
    {
        var index = facet.Get("index");
        return (Offset(index, "byteStart"), Offset(index, "byteEnd"), facet.Items("features").Select(Address).FirstOrDefault(a => a is not null));
    }

    // Not Number(): a negative offset must not become a 0.
    private static long Offset(JsonElement index, string name) =>
        index.Get(name) is { ValueKind: JsonValueKind.Number } value && value.TryGetInt32(out var offset) && offset >= 0 ? offset : long.MaxValue;

    private static string? Address(JsonElement feature) => feature.Text("$type") switch
    {
        "app.bsky.richtext.facet#link" => feature.Address("uri"),
        "app.bsky.richtext.facet#mention" => feature.Filled("did") is { } did ? BlueskyPeople.Page(did) : null,
        "app.bsky.richtext.facet#tag" => feature.Filled("tag") is { } tag ? "https://bsky.app/hashtag/" + Uri.EscapeDataString(tag) : null,
        _ => null,
    };

    private static bool IsBetweenCharacters(byte[] utf8, int at) => at == utf8.Length || (utf8[at] & 0xC0) != 0x80;
}

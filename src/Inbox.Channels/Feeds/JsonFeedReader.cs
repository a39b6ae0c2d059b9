using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Inbox.Channels.Feeds;

/// <summary>JSON Feed 1 and 1.1 (jsonfeed.org/version/1.1).</summary>
internal static partial class JsonFeedReader
{
    private static readonly JsonDocumentOptions Tolerant = new() { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip };

    public static FeedReadResult Read(string source, Uri address)
    {
        // A lone half of a surrogate pair is valid JSON, but no valid text, and reading it would throw.
        var utf8 = Encoding.UTF8.GetBytes(Surrogates().Replace(source, m => m.Groups["lone"].Success ? "\\uFFFD" : m.Value));
        var document = Parse(utf8, out var truncated);
        if (document is null)
        {
            return new FeedReadResult.NotAFeed("The document looks like JSON, but is not valid JSON.");
        }

        using (document)
        {
            var root = document.RootElement;
            if (root.ValueKind != JsonValueKind.Object || Member(root, "items") is not { ValueKind: JsonValueKind.Array } items)
            {
                return new FeedReadResult.NotAFeed("The document is JSON, but no JSON Feed: it has no list of items.");
            }

            var author = Author(root, address);
            return new FeedReadResult.Read(new Feed(
                FeedText.Line(Text(root, "title")),
                FeedAddresses.Resolve(Text(root, "home_page_url"), address),
                Ttl: null,
                [.. items.EnumerateArray().Where(i => i.ValueKind == JsonValueKind.Object).Take(FeedReader.MaxEntries).Select(i => Entry(i, author, address))],
                truncated ? ["The document ends too early; what came before was read."] : [])
            {
                Format = "JSON Feed",
                Hub = Hub(root, address),
                Self = FeedAddresses.Resolve(Text(root, "feed_url"), address),
            });
        }
    }

    private static FeedEntry Entry(JsonElement item, FeedAuthor? feedAuthor, Uri address) => new FeedEntryDraft
    {
        Id = Text(item, "id"),
        Link = FeedAddresses.Resolve(Text(item, "url"), address) ?? FeedAddresses.Resolve(Text(item, "external_url"), address),
        Title = FeedText.Line(Text(item, "title")),
        Author = Author(item, address) ?? feedAuthor,
        PublishedAt = FeedDates.Parse(Text(item, "date_published")),
        UpdatedAt = FeedDates.Parse(Text(item, "date_modified")),
        Body = FeedBody.Best(
            FeedBody.FromHtml(Text(item, "content_html"), address),
            FeedBody.FromText(Text(item, "content_text")),
            FeedBody.FromText(Text(item, "summary"))),
        Categories = Member(item, "tags") is { ValueKind: JsonValueKind.Array } tags ? [.. tags.EnumerateArray().Select(t => Value(t) ?? "")] : [],
    }.ToEntry();

    private static string? Hub(JsonElement root, Uri address) => Member(root, "hubs") is { ValueKind: JsonValueKind.Array } hubs
        ? hubs.EnumerateArray().Where(h => h.ValueKind == JsonValueKind.Object && "WebSub".Equals(Text(h, "type"), StringComparison.OrdinalIgnoreCase))
            .Select(h => FeedAddresses.Resolve(Text(h, "url"), address)).FirstOrDefault(u => u is not null)
        : null;

    private static FeedAuthor? Author(JsonElement element, Uri address)
    {
        var author = Member(element, "authors") is { ValueKind: JsonValueKind.Array } list && list.GetArrayLength() > 0
            ? list[0]
            : Member(element, "author");
        if (author is not { ValueKind: JsonValueKind.Object } person)
        {
            return null;
        }

        var name = FeedText.Line(Text(person, "name"));
        var url = Text(person, "url");
        var email = url is not null && url.StartsWith("mailto:", StringComparison.OrdinalIgnoreCase) ? url["mailto:".Length..] : null;
        var uri = FeedAddresses.Resolve(url, address);
        return name.Length == 0 && uri is null && email is null ? null : new FeedAuthor(name.Length == 0 ? null : name, email is null ? uri : null, email);
    }

    private static JsonElement? Member(JsonElement element, string name) => element.TryGetProperty(name, out var value) ? value : null;

    private static string? Text(JsonElement element, string name) => Member(element, name) is { } value ? Value(value) : null;

    // Version 1.1 asks readers to take numbers as ids too.
    private static string? Value(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => FeedText.Clean(value.GetString() ?? ""),
        JsonValueKind.Number => value.GetRawText(),
        _ => null,
    };

    private static JsonDocument? Parse(byte[] utf8, out bool truncated)
    {
        truncated = false;
        try
        {
            return JsonDocument.Parse(utf8, Tolerant);
        }
        catch (JsonException)
        {
            truncated = true;
        }

        // Cut behind the last item that is whole.
        var whole = EndOfLastItem(utf8);
        try
        {
            return whole == 0 ? null : JsonDocument.Parse((byte[])[.. utf8.AsSpan(0, whole), .. "]}"u8], Tolerant);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static int EndOfLastItem(byte[] utf8)
    {
        var reader = new Utf8JsonReader(utf8, new JsonReaderOptions { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip });
        var (inItems, end) = (false, 0);
        try
        {
            while (reader.Read())
            {
                if (reader is { TokenType: JsonTokenType.PropertyName, CurrentDepth: 1 })
                {
                    inItems = reader.ValueTextEquals("items"u8);
                }
                else if (inItems && reader is { TokenType: JsonTokenType.EndObject, CurrentDepth: 2 })
                {
                    end = (int)reader.BytesConsumed;
                }
            }
        }
        catch (JsonException)
        {
            return end;
        }

        return end;
    }

    [GeneratedRegex(@"\\\\|\\u[dD][89aAbB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|(?<lone>\\u[dD][89a-fA-F][0-9a-fA-F]{2})", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Surrogates();
}

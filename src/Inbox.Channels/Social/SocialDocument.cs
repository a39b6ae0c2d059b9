using System.Text;
using System.Text.Json;

namespace Inbox.Channels.Social;

/// <summary>
/// The JSON of a file or request: one value, several after each other (a log of events, a line each), or server-sent events,
/// each of which becomes <c>{"event":…,"payload":…}</c>. No bytes make it throw.
/// </summary>
/// <param name="Error">Why they are no JSON; then there are no roots.</param>
internal sealed record SocialDocument(IReadOnlyList<JsonElement> Roots, string? Error)
{
    /// <summary>Deeper than any thread; what walks the values needs no stack for it.</summary>
    private const int MaxDepth = 4_000;

    private static readonly JsonDocumentOptions Tolerant = new() { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip, MaxDepth = MaxDepth };

    public static SocialDocument Read(ReadOnlyMemory<byte> content)
    {
        var utf8 = JsonText.Readable(content).Trim(" \t\r\n\0"u8);
        return utf8.IsEmpty
            ? new([], "The file is empty.")
            : ServerSentEvents.Are(utf8.Span) ? Of(ServerSentEvents.Read(Encoding.UTF8.GetString(utf8.Span))) : Parse(utf8);
    }

    /// <summary>JSON that another JSON carries as text; undefined where it is none.</summary>
    public static JsonElement Inner(string json) => Read(Encoding.UTF8.GetBytes(json)).Roots is [var root] ? root : default;

    private static SocialDocument Of(IReadOnlyList<JsonElement> events) => new(events, events.Count == 0 ? "These server-sent events carry no data." : null);

    private static SocialDocument Parse(ReadOnlyMemory<byte> utf8)
    {
        try
        {
            return new([JsonElement.Parse(utf8.Span, Tolerant)], null);
        }
        catch (JsonException e)
        {
            return ReadSeveral(utf8) is { Count: > 0 } several ? new(several, null) : new([], $"This is no JSON: {e.Message}");
        }
    }

    /// <summary>All of them or none: of a broken file nobody shall take a part for the whole.</summary>
    private static List<JsonElement> ReadSeveral(ReadOnlyMemory<byte> utf8)
    {
        var roots = new List<JsonElement>();
        var reader = new Utf8JsonReader(utf8.Span, new JsonReaderOptions { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip, MaxDepth = MaxDepth, AllowMultipleValues = true });
        try
        {
            while (reader.Read())
            {
                roots.Add(JsonElement.ParseValue(ref reader));
            }
        }
        catch (JsonException)
        {
            return [];
        }

        return roots;
    }
}

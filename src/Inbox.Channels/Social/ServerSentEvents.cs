using System.Text.Json;

namespace Inbox.Channels.Social;

/// <summary>A recorded stream of server-sent events (HTML Standard, 9.2.6).</summary>
internal static class ServerSentEvents
{
    public static bool Are(ReadOnlySpan<byte> text) =>
        text.StartsWith(":"u8) || text.StartsWith("event:"u8) || text.StartsWith("data:"u8) || text.StartsWith("id:"u8) || text.StartsWith("retry:"u8);

    public static IReadOnlyList<JsonElement> Read(string text)
    {
        var events = new List<JsonElement>();
        var (name, data) = ("", new List<string>());
        foreach (var line in text.ReplaceLineEndings("\n").Split('\n').Append(""))
        {
            if (line.Length == 0)
            {
                if (data.Count > 0)
                {
                    events.Add(JsonSerializer.SerializeToElement(new { @event = name, payload = string.Join('\n', data) }));
                }

                (name, data) = ("", []);
            }
            else if (Value(line, "event") is { } given)
            {
                name = given;
            }
            else if (Value(line, "data") is { } more)
            {
                data.Add(more);
            }
        }

        return events;
    }

    private static string? Value(string line, string field) =>
        line.StartsWith(field + ":", StringComparison.Ordinal) ? line[(field.Length + 1)..].TrimStart(' ') : null;
}

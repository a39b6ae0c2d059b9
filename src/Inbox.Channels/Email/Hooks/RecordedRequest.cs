using System.Buffers;
using System.Text;
using System.Text.Json;
using Inbox.Channels.Social;

namespace Inbox.Channels.Email.Hooks;

/// <summary>
/// The body of a request as somebody kept it in a file, with its header or without: what it is shows in how it begins.
/// </summary>
/// <param name="Json">What it holds where it is JSON.</param>
/// <param name="ContentType">Of a form; null where it is neither.</param>
internal sealed record RecordedRequest(ReadOnlyMemory<byte> Body, SocialDocument? Json, string? ContentType)
{
    public const string Encoded = "application/x-www-form-urlencoded";
    private static readonly SearchValues<byte> NoNames = SearchValues.Create(" <>\"\t\r\n"u8);
    private const int LongestHeader = 64 * 1024;
    private const int LongestBoundary = 200;

    public static RecordedRequest Of(ReadOnlyMemory<byte> file)
    {
        var (body, type) = WithoutHeader(file);
        var trimmed = body.Span.TrimStart(" \t\r\n"u8);
        if (trimmed.IsEmpty)
        {
            return new(body, null, null);
        }

        if (trimmed[0] is (byte)'{' or (byte)'[' or 0xEF or 0xFF or 0xFE)
        {
            return new(body, SocialDocument.Read(body), null);
        }

        return type is not null ? new(body, null, type)
            : trimmed.StartsWith("--"u8) && Boundary(trimmed) is { } boundary ? new(body[^trimmed.Length..], null, $"multipart/form-data; boundary=\"{boundary}\"")
            : LooksEncoded(trimmed) ? new(body.Trim(" \t\r\n?"u8), null, Encoded)
            : new(body, null, null);
    }

    /// <summary>The form; of an object of parameters in JSON the same one. Null where it is no form.</summary>
    /// <exception cref="InvalidDataException">It began like one.</exception>
    public async Task<HookForm?> FormAsync(CancellationToken cancellationToken)
    {
        if (Json is { Roots: [{ ValueKind: JsonValueKind.Object } fields] })
        {
            return HookForm.Of(fields.Members().Select(m => (m.Name, m.Value.Text() ?? (m.Value.ValueKind is JsonValueKind.Null ? "" : m.Value.GetRawText()))));
        }

        return ContentType is null ? null : await HookForm.ReadAsync(new MemoryStream(Body.ToArray(), writable: false), ContentType, cancellationToken);
    }

    private static (ReadOnlyMemory<byte> Body, string? ContentType) WithoutHeader(ReadOnlyMemory<byte> file)
    {
        var start = file.Span[..Math.Min(file.Length, LongestHeader)];
        var (end, gap) = (start.IndexOf("\r\n\r\n"u8), 4);
        if (end < 0)
        {
            (end, gap) = (start.IndexOf("\n\n"u8), 2);
        }

        if (end < 0 || !char.IsAsciiLetter((char)start[0]))
        {
            return (file, null);
        }

        var type = Encoding.Latin1.GetString(start[..end]).Split('\n')
            .Where(l => l.StartsWith("content-type:", StringComparison.OrdinalIgnoreCase))
            .Select(l => l["content-type:".Length..].Trim()).FirstOrDefault();
        return type is null ? (file, null) : (file[(end + gap)..], type);
    }

    private static string? Boundary(ReadOnlySpan<byte> body)
    {
        var line = body[2..Math.Min(body.Length, LongestBoundary)];
        var end = line.IndexOfAny("\r\n"u8);
        return end <= 0 || line[..end].ContainsAnyExceptInRange((byte)' ', (byte)'~') || line[..end].Contains((byte)'"') ? null : Encoding.ASCII.GetString(line[..end]);
    }

    /// <summary>A first name, an equals sign, and nothing that an encoded form would have escaped.</summary>
    private static bool LooksEncoded(ReadOnlySpan<byte> body)
    {
        var name = body[..Math.Min(body.Length, LongestBoundary)];
        var end = name.IndexOf((byte)'=');
        return end > 0 && !name[..end].ContainsAny(NoNames) && !body.TrimEnd(" \t\r\n"u8).ContainsAny("\r\n\0"u8);
    }
}

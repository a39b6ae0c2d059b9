using System.Text;
using System.Text.RegularExpressions;

namespace Inbox.Channels.Feeds;

/// <summary>
/// Turns bytes into text: byte order mark, then UTF-8 where the bytes are valid UTF-8 (other text practically never
/// is), then the charset of Content-Type, then the XML declaration, then a guess. Publishers and servers contradict
/// each other too often to trust RFC 7303's order blindly.
/// </summary>
internal static partial class FeedEncoding
{
    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    public static (string Text, string? Warning) Decode(byte[] body, string? contentType)
    {
        if (Marked(body) is { } marked)
        {
            return (marked, null);
        }

        var declared = Find(CharsetParameter().Match(contentType ?? "")) ?? Find(Declaration().Match(Encoding.Latin1.GetString(body, 0, Math.Min(body.Length, 512))));
        // Seven-bit encodings such as ISO-2022-JP are valid UTF-8 too, and recognised by their escapes.
        if (!body.AsSpan().Contains((byte)0x1B) && TryStrict(StrictUtf8, body) is { } utf8)
        {
            return (utf8, null);
        }

        if (declared is not null && TryStrict(declared, body) is { } text)
        {
            return (text, null);
        }

        var guessed = EncodingGuess.Of(body);
        return (guessed.GetString(body), declared is null
            ? $"The document does not say its encoding; it was read as {guessed.WebName}."
            : $"The document is not the {declared.WebName} it says it is; it was read as {guessed.WebName}.");
    }

    /// <summary>Null where the bytes are not valid in the encoding.</summary>
    public static string? TryStrict(Encoding encoding, byte[] body)
    {
        try
        {
            return encoding.GetString(body);
        }
        catch (DecoderFallbackException)
        {
            return null;
        }
    }

    public static Encoding Strict(string name) => CodePagesEncodingProvider.Instance.GetEncoding(name, EncoderFallback.ReplacementFallback, DecoderFallback.ExceptionFallback)
        ?? Encoding.GetEncoding(name, EncoderFallback.ReplacementFallback, DecoderFallback.ExceptionFallback);

    private static string? Marked(byte[] body) => body switch
    {
        [0xEF, 0xBB, 0xBF, ..] => Encoding.UTF8.GetString(body, 3, body.Length - 3),
        [0xFF, 0xFE, 0, 0, ..] => Encoding.UTF32.GetString(body, 4, body.Length - 4),
        [0xFF, 0xFE, ..] => Encoding.Unicode.GetString(body, 2, body.Length - 2),
        [0xFE, 0xFF, ..] => Encoding.BigEndianUnicode.GetString(body, 2, body.Length - 2),
        // No mark, but an opening bracket in two bytes.
        [(byte)'<', 0, not 0, 0, ..] or [(byte)'{', 0, not 0, 0, ..] => Encoding.Unicode.GetString(body),
        [0, (byte)'<', 0, not 0, ..] or [0, (byte)'{', 0, not 0, ..] => Encoding.BigEndianUnicode.GetString(body),
        _ => null,
    };

    private static Encoding? Find(Match match)
    {
        if (!match.Success)
        {
            return null;
        }

        // Browsers read both as windows-1252, and so do publishers (WHATWG Encoding, 4.2).
        var name = match.Groups["name"].Value.ToLowerInvariant() is "iso-8859-1" or "us-ascii" ? "windows-1252" : match.Groups["name"].Value;
        try
        {
            return Strict(name);
        }
        catch (Exception unknown) when (unknown is ArgumentException or NotSupportedException)
        {
            return null; // An encoding that does not exist, or UTF-7, which .NET refuses, is no declaration.
        }
    }

    [GeneratedRegex("charset\\s*=\\s*[\"']?(?<name>[A-Za-z0-9._:-]+)", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex CharsetParameter();

    [GeneratedRegex("<\\?xml[^>]{0,200}?encoding\\s*=\\s*[\"'](?<name>[A-Za-z0-9._:-]+)", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Declaration();
}

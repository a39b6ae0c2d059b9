using System.Text;
using System.Text.RegularExpressions;
using System.Text.Unicode;

namespace Inbox.Channels.Social;

/// <summary>
/// JSON in which every string can be read. Networks and those who record them leave byte order marks, other encodings and
/// halves of characters; the reader of .NET throws where it meets such a half.
/// </summary>
internal static partial class JsonText
{
    /// <summary>UTF-8, valid and without lone surrogates; the same bytes where they are so already.</summary>
    public static ReadOnlyMemory<byte> Readable(ReadOnlyMemory<byte> content) =>
        Utf8.IsValid(content.Span) && !IsMarked(content.Span) && content.Span.IndexOf("\\ud"u8) < 0 && content.Span.IndexOf("\\uD"u8) < 0
            ? content
            : Encoding.UTF8.GetBytes(WithoutLoneSurrogates(Decode(content.Span)));

    /// <summary>A lone half of a surrogate pair is valid JSON, but no valid text.</summary>
    public static string WithoutLoneSurrogates(string json) =>
        json.Contains("\\ud", StringComparison.OrdinalIgnoreCase) ? Surrogates().Replace(json, m => m.Groups["lone"].Success ? "\\uFFFD" : m.Value) : json;

    private static string Decode(ReadOnlySpan<byte> content) => content switch
    {
        [0xFF, 0xFE, 0, 0, ..] => Encoding.UTF32.GetString(content[4..]),
        [0xFF, 0xFE, ..] => Encoding.Unicode.GetString(content[2..]),
        [0xFE, 0xFF, ..] => Encoding.BigEndianUnicode.GetString(content[2..]),
        [0xEF, 0xBB, 0xBF, ..] => Encoding.UTF8.GetString(content[3..]),
        _ => Encoding.UTF8.GetString(content),
    };

    private static bool IsMarked(ReadOnlySpan<byte> content) => content is [0xFF, 0xFE, ..] or [0xFE, 0xFF, ..] or [0xEF, 0xBB, 0xBF, ..];

    [GeneratedRegex(@"\\\\|\\u[dD][89aAbB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|(?<lone>\\u[dD][89a-fA-F][0-9a-fA-F]{2})", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Surrogates();
}

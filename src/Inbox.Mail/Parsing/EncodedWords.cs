using System.Buffers;
using System.Text;
using Inbox.Mail.Encodings;
using Inbox.Mail.Text;

namespace Inbox.Mail.Parsing;

/// <summary>Encoded words (RFC 2047), with the liberties real mailers take.</summary>
internal static class EncodedWords
{
    private const int LongestCharset = 64;

    /// <summary>Bytes; RFC 2047, 2 allows words of 75 characters.</summary>
    private const int OnStack = 512;

    private static readonly SearchValues<char> LineBreaks = SearchValues.Create("\r\n");

    /// <summary>Unfolds a header value and decodes its words.</summary>
    public static string DecodeUnstructured(string folded)
    {
        var decoded = Decode(folded);
        return Unfold(decoded).Trim();
    }

    /// <summary>
    /// Decodes the words of a value that may still be folded. White space between two words is dropped (RFC 2047, 6.2),
    /// and the bytes of neighbours with one charset are joined before they become text: mailers split characters.
    /// </summary>
    public static string Decode(string text)
    {
        var next = text.IndexOf("=?", StringComparison.Ordinal);
        if (next < 0)
        {
            return text;
        }
        var output = new StringBuilder(text.Length);
        var pending = new ArrayBufferWriter<byte>();
        string? charset = null;
        var position = 0;
        // A word without its end makes every later search for that end fail too: search once, stay linear.
        var lastEnd = text.LastIndexOf("?=", StringComparison.Ordinal);
        while (next >= 0 && next < lastEnd)
        {
            if (!TryRead(text, next, out var word))
            {
                next = text.IndexOf("=?", next + 2, StringComparison.Ordinal);
                continue;
            }
            var between = text.AsSpan(position, next - position);
            var adjacent = charset is not null && between.IsWhiteSpace();
            if (!adjacent || !string.Equals(charset, word.Charset, StringComparison.OrdinalIgnoreCase))
            {
                Flush(output, pending, charset);
            }
            if (!adjacent)
            {
                output.Append(between);
            }
            charset = word.Charset;
            Append(pending, text.AsSpan(word.Start, word.Length), word.IsBase64);
            position = word.End;
            next = text.IndexOf("=?", position, StringComparison.Ordinal);
        }
        Flush(output, pending, charset);
        return output.Append(text, position, text.Length - position).ToString();
    }

    /// <summary>A fold and the white space around it is one space to a reader (RFC 5322, 2.2.3).</summary>
    public static string Unfold(string text)
    {
        var at = text.AsSpan().IndexOfAny(LineBreaks);
        if (at < 0)
        {
            return text;
        }
        var output = new StringBuilder(text.Length);
        var rest = text.AsSpan();
        while ((at = rest.IndexOfAny(LineBreaks)) >= 0)
        {
            output.Append(rest[..at].TrimEnd(" \t"));
            rest = rest[at..].TrimStart(" \t\r\n");
            if (output.Length > 0 && !rest.IsEmpty)
            {
                output.Append(' ');
            }
        }
        return output.Append(rest).ToString();
    }

    private static void Flush(StringBuilder output, ArrayBufferWriter<byte> pending, string? charset)
    {
        if (pending.WrittenCount > 0)
        {
            output.Append(Charsets.Decode(pending.WrittenSpan, charset, warnings: null));
            pending.ResetWrittenCount();
        }
    }

    private static bool TryRead(string text, int start, out Word word)
    {
        word = default;
        var rest = text.AsSpan(start + 2);
        var mark = rest[..Math.Min(rest.Length, LongestCharset)].IndexOf('?');
        if (mark <= 0 || mark + 2 >= rest.Length || rest[mark + 2] != '?' || rest[..mark].ContainsAny(" \t\r\n"))
        {
            return false;
        }
        var encoding = rest[mark + 1] | 0x20;
        if (encoding is not ('b' or 'q'))
        {
            return false;
        }
        var body = rest[(mark + 3)..];
        var end = body.IndexOf("?=", StringComparison.Ordinal);
        if (end < 0)
        {
            return false;
        }
        var charset = rest[..mark];
        // RFC 2231, 5: a language may follow the charset.
        var star = charset.IndexOf('*');
        var from = start + 2 + mark + 3;
        word = new Word(
            (star < 0 ? charset : charset[..star]).ToString(), encoding == 'b', from, end, from + end + 2);
        return true;
    }

    private static void Append(ArrayBufferWriter<byte> output, ReadOnlySpan<char> content, bool base64)
    {
        var most = Encoding.UTF8.GetMaxByteCount(content.Length);
        var rented = most <= OnStack ? null : ArrayPool<byte>.Shared.Rent(most);
        Span<byte> bytes = rented ?? stackalloc byte[OnStack];
        var length = 0;
        foreach (var c in content)
        {
            // A fold inside a word is illegal, yet written by gateways that fold by length alone: it stands for nothing.
            if (c is '\r' or '\n' or '\t')
            {
                length -= TrailingSpaces(bytes[..length]);
                bytes[length++] = (byte)'\n';
            }
            else if (length > 0 && bytes[length - 1] == '\n')
            {
                if (c != ' ')
                {
                    bytes[length - 1] = ToByte(c);
                }
            }
            else if (c < 0x80)
            {
                bytes[length++] = ToByte(c);
            }
            else
            {
                length += Encoding.UTF8.GetBytes([c], bytes[length..]);
            }
        }
        var raw = bytes[..length].TrimEnd((byte)'\n');
        var target = output.GetSpan(raw.Length + 4);
        output.Advance(base64 ? Base64Decoder.DecodeWhole(raw, target) : QuotedPrintable.DecodeWord(raw, target));
        if (rented is not null)
        {
            ArrayPool<byte>.Shared.Return(rented);
        }
    }

    private static int TrailingSpaces(ReadOnlySpan<byte> bytes) => bytes.Length - bytes.TrimEnd((byte)' ').Length;

    private static byte ToByte(char c) => c < 0x80 ? (byte)c : (byte)'?';

    private readonly record struct Word(string Charset, bool IsBase64, int Start, int Length, int End);
}

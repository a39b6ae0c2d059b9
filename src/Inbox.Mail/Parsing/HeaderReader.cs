using System.Text;

namespace Inbox.Mail.Parsing;

/// <summary>Splits a header section into fields (RFC 5322, 2.2) and finds where the body starts.</summary>
internal static class HeaderReader
{
    /// <summary>Fields beyond this stay unread, so that a mail of nothing but fields costs bounded memory.</summary>
    public const int MostFields = 5000;

    /// <summary>Bytes of a header that stands inside a part.</summary>
    private const int LongestInner = 256 * 1024;

    private const int LongestName = 200;

    private static readonly string[] WellKnown =
    [
        "From", "To", "Cc", "Bcc", "Subject", "Date", "Reply-To", "Sender", "Message-ID", "In-Reply-To", "References",
        "MIME-Version", "Received", "Return-Path", "Delivered-To", "User-Agent",
    ];

    /// <summary>The header that the content of a part begins with: of an embedded message, a report, or a header alone.</summary>
    public static MailHeaders ReadStart(MailPart part)
    {
        var position = 0;
        return Read(part.Content.Decode(LongestInner), ref position, new Warnings());
    }

    /// <param name="source">The bytes of the mail.</param>
    /// <param name="position">Where the header starts; afterwards where its body does.</param>
    /// <param name="warnings">Takes what was odd.</param>
    /// <param name="most">How many fields are read.</param>
    public static MailHeaders Read(ReadOnlyMemory<byte> source, ref int position, Warnings warnings, int most = MostFields)
    {
        var span = source.Span;
        var fields = new List<MailHeader>();
        while (position < span.Length)
        {
            var line = LineAt(span, position, out var next);
            if (line.IsEmpty)
            {
                position = next;
                return new MailHeaders(fields);
            }
            var colon = NameLength(line, out var nameLength);
            if (colon < 0)
            {
                if (!IsStrayLine(span, line, next, fields.Count))
                {
                    warnings.Add("The blank line between header and body is missing.");
                    return new MailHeaders(fields);
                }
                if (!line.StartsWith("From "u8) && !line.StartsWith(">From "u8))
                {
                    warnings.Add("A line of the header is no header field and was passed over.");
                }
                position = next;
                continue;
            }
            var end = position + line.Length;
            while (next < span.Length && span[next] is (byte)' ' or (byte)'\t')
            {
                end = next + LineAt(span, next, out next).Length;
            }
            if (fields.Count < most)
            {
                var name = Encoding.ASCII.GetString(line[..nameLength]);
                var valueStart = position + colon + 1;
                fields.Add(new MailHeader(name, source[valueStart..Math.Max(valueStart, end)]));
            }
            else
            {
                warnings.Add("The mail has more header fields than anybody writes; the rest was not read.");
            }
            position = next;
        }
        return new MailHeaders(fields);
    }

    /// <summary>The line at a position without its end; <paramref name="next"/> is where the following one starts.</summary>
    public static ReadOnlySpan<byte> LineAt(ReadOnlySpan<byte> span, int position, out int next)
    {
        var rest = span[position..];
        var length = rest.IndexOf((byte)'\n');
        if (length < 0)
        {
            next = span.Length;
            return rest.TrimEnd((byte)'\r');
        }
        next = position + length + 1;
        return rest[..length].TrimEnd((byte)'\r');
    }

    /// <summary>The index of the colon of a field, or -1. White space before the colon is obsolete syntax (RFC 5322, 4.5.8).</summary>
    private static int NameLength(ReadOnlySpan<byte> line, out int nameLength)
    {
        nameLength = 0;
        var colon = line[..Math.Min(line.Length, LongestName)].IndexOf((byte)':');
        if (colon <= 0)
        {
            return -1;
        }
        var name = line[..colon].TrimEnd(" \t"u8);
        if (name.IsEmpty || name.ContainsAnyExceptInRange((byte)33, (byte)126))
        {
            return -1;
        }
        nameLength = name.Length;
        return colon;
    }

    /// <summary>
    /// A line that is no field ends the header, unless it is an mbox separator on top or a field
    /// that everybody knows follows: then it is damage inside the header.
    /// </summary>
    private static bool IsStrayLine(ReadOnlySpan<byte> span, ReadOnlySpan<byte> line, int next, int fieldsSoFar)
    {
        if (next >= span.Length)
        {
            return false;
        }
        if (fieldsSoFar == 0 && (line.StartsWith("From "u8) || line.StartsWith(">From "u8)))
        {
            return true;
        }
        var following = LineAt(span, next, out _);
        if (NameLength(following, out var length) < 0)
        {
            return false;
        }
        var name = Encoding.ASCII.GetString(following[..length]);
        return name.StartsWith("Content-", StringComparison.OrdinalIgnoreCase)
            || name.StartsWith("X-", StringComparison.OrdinalIgnoreCase)
            || WellKnown.Contains(name, StringComparer.OrdinalIgnoreCase);
    }
}

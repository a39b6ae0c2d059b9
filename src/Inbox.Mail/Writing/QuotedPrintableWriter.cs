namespace Inbox.Mail.Writing;

/// <summary>Quoted-printable (RFC 2045, 6.7): lines of at most 76 characters, no trailing white space.</summary>
internal static class QuotedPrintableWriter
{
    private const int LongestLine = 75;

    public static void Write(ReadOnlySpan<byte> content, Stream output)
    {
        var column = 0;
        for (var i = 0; i < content.Length; i++)
        {
            var b = content[i];
            if (b == '\r' && i + 1 < content.Length && content[i + 1] == '\n')
            {
                output.Write("\r\n"u8);
                column = 0;
                i++;
                continue;
            }
            var lineEnds = i + 1 == content.Length || content[i + 1] is (byte)'\r' or (byte)'\n';
            // "From " and a lone dot at the start of a line are changed by mbox files and careless relays.
            var risky = column == 0 && b is (byte)'F' or (byte)'.';
            var literal = !risky && (b is > 0x20 and < 0x7f and not (byte)'=' || (b is 0x20 or (byte)'\t' && !lineEnds));
            if (column + (literal ? 1 : 3) > LongestLine)
            {
                output.Write("=\r\n"u8);
                column = 0;
            }
            if (literal)
            {
                output.WriteByte(b);
                column++;
            }
            else
            {
                output.WriteByte((byte)'=');
                output.WriteByte(Digit(b >> 4));
                output.WriteByte(Digit(b & 15));
                column += 3;
            }
        }
    }

    private static byte Digit(int value) => (byte)"0123456789ABCDEF"[value];
}

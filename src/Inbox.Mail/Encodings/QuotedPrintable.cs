namespace Inbox.Mail.Encodings;

/// <summary>Quoted-printable bodies (RFC 2045, 6.7) and the Q encoding of header words (RFC 2047, 4.2).</summary>
internal static class QuotedPrintable
{
    public static byte[] Decode(ReadOnlySpan<byte> encoded)
    {
        var output = new byte[encoded.Length];
        var written = 0;
        while (!encoded.IsEmpty)
        {
            var end = encoded.IndexOf((byte)'\n');
            var whole = end < 0 ? encoded : encoded[..(end + 1)];
            // Rule 3: white space at the end of a line was added on the way.
            var line = whole.TrimEnd(" \t\r\n"u8);
            var soft = !line.IsEmpty && line[^1] == '=';
            written += DecodeLine(soft ? line[..^1] : line, output.AsSpan(written));
            if (!soft && end >= 0)
            {
                if (whole.Length > 1 && whole[^2] == '\r')
                {
                    output[written++] = (byte)'\r';
                }
                output[written++] = (byte)'\n';
            }
            encoded = encoded[whole.Length..];
        }
        Array.Resize(ref output, written);
        return output;
    }

    public static byte[] DecodeWord(ReadOnlySpan<byte> encoded)
    {
        var output = new byte[encoded.Length];
        var spaced = encoded.ToArray();
        spaced.AsSpan().Replace((byte)'_', (byte)' ');
        Array.Resize(ref output, DecodeLine(spaced, output));
        return output;
    }

    private static int DecodeLine(ReadOnlySpan<byte> line, Span<byte> output)
    {
        var written = 0;
        int mark;
        while ((mark = line.IndexOf((byte)'=')) >= 0)
        {
            line[..mark].CopyTo(output[written..]);
            written += mark;
            if (mark + 2 < line.Length && Hex(line[mark + 1]) is >= 0 and var high && Hex(line[mark + 2]) is >= 0 and var low)
            {
                output[written++] = (byte)((high << 4) | low);
                line = line[(mark + 3)..];
            }
            else
            {
                // A lone equals sign is illegal; showing it loses nothing.
                output[written++] = (byte)'=';
                line = line[(mark + 1)..];
            }
        }
        line.CopyTo(output[written..]);
        return written + line.Length;
    }

    internal static int Hex(byte b) => b switch
    {
        >= (byte)'0' and <= (byte)'9' => b - '0',
        >= (byte)'A' and <= (byte)'F' => b - 'A' + 10,
        >= (byte)'a' and <= (byte)'f' => b - 'a' + 10,
        _ => -1,
    };
}

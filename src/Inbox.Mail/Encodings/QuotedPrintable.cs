namespace Inbox.Mail.Encodings;

/// <summary>Quoted-printable bodies (RFC 2045, 6.7) and the Q encoding of header words (RFC 2047, 4.2).</summary>
internal static class QuotedPrintable
{
    public static byte[] Decode(ReadOnlySpan<byte> encoded)
    {
        var output = new byte[encoded.Length];
        Array.Resize(ref output, Decode(encoded, output));
        return output;
    }

    /// <summary>Decodes whole lines, or the last one without its end. The output must have room for as much as the input.</summary>
    public static int Decode(ReadOnlySpan<byte> encoded, Span<byte> output)
    {
        var written = 0;
        while (!encoded.IsEmpty)
        {
            var end = encoded.IndexOf((byte)'\n');
            var whole = end < 0 ? encoded : encoded[..(end + 1)];
            // Rule 3: white space at the end of a line was added on the way.
            var line = whole.TrimEnd(" \t\r\n"u8);
            var soft = !line.IsEmpty && line[^1] == '=';
            written += DecodeLine(soft ? line[..^1] : line, output[written..]);
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
        return written;
    }

    /// <summary>Decodes a header word in place of its underscores; the output must have room for as much as the input.</summary>
    public static int DecodeWord(Span<byte> encoded, Span<byte> output)
    {
        encoded.Replace((byte)'_', (byte)' ');
        return DecodeLine(encoded, output);
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

using System.Text;

namespace Inbox.Mail.Encodings;

/// <summary>Uuencoded blocks (POSIX.1, uuencode), as a transfer encoding and inside plain text.</summary>
internal static class UuDecoder
{
    /// <summary>The first block at or after a position: where it starts and ends, its file name, and where its lines are.</summary>
    public static bool TryFind(ReadOnlySpan<byte> text, int from, out Block block)
    {
        block = default;
        while (from < text.Length)
        {
            var start = text[from..].IndexOf("begin "u8);
            if (start < 0)
            {
                return false;
            }
            start += from;
            from = start + 6;
            if ((start == 0 || text[start - 1] == '\n') && TryReadBlock(text, start, out block))
            {
                return true;
            }
        }
        return false;
    }

    public static byte[] Decode(ReadOnlySpan<byte> lines)
    {
        var output = new byte[lines.Length];
        var ended = false;
        Array.Resize(ref output, Decode(lines, output, ref ended));
        return output;
    }

    /// <summary>Decodes whole lines; nothing counts any more once the block has ended.</summary>
    public static int Decode(ReadOnlySpan<byte> lines, Span<byte> output, ref bool ended)
    {
        var written = 0;
        while (!lines.IsEmpty && !ended)
        {
            var end = lines.IndexOf((byte)'\n');
            var line = (end < 0 ? lines : lines[..end]).TrimEnd((byte)'\r');
            ended = line.SequenceEqual("end"u8);
            if (!ended && !line.IsEmpty && !line.StartsWith("begin "u8))
            {
                written += DecodeLine(line, output[written..]);
            }
            lines = end < 0 ? default : lines[(end + 1)..];
        }
        return written;
    }

    private static bool TryReadBlock(ReadOnlySpan<byte> text, int start, out Block block)
    {
        block = default;
        var line = Parsing.HeaderReader.LineAt(text, start, out var position);
        var mode = line[6..].IndexOf((byte)' ');
        if (mode is < 3 or > 4 || line.Slice(6, mode).ContainsAnyExceptInRange((byte)'0', (byte)'7'))
        {
            return false;
        }
        var name = Encoding.UTF8.GetString(line[(6 + mode)..].Trim((byte)' '));
        var dataStart = position;
        while (position < text.Length)
        {
            var dataEnd = position;
            line = Parsing.HeaderReader.LineAt(text, position, out position);
            if (line.SequenceEqual("end"u8))
            {
                block = new Block(start, position, name, dataStart, dataEnd);
                return true;
            }
            if (!LooksEncoded(line))
            {
                return false;
            }
        }
        return false;
    }

    /// <summary>A line's first character tells how many bytes it holds; some encoders leave trailing spaces off.</summary>
    private static bool LooksEncoded(ReadOnlySpan<byte> line) =>
        line.IsEmpty || (line[0] is >= 32 and <= 96 && line.Length <= (((line[0] - 32) & 63) + 2) / 3 * 4 + 3);

    private static int DecodeLine(ReadOnlySpan<byte> line, Span<byte> output)
    {
        var length = (line[0] - 32) & 63;
        var written = 0;
        for (var i = 1; written < length && i < line.Length; i += 4)
        {
            var bits = (Six(line, i) << 18) | (Six(line, i + 1) << 12) | (Six(line, i + 2) << 6) | Six(line, i + 3);
            for (var shift = 16; shift >= 0 && written < length && written < output.Length; shift -= 8)
            {
                output[written++] = (byte)(bits >> shift);
            }
        }
        return written;
    }

    private static int Six(ReadOnlySpan<byte> line, int index) => index < line.Length ? (line[index] - 32) & 63 : 0;

    internal readonly record struct Block(int Start, int End, string Name, int DataStart, int DataEnd);
}

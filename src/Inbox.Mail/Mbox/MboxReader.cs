using System.Buffers;

namespace Inbox.Mail.Mbox;

/// <summary>
/// Reads the mails of an mbox file one after the other (RFC 4155, and the mboxrd quoting of <c>From </c> lines that
/// nearly everything writes today). Memory holds one mail at a time.
/// </summary>
public static class MboxReader
{
    private const int Block = 256 * 1024;

    /// <param name="mbox">Read from where it stands to its end.</param>
    /// <param name="offset">The position of the stream in the file, to resume at the offset of an earlier message.</param>
    public static IEnumerable<MboxMessage> Read(Stream mbox, long offset = 0)
    {
        var lines = new LineReader(mbox);
        var mail = new ArrayBufferWriter<byte>(Block);
        var start = offset;
        var position = offset;
        var previousBlank = true;
        var atLineStart = true;
        while (lines.Next() is { IsEmpty: false } line)
        {
            if (previousBlank && IsSeparator(line.Span))
            {
                if (mail.WrittenCount > 0)
                {
                    yield return Finish(mail, start, position);
                    mail.ResetWrittenCount();
                }
                start = position;
            }
            else
            {
                mail.Write(atLineStart && IsQuoted(line.Span) ? line.Span[1..] : line.Span);
            }
            previousBlank = atLineStart && line.Span.TrimEnd("\r\n"u8).IsEmpty;
            atLineStart = line.Span[^1] == '\n';
            position += line.Length;
        }
        if (mail.WrittenCount > 0)
        {
            yield return Finish(mail, start, position);
        }
    }

    /// <summary>"From " with a year behind: a sentence of a careless writer rarely has one.</summary>
    private static bool IsSeparator(ReadOnlySpan<byte> line)
    {
        if (!line.StartsWith("From "u8))
        {
            return false;
        }
        var rest = line[5..].TrimEnd("\r\n "u8);
        var colon = rest.IndexOf((byte)':');
        return colon > 0 && colon + 2 < rest.Length && char.IsAsciiDigit((char)rest[colon - 1]) && char.IsAsciiDigit((char)rest[colon + 1]);
    }

    /// <summary>mboxrd: every line of ">…>From " lost one ">" when it is read.</summary>
    internal static bool IsQuoted(ReadOnlySpan<byte> line)
    {
        var quotes = line.IndexOfAnyExcept((byte)'>');
        return quotes > 0 && line[quotes..].StartsWith("From "u8);
    }

    internal static MboxMessage Finish(ArrayBufferWriter<byte> mail, long start, long end)
    {
        // The blank line before a separator belongs to the format.
        var content = mail.WrittenSpan;
        content = content.EndsWith("\r\n\r\n"u8) ? content[..^2] : content.EndsWith("\n\n"u8) ? content[..^1] : content;
        return new MboxMessage(start, end, content.ToArray());
    }

    /// <summary>Hands out lines with their ends. A line longer than a block comes in pieces.</summary>
    private sealed class LineReader(Stream stream)
    {
        private readonly byte[] _buffer = new byte[Block];
        private int _start;
        private int _end;

        public ReadOnlyMemory<byte> Next()
        {
            var lineEnd = _buffer.AsSpan(_start, _end - _start).IndexOf((byte)'\n');
            if (lineEnd < 0)
            {
                _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
                _end -= _start;
                _start = 0;
                _end += stream.ReadAtLeast(_buffer.AsSpan(_end), _buffer.Length - _end, throwOnEndOfStream: false);
                lineEnd = _buffer.AsSpan(0, _end).IndexOf((byte)'\n');
            }
            var length = lineEnd < 0 ? _end - _start : lineEnd + 1;
            var line = _buffer.AsMemory(_start, length);
            _start += length;
            return line;
        }
    }
}

/// <summary>A mail of an mbox: the bytes of the mail, and where it starts and ends in the file, separator included.</summary>
public sealed record MboxMessage(long Start, long End, byte[] Content);

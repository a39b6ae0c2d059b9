namespace Inbox.Mail.Parsing;

/// <summary>
/// Builds the tree of parts (RFC 2046, 5.1) in one pass over the bytes. The open multiparts are a stack of boundaries,
/// not a recursion: depth costs neither call stack nor another look at the content.
/// </summary>
internal sealed class PartParser(ReadOnlyMemory<byte> source, Warnings warnings)
{
    private const int MostDepth = 100;
    private const int MostParts = 10_000;

    /// <summary>Of all headers together.</summary>
    private const int MostFields = 20_000;

    private readonly List<Frame> _open = [];
    private int _parts;
    private int _fields;

    public MailPart Parse()
    {
        var position = 0;
        var root = ReadHeader(ref position, parent: null);
        var current = root;
        while (true)
        {
            var start = position;
            var delimiter = current.IsMultipart && Enter(current, start) is { } first ? first : FindDelimiter(start);
            if (!current.IsMultipart)
            {
                current.RawContent = source[start..delimiter.ContentEnd];
            }
            if (SkipToPart(ref delimiter) is not { } parent)
            {
                return root;
            }
            position = delimiter.Next;
            current = ReadHeader(ref position, parent);
            parent.Add(current);
        }
    }

    /// <summary>Closes what a delimiter closes and finds the next one that starts a part; null at the end of the mail.</summary>
    private MailPart? SkipToPart(ref Delimiter delimiter)
    {
        while (delimiter.Frame >= 0)
        {
            var closed = _open.Count - 1 - delimiter.Frame;
            if (closed > 0)
            {
                warnings.Add("A multipart ends without its closing boundary.");
                _open.RemoveRange(delimiter.Frame + 1, closed);
            }
            if (!delimiter.Closing && _parts < MostParts)
            {
                return _open[delimiter.Frame].Part;
            }
            if (!delimiter.Closing)
            {
                warnings.Add($"The mail has more than {MostParts} parts; the rest was not read.");
                return null;
            }
            _open.RemoveAt(delimiter.Frame);
            delimiter = FindDelimiter(delimiter.Next);
        }
        if (_open.Count > 0)
        {
            warnings.Add("A multipart ends without its closing boundary.");
        }
        return null;
    }

    private MailPart ReadHeader(ref int position, MailPart? parent)
    {
        _parts++;
        var headers = HeaderReader.Read(source, ref position, warnings, Math.Min(HeaderReader.MostFields, MostFields - _fields));
        _fields += headers.Count;
        var declared = headers.Find("Content-Type");
        var type = declared is null ? null : ContentType.Parse(declared.Raw);
        if (declared is not null && (type is null || (type.Subtype is null && type.Type is not ("text" or "multipart"))))
        {
            warnings.Add("A Content-Type cannot be read; the part counts as plain text.");
            type = null;
        }
        // RFC 2046, 5.1.5: the parts of a digest are messages unless they say otherwise.
        var isDigest = parent?.ContentType.Is("multipart/digest") == true;
        return new MailPart(headers, type ?? (isDigest && declared is null ? ContentType.EmbeddedMessage : ContentType.PlainText));
    }

    /// <summary>Opens a multipart and finds its first delimiter. A multipart without parts becomes plain text, and the answer is null.</summary>
    private Delimiter? Enter(MailPart part, int start)
    {
        if (_open.Count >= MostDepth)
        {
            warnings.Add($"Parts are nested more than {MostDepth} deep; the innermost were not taken apart.");
            part.ContentType = new ContentType("application", "octet-stream", []);
            return null;
        }
        var boundary = part.ContentType["boundary"]?.TrimEnd();
        Delimiter? outer = null;
        if (!string.IsNullOrEmpty(boundary))
        {
            _open.Add(new Frame(part, System.Text.Encoding.UTF8.GetBytes(boundary)));
            var found = FindDelimiter(start);
            if (found.Frame == _open.Count - 1)
            {
                return found;
            }
            _open.RemoveAt(_open.Count - 1);
            outer = found;
        }
        var end = (outer ?? FindDelimiter(start)).ContentEnd;
        if (Guess(source.Span[start..end]) is { } guessed)
        {
            warnings.Add("The boundary of a multipart is missing or wrong; the one in its content was used.");
            _open.Add(new Frame(part, guessed));
            return FindDelimiter(start);
        }
        warnings.Add("A multipart has no parts; it was read as text.");
        part.ContentType = ContentType.PlainText;
        return null;
    }

    /// <summary>A line that starts with two hyphens and has a header field below is what the boundary looks like.</summary>
    private static byte[]? Guess(ReadOnlySpan<byte> content)
    {
        var position = 0;
        while (position < content.Length)
        {
            var line = HeaderReader.LineAt(content, position, out var next).TrimEnd(" \t"u8);
            // RFC 2046, 5.1.1: a boundary has 1 to 70 characters.
            if (line.Length is > 2 and <= 74 && line.StartsWith("--"u8) && line.ContainsAnyExcept((byte)'-', (byte)' ')
                && HeaderReader.LineAt(content, next, out _).StartsWith("Content-"u8))
            {
                return line[2..].ToArray();
            }
            position = next;
        }
        return null;
    }

    /// <summary>The next line that is a delimiter of any open multipart, the innermost first.</summary>
    private Delimiter FindDelimiter(int from)
    {
        var span = source.Span;
        if (_open.Count > 0)
        {
            var lineStart = span[from..].StartsWith("--"u8) ? from : NextDashes(span, from);
            while (lineStart >= 0)
            {
                var line = HeaderReader.LineAt(span, lineStart, out var next)[2..];
                for (var i = _open.Count - 1; i >= 0; i--)
                {
                    if (Matches(line, _open[i].Boundary, out var closing))
                    {
                        return new Delimiter(i, ContentEnd(span, from, lineStart), next, closing);
                    }
                }
                lineStart = NextDashes(span, lineStart);
            }
        }
        return new Delimiter(-1, span.Length, span.Length, Closing: true);
    }

    private static int NextDashes(ReadOnlySpan<byte> span, int from)
    {
        var at = span[from..].IndexOf("\n--"u8);
        return at < 0 ? -1 : from + at + 1;
    }

    private static bool Matches(ReadOnlySpan<byte> line, byte[] boundary, out bool closing)
    {
        closing = false;
        if (!line.StartsWith(boundary))
        {
            return false;
        }
        var tail = line[boundary.Length..].TrimEnd(" \t\r"u8);
        closing = tail.StartsWith("--"u8);
        return tail.IsEmpty || closing;
    }

    /// <summary>The line break before a delimiter belongs to the delimiter (RFC 2046, 5.1.1).</summary>
    private static int ContentEnd(ReadOnlySpan<byte> span, int from, int lineStart)
    {
        var end = lineStart;
        if (end > from && span[end - 1] == '\n')
        {
            end--;
        }
        return end > from && span[end - 1] == '\r' ? end - 1 : end;
    }

    private readonly record struct Frame(MailPart Part, byte[] Boundary);

    /// <param name="Frame">Index of the multipart it belongs to, -1 at the end of the mail.</param>
    /// <param name="ContentEnd">Where the content before it ends.</param>
    /// <param name="Next">Where the line after it starts.</param>
    private readonly record struct Delimiter(int Frame, int ContentEnd, int Next, bool Closing);
}

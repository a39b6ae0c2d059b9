using System.Text;

namespace Inbox.Mail.Parsing;

/// <summary>
/// Reads <c>type/subtype; name=value; …</c> (RFC 2045, 5.1) with comments, missing semicolons, unquoted values that
/// hold spaces, and values cut off before their closing quote.
/// </summary>
internal static class ParameterParser
{
    private const int MostParameters = 500;

    public static ContentType? Parse(string folded)
    {
        var semicolon = EndOfType(folded);
        var media = WithoutComments(folded.AsSpan(0, semicolon));
        // A parameter without its semicolon: "text/plain charset=utf-8" (obsolete mailers) keeps the type.
        var space = media.AsSpan().IndexOfAny(" \t\r\n");
        var slash = media.IndexOf('/', StringComparison.Ordinal);
        if (space >= 0)
        {
            var compact = media.Replace(" ", "", StringComparison.Ordinal).Replace("\t", "", StringComparison.Ordinal)
                .Replace("\r", "", StringComparison.Ordinal).Replace("\n", "", StringComparison.Ordinal);
            var equals = media.IndexOf('=', StringComparison.Ordinal);
            if (equals < 0)
            {
                media = compact;
            }
            else if (equals > space)
            {
                media = media[..space];
                semicolon = folded.IndexOf(media, StringComparison.Ordinal) + media.Length;
            }
            slash = media.IndexOf('/', StringComparison.Ordinal);
        }
        var type = slash < 0 ? media : media[..slash];
        if (type.Length == 0)
        {
            return null;
        }
        var subtype = slash < 0 || slash == media.Length - 1 ? null : media[(slash + 1)..].ToLowerInvariant();
        return new ContentType(type.ToLowerInvariant(), subtype, Parameters(folded, semicolon));
    }

    private static List<KeyValuePair<string, string>> Parameters(string text, int position)
    {
        var segments = new ParameterSegments();
        for (var count = 0; position < text.Length && count < MostParameters; count++)
        {
            position = Skip(text, position, " \t\r\n;,");
            position = SkipComment(text, position);
            var equals = text.AsSpan(position).IndexOfAny('=', ';');
            if (equals < 0)
            {
                break;
            }
            equals += position;
            if (text[equals] == ';')
            {
                position = equals + 1;
                continue;
            }
            var name = text[position..equals].Trim();
            position = Skip(text, equals + 1, " \t\r\n");
            var value = position < text.Length && text[position] == '"'
                ? Quoted(text, ref position)
                : Token(text, ref position);
            if (name.Length > 0)
            {
                segments.Add(name.ToLowerInvariant(), value);
            }
        }
        return segments.Join();
    }

    /// <summary>A quoted string (RFC 5322, 3.2.4). Its folds vanish, its other white space counts.</summary>
    private static string Quoted(string text, ref int position)
    {
        var output = new StringBuilder();
        for (position++; position < text.Length && text[position] != '"'; position++)
        {
            var c = text[position];
            // Windows paths come unescaped: a backslash quotes only what needs quoting.
            if (c == '\\' && position + 1 < text.Length && text[position + 1] is '"' or '\\')
            {
                c = text[++position];
            }
            if (c is not ('\r' or '\n'))
            {
                output.Append(c);
            }
        }
        position = Math.Min(position + 1, text.Length);
        return output.ToString();
    }

    /// <summary>An unquoted value runs to the semicolon, spaces included, unless another <c>name=</c> follows a space.</summary>
    private static string Token(string text, ref int position)
    {
        var rest = text.AsSpan(position);
        var end = rest.IndexOf(';');
        end = end < 0 ? rest.Length : end;
        var value = rest[..end];
        if (!value.StartsWith("=?", StringComparison.Ordinal))
        {
            var comment = value.IndexOf(" (", StringComparison.Ordinal);
            var space = value.IndexOfAny(" \t\r\n");
            while (space >= 0)
            {
                var word = value[space..].TrimStart(" \t\r\n");
                var stop = word.IndexOfAny("= \t\r\n");
                if (stop > 0 && word[stop] == '=')
                {
                    value = value[..space];
                    end = space;
                    break;
                }
                var next = stop < 0 ? -1 : word[stop..].IndexOfAny(" \t\r\n");
                space = next < 0 ? -1 : value.Length - word.Length + stop + next;
            }
            if (comment > 0 && comment < value.Length && value[comment..].Contains(')'))
            {
                value = value[..comment];
            }
        }
        position += end;
        return EncodedWords.Unfold(value.Trim(" \t\r\n").ToString());
    }

    private static int EndOfType(string text)
    {
        var depth = 0;
        for (var i = 0; i < text.Length; i++)
        {
            switch (text[i])
            {
                case '(': depth++; break;
                case ')': depth = Math.Max(0, depth - 1); break;
                case ';' when depth == 0: return i;
            }
        }
        return depth == 0 || !text.Contains(';', StringComparison.Ordinal) ? text.Length : text.IndexOf(';', StringComparison.Ordinal);
    }

    private static string WithoutComments(ReadOnlySpan<char> text)
    {
        if (!text.Contains('('))
        {
            return text.Trim(" \t\r\n\"").ToString();
        }
        var output = new StringBuilder(text.Length);
        var depth = 0;
        foreach (var c in text)
        {
            depth += c == '(' ? 1 : 0;
            if (depth == 0)
            {
                output.Append(c);
            }
            depth -= c == ')' && depth > 0 ? 1 : 0;
        }
        return output.ToString().Trim();
    }

    private static int Skip(string text, int position, string what)
    {
        var length = text.AsSpan(position).IndexOfAnyExcept(what);
        return length < 0 ? text.Length : position + length;
    }

    private static int SkipComment(string text, int position)
    {
        if (position >= text.Length || text[position] != '(')
        {
            return position;
        }
        var end = text.IndexOf(')', position);
        return end < 0 ? position : Skip(text, end + 1, " \t\r\n;");
    }
}

using System.Buffers;
using System.Net;

namespace Inbox.Channels.Feeds.Markup;

/// <summary>A start tag, as XML or as HTML would write it.</summary>
/// <param name="Next">Where the text behind the tag starts.</param>
/// <param name="Closed">False where another tag starts before this one has ended.</param>
internal sealed record MarkupTag(
    string Name, IReadOnlyList<KeyValuePair<string, string>> Attributes, bool SelfClosing, int Next, bool Closed)
{
    // Far more than any tag has; looking names up costs their number for each element inside.
    private const int MaxAttributes = 64;

    private static readonly SearchValues<char> NameEnds = SearchValues.Create(" \t\r\n/>=<\"'");
    private static readonly SearchValues<char> ValueEnds = SearchValues.Create(" \t\r\n<>");

    public static bool StartsName(char c) => char.IsLetter(c) || c == '_';

    /// <summary>Null where the document ends inside the tag.</summary>
    public static MarkupTag? Read(string source, int at)
    {
        var start = at + 1;
        at = EndOfName(source, start);
        var name = source[start..at];
        List<KeyValuePair<string, string>>? attributes = null;
        while (true)
        {
            at = SkipSpace(source, at);
            if (at >= source.Length)
            {
                return null;
            }

            switch (source[at])
            {
                case '>':
                    return new MarkupTag(name, attributes ?? [], SelfClosing: false, at + 1, Closed: true);
                case '/' when at + 1 < source.Length && source[at + 1] == '>':
                    return new MarkupTag(name, attributes ?? [], SelfClosing: true, at + 2, Closed: true);
                case '<':
                    return new MarkupTag(name, attributes ?? [], SelfClosing: false, at, Closed: false);
                case '/' or '=' or '"' or '\'':
                    at++;
                    break;
                default:
                    (var attribute, at) = ReadAttribute(source, at);
                    if ((attributes ??= []).Count < MaxAttributes)
                    {
                        attributes.Add(attribute);
                    }

                    break;
            }
        }
    }

    private static (KeyValuePair<string, string> Attribute, int Next) ReadAttribute(string source, int at)
    {
        var end = EndOfName(source, at);
        var name = source[at..end];
        at = SkipSpace(source, end);
        if (at >= source.Length || source[at] != '=')
        {
            return (new(name, ""), end);
        }

        at = SkipSpace(source, at + 1);
        if (at < source.Length && source[at] is '"' or '\'' && source.IndexOf(source[at], at + 1) is var quote and > 0)
        {
            return (new(name, Decode(source[(at + 1)..quote])), quote + 1);
        }

        end = source.AsSpan(at).IndexOfAny(ValueEnds);
        end = end < 0 ? source.Length : at + end;
        return (new(name, Decode(source[at..end])), end);
    }

    private static int EndOfName(string source, int at)
    {
        var length = source.AsSpan(at).IndexOfAny(NameEnds);
        return length < 0 ? source.Length : at + length;
    }

    private static int SkipSpace(string source, int at)
    {
        while (at < source.Length && char.IsWhiteSpace(source[at]))
        {
            at++;
        }

        return at;
    }

    private static string Decode(string value) =>
        value.Contains('&', StringComparison.Ordinal) ? FeedText.Clean(WebUtility.HtmlDecode(value)) : value;
}

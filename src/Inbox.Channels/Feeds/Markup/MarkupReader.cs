using System.Net;

namespace Inbox.Channels.Feeds.Markup;

/// <param name="Root">The feed's element, else the first one; null where there is none.</param>
internal sealed record MarkupDocument(MarkupElement? Root, IReadOnlyList<string> Warnings);

/// <summary>
/// Reads XML as it is found in the wild: undeclared prefixes, HTML entities, bare ampersands, wrong nesting and
/// documents that end in the middle. It knows no DTD: declarations are skipped unread, so there are neither external
/// entities nor entities that grow. Time and memory are linear in the document, depth and number of elements bounded.
/// </summary>
internal sealed class MarkupReader
{
    // Deeper markup is flattened: no post needs it, and the recursive readers of the tree rely on it.
    internal const int MaxDepth = 100;
    internal const int MaxElements = 300_000;

    private readonly string _source;
    private readonly MarkupElement _document = new("#document", [], null);
    private readonly List<MarkupElement> _open;
    private string? _vocabulary;
    private int _elements;
    private int _flattened;
    private bool _truncated;
    private bool _ragged;

    private MarkupReader(string source)
    {
        _source = source;
        _open = [_document];
    }

    public static MarkupDocument Read(string source) => new MarkupReader(source).Read();

    private MarkupDocument Read()
    {
        var at = 0;
        while (at < _source.Length)
        {
            var tag = _source.IndexOf('<', at);
            if (tag < 0)
            {
                AddText(_source[at..]);
                break;
            }

            AddText(_source[at..tag]);
            at = ReadMarkup(tag);
        }

        var root = _document.Elements.FirstOrDefault(e => e.LocalName is "rss" or "rdf" or "feed" or "channel")
            ?? _document.Elements.FirstOrDefault();
        List<string> warnings = [];
        if (_truncated || _open.Count > 1)
        {
            warnings.Add("The document ends too early; what came before was read.");
        }

        if (_ragged)
        {
            warnings.Add("The document is not well-formed XML; it was read as well as it could be.");
        }

        return new MarkupDocument(root, warnings);
    }

    /// <returns>Where to read on.</returns>
    private int ReadMarkup(int at)
    {
        var rest = _source.AsSpan(at);
        if (rest.StartsWith("<!--", StringComparison.Ordinal))
        {
            return After("-->", at + 4);
        }

        if (rest.StartsWith("<![CDATA[", StringComparison.OrdinalIgnoreCase))
        {
            var next = After("]]>", at + 9);
            var end = _source.AsSpan(0, next).EndsWith("]]>", StringComparison.Ordinal) ? next - 3 : next;
            Add(_source[(at + 9)..Math.Max(at + 9, end)]);
            return next;
        }

        if (rest.StartsWith("<?", StringComparison.Ordinal))
        {
            return After(">", at + 2);
        }

        if (rest.StartsWith("<!", StringComparison.Ordinal))
        {
            return SkipDeclaration(at);
        }

        if (rest.StartsWith("</", StringComparison.Ordinal))
        {
            var next = After(">", at + 2);
            Close(_source[(at + 2)..next].TrimEnd('>').Trim());
            return next;
        }

        if (rest.Length > 1 && MarkupTag.StartsName(rest[1]))
        {
            return Open(at);
        }

        _ragged = true;
        Add("<");
        return at + 1;
    }

    private int Open(int at)
    {
        if (++_elements > MaxElements || MarkupTag.Read(_source, at) is not { } tag)
        {
            _truncated = true;
            return _source.Length;
        }

        _ragged |= !tag.Closed;
        if (_open.Count > MaxDepth)
        {
            _flattened += tag.SelfClosing ? 0 : 1;
            return tag.Next;
        }

        CloseForgotten(tag.Name);
        var element = new MarkupElement(tag.Name, tag.Attributes, _open[^1]);
        if (_open.Count == 1)
        {
            _vocabulary = MarkupNames.Namespace(element, MarkupNames.Prefix(element));
        }

        element.Name = MarkupNames.Name(element, _vocabulary);
        _open[^1].Add(element);
        if (!tag.SelfClosing)
        {
            _open.Add(element);
        }

        return tag.Next;
    }

    private void Close(string name)
    {
        if (_flattened > 0)
        {
            _flattened--;
            return;
        }

        var opened = _open.FindLastIndex(e => e.SourceName.Equals(name, StringComparison.OrdinalIgnoreCase));
        if (opened < 1)
        {
            _ragged = true;
            return;
        }

        _ragged |= opened < _open.Count - 1;
        _open.RemoveRange(opened, _open.Count - opened);
    }

    /// <summary>A new item ends one that nobody closed; otherwise the rest of the feed would drown in it.</summary>
    private void CloseForgotten(string name)
    {
        if (!name.EndsWith("item", StringComparison.OrdinalIgnoreCase) && !name.EndsWith("entry", StringComparison.OrdinalIgnoreCase))
        {
            return;
        }

        var opened = _open.FindLastIndex(e => e.SourceName == name);
        if (opened > 0 && !_open.Skip(opened).Any(e => e.LocalName is "content" or "description" or "body"))
        {
            Close(name);
        }
    }

    private int SkipDeclaration(int at)
    {
        var end = _source.IndexOfAny(['[', '>'], at);
        if (end < 0)
        {
            _truncated = true;
            return _source.Length;
        }

        if (_source[end] == '>')
        {
            return end + 1;
        }

        var subset = _source.IndexOf(']', end);
        return subset < 0 ? After(">", end) : After(">", subset);
    }

    private int After(string mark, int at)
    {
        var found = _source.IndexOf(mark, at, StringComparison.Ordinal);
        if (found >= 0)
        {
            return found + mark.Length;
        }

        _truncated = true;
        return _source.Length;
    }

    private void AddText(string text)
    {
        if (text.Length > 0)
        {
            Add(text.Contains('&', StringComparison.Ordinal) ? FeedText.Clean(WebUtility.HtmlDecode(text)) : text);
        }
    }

    private void Add(string text)
    {
        if (_open.Count > 1)
        {
            _open[^1].Add(new MarkupText(text));
        }
    }
}

using System.Text;

namespace Inbox.Channels.Feeds.Markup;

internal abstract class MarkupNode;

internal sealed class MarkupText(string value) : MarkupNode
{
    public string Value { get; } = value;
}

/// <summary>An element of a tolerantly read XML document.</summary>
internal sealed class MarkupElement(string sourceName, IReadOnlyList<KeyValuePair<string, string>> attributes, MarkupElement? parent) : MarkupNode
{
    private readonly MarkupElement? _outerScope = parent?.Scope;
    private List<MarkupNode>? _nodes;

    /// <summary>The name as written, with its prefix.</summary>
    public string SourceName { get; } = sourceName;

    public MarkupElement? Parent { get; } = parent;

    /// <summary>Lower case; no prefix for the feed's own vocabulary, else the usual one of the namespace: <c>dc:creator</c>.</summary>
    public string Name { get; set; } = sourceName;

    public string LocalName { get; } = sourceName[(sourceName.LastIndexOf(':') + 1)..].ToLowerInvariant();

    public IReadOnlyList<KeyValuePair<string, string>> Attributes => attributes;

    /// <summary>The nearest element, this one included, that declares namespaces.</summary>
    public MarkupElement? Scope => attributes.Any(a => a.Key.StartsWith("xmlns", StringComparison.OrdinalIgnoreCase)) ? this : _outerScope;

    public IReadOnlyList<MarkupNode> Nodes => _nodes ?? [];

    public IEnumerable<MarkupElement> Elements => Nodes.OfType<MarkupElement>();

    public string? this[string attribute]
    {
        get
        {
            foreach (var (name, value) in attributes)
            {
                if (name.Equals(attribute, StringComparison.OrdinalIgnoreCase))
                {
                    return value;
                }
            }

            return null;
        }
    }

    public void Add(MarkupNode node) => (_nodes ??= []).Add(node);

    public IEnumerable<MarkupElement> All(string name) => Elements.Where(e => e.Name == name);

    public MarkupElement? First(params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
        {
            if (Elements.FirstOrDefault(e => e.Name == name) is { } found)
            {
                return found;
            }
        }

        return null;
    }

    /// <summary>The text of the first of these children that has any.</summary>
    public string? TextOf(params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
        {
            foreach (var element in Elements)
            {
                if (element.Name == name && element.Text() is { Length: > 0 } text)
                {
                    return text;
                }
            }
        }

        return null;
    }

    /// <summary>All text inside, trimmed.</summary>
    public string Text()
    {
        if (Nodes is [MarkupText only])
        {
            return only.Value.Trim();
        }

        var text = new StringBuilder();
        Append(this, text);
        return text.ToString().Trim();

        static void Append(MarkupElement element, StringBuilder text)
        {
            foreach (var node in element.Nodes)
            {
                if (node is MarkupText inner)
                {
                    text.Append(inner.Value);
                }
                else if (node is MarkupElement child)
                {
                    Append(child, text);
                }
            }
        }
    }

    public IEnumerable<MarkupElement> Descendants()
    {
        var waiting = new Stack<MarkupElement>([this]);
        while (waiting.TryPop(out var element))
        {
            yield return element;
            foreach (var child in element.Elements.Reverse())
            {
                waiting.Push(child);
            }
        }
    }

    /// <summary>The base address of what stands in this element (XML Base 3).</summary>
    public Uri Base(Uri document)
    {
        var outer = Parent?.Base(document) ?? document;
        return this["xml:base"] is { } own && FeedAddresses.ResolveBase(own, outer) is { } resolved ? resolved : outer;
    }
}

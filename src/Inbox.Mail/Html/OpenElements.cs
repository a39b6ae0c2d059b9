using System.Collections.Frozen;

namespace Inbox.Mail.Html;

/// <summary>The elements written but not yet ended, at most <see cref="MaxDepth"/> deep; deeper tags are left out, their text is not.</summary>
internal sealed class OpenElements
{
    // Chromium and WebKit flatten a page below 512 as well; tables of tables in mails stay far below.
    private const int MaxDepth = 200;

    private static readonly FrozenSet<string> TableParts = FrozenSet.Create("table", "caption", "colgroup", "tbody", "thead", "tfoot", "tr", "td", "th");
    private static readonly FrozenSet<string> CellLike = FrozenSet.Create("table", "td", "th", "caption");

    private static readonly string[] Paragraph = ["p"];

    /// <summary>Which open elements a start tag ends, and at which ancestor the search stops (HTML, 13.1.2.4).</summary>
    private static readonly FrozenDictionary<string, (string[] Ends, string[] Within)> Implied = BuildImplied();

    private readonly List<string> _stack = [];
    private readonly Dictionary<string, int> _open = [];
    private readonly Dictionary<string, int> _leftOut = [];

    public bool TryOpen(string name)
    {
        if (_stack.Count >= MaxDepth)
        {
            _leftOut[name] = _leftOut.GetValueOrDefault(name) + 1;
            return false;
        }
        _stack.Add(name);
        _open[name] = _open.GetValueOrDefault(name) + 1;
        return true;
    }

    public IReadOnlyList<string> CloseImpliedBy(string start)
    {
        if (!Implied.TryGetValue(start, out var rule) || !rule.Ends.Any(IsOpen))
            return [];
        for (var i = _stack.Count - 1; i >= 0; i--)
        {
            if (rule.Ends.Contains(_stack[i]))
                return CloseDownTo(i);
            if (rule.Within.Contains(_stack[i]))
                break;
        }
        return [];
    }

    public IReadOnlyList<string> Close(string name)
    {
        if (_leftOut.GetValueOrDefault(name) > 0)
        {
            _leftOut[name]--;
            return [];
        }
        if (!IsOpen(name))
            return [];
        for (var i = _stack.Count - 1; i >= 0; i--)
        {
            if (_stack[i] == name)
                return CloseDownTo(i);
            // A stray </b> in a cell does not end the table around it.
            if (TableParts.Contains(name) ? _stack[i] == "table" : CellLike.Contains(_stack[i]))
                break;
        }
        return [];
    }

    public IReadOnlyList<string> CloseAll() => CloseDownTo(0);

    private bool IsOpen(string name) => _open.GetValueOrDefault(name) > 0;

    private List<string> CloseDownTo(int index)
    {
        var closed = _stack[index..];
        closed.Reverse();
        _stack.RemoveRange(index, _stack.Count - index);
        foreach (var name in closed)
            _open[name]--;
        return closed;
    }

    private static FrozenDictionary<string, (string[] Ends, string[] Within)> BuildImplied()
    {
        var rules = AllowList.Blocks.ToDictionary(static b => b, static _ => (Ends: Paragraph, Within: CellLike.ToArray()));
        rules["li"] = (["li"], ["ul", "ol", .. CellLike]);
        rules["dt"] = rules["dd"] = (["dt", "dd"], ["dl", .. CellLike]);
        rules["td"] = rules["th"] = (["td", "th", "caption"], ["tr", "table"]);
        rules["tr"] = (["tr", "caption", "colgroup"], ["table"]);
        rules["tbody"] = rules["thead"] = rules["tfoot"] = (["tbody", "thead", "tfoot", "caption", "colgroup"], ["table"]);
        rules["a"] = (["a"], [.. CellLike]);
        return rules.ToFrozenDictionary();
    }
}

namespace Inbox.Web.Pages.Settings;

/// <summary>Rules or policies in the order in which they are tried, with buttons to move, switch and delete them.</summary>
/// <param name="What">"rule" or "policy": also the name of the id in posts.</param>
public sealed record OrderedList(string What, string Href, string Nothing, IReadOnlyList<OrderedRow> Rows)
{
    /// <summary>By mouse, too: the page has a handler for the whole order.</summary>
    public bool Draggable { get; init; }

    public static OrderedList Empty { get; } = new("", "", "", []);

    /// <summary>Numbers those that are switched on, as cases name them: "rule 3".</summary>
    public static OrderedList Of(string what, string href, string nothing, IReadOnlyList<OrderedRow> rows)
    {
        var number = 0;
        return new OrderedList(what, href, nothing, [.. rows.Select(r => r.Enabled ? r with { Number = ++number } : r)]);
    }
}

/// <param name="When">Its conditions, in words.</param>
/// <param name="Then">What it does, in words.</param>
public sealed record OrderedRow(long Id, string Name, bool Enabled, string When, string Then, int? Number = null)
{
    /// <summary>How often it was of use.</summary>
    public string? Note { get; init; }

    public string? Problem { get; init; }
}

namespace Inbox.Core.Tags;

/// <summary>The managed list as rules, commands and pages look things up in it. Names are told apart whatever their case.</summary>
public sealed class TagList
{
    private readonly Dictionary<string, Tag> _byName;

    public TagList(IEnumerable<Tag> tags, bool onlyFromList)
    {
        _byName = tags.ToDictionary(t => t.Name, StringComparer.OrdinalIgnoreCase);
        OnlyFromList = onlyFromList;
        Offered = [.. _byName.Values.Where(t => !t.Archived).OrderBy(t => t.Name, StringComparer.OrdinalIgnoreCase)];
    }

    public static TagList Free { get; } = new([], onlyFromList: false);

    public bool OnlyFromList { get; }

    /// <summary>What is not archived, by name.</summary>
    public IReadOnlyList<Tag> Offered { get; }

    public Tag? Find(string name) => _byName.GetValueOrDefault(name);

    /// <summary>Trimmed, each once, and written as in the list.</summary>
    public string[] Spelled(IEnumerable<string> names) =>
        [.. names.Select(n => Words.Storable(n).Trim()).Where(n => n.Length > 0)
            .Select(n => _byName.TryGetValue(n, out var tag) ? tag.Name : n)
            .Distinct(StringComparer.OrdinalIgnoreCase)];

    /// <summary>Why these tags may not be given; null when they may. What stands there already may stay.</summary>
    public Error? Refusal(IEnumerable<string> wanted, IEnumerable<string> already)
    {
        if (!OnlyFromList)
        {
            return null;
        }

        var unknown = wanted.Except(already, StringComparer.OrdinalIgnoreCase).Where(n => Find(n) is not { Archived: false }).ToList();
        return unknown.Count == 0
            ? null
            : new Error(ErrorKind.Invalid, "tag_not_listed", unknown.Count == 1
                ? $"“{unknown[0]}” is not on the list of tags. Choose one that is, or ask an administrator to add it."
                : $"{string.Join(", ", unknown.Select(n => $"“{n}”"))} are not on the list of tags. Choose others, or ask an administrator to add them.");
    }
}

namespace Inbox.Core.Cases.Naming;

/// <summary>A person or department that a note can name.</summary>
/// <param name="Name">In full, as the page offers it.</param>
/// <param name="Key">What people type instead: the part of the mail address before the @, or the department's key.</param>
public sealed record Nameable(string Name, string Key, long? AgentId, long? DepartmentId)
{
    public string First => Name.Split(' ', 2)[0];
}

/// <summary>A name as it stands in a text, its <c>@</c> among it.</summary>
public sealed record NameInText(string Written, Nameable Who);

/// <summary>
/// Finds the names in a note: <c>@Ana Kern</c> in full, else <c>@ana</c> by the short name or a first name that only one has.
/// A name that two share names nobody.
/// </summary>
public static class NamesInText
{
    /// <summary>A note that names more is a circular; the rest stays plain text.</summary>
    private const int Most = 50;

    public static IReadOnlyList<NameInText> Find(string text, IReadOnlyCollection<Nameable> who)
    {
        var found = new List<NameInText>();
        for (var at = text.IndexOf('@', StringComparison.Ordinal); at >= 0 && found.Count < Most; at = text.IndexOf('@', at + 1))
        {
            // In ana@mail.example somebody has an address; nobody is named.
            if (at > 0 && (char.IsLetterOrDigit(text[at - 1]) || text[at - 1] is '.' or '_' or '-' or '+' or '@' or '/'))
            {
                continue;
            }

            if (NamedAt(text.AsSpan(at + 1), who) is { } named && !found.Exists(f => f.Who == named.Who && f.Written == named.Written))
            {
                found.Add(named);
            }
        }

        return found;
    }

    private static NameInText? NamedAt(ReadOnlySpan<char> rest, IReadOnlyCollection<Nameable> who)
    {
        var longest = 0;
        foreach (var candidate in who)
        {
            if (candidate.Name.Length > longest && StartsWith(rest, candidate.Name))
            {
                longest = candidate.Name.Length;
            }
        }

        if (longest > 0)
        {
            return Only(who, rest[..longest].ToString(), c => c.Name);
        }

        var length = 0;
        while (length < rest.Length && (char.IsLetterOrDigit(rest[length]) || rest[length] is '.' or '_' or '-'))
        {
            length++;
        }

        var word = rest[..length].TrimEnd("._-").ToString();
        return word.Length == 0 ? null : Only(who, word, c => c.Key) ?? Only(who, word, c => c.First);
    }

    private static bool StartsWith(ReadOnlySpan<char> rest, string name) =>
        rest.StartsWith(name, StringComparison.OrdinalIgnoreCase)
        && (rest.Length == name.Length || !char.IsLetterOrDigit(rest[name.Length]) || !char.IsLetterOrDigit(name[^1]));

    private static NameInText? Only(IEnumerable<Nameable> who, string word, Func<Nameable, string> by) =>
        who.Where(c => string.Equals(by(c), word, StringComparison.OrdinalIgnoreCase)).Take(2).ToList() is [var one] ? new NameInText('@' + word, one) : null;
}

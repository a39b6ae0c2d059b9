using System.Text;

namespace Inbox.Mail.Parsing;

/// <summary>Message identifiers (RFC 5322, 3.6.4) without their angle brackets.</summary>
internal static class MessageIds
{
    /// <summary>Threads longer than this keep their newest identifiers; the oldest name nothing anyone still answers.</summary>
    private const int Most = 1000;

    public static IReadOnlyList<string> Parse(string? folded)
    {
        if (string.IsNullOrWhiteSpace(folded))
        {
            return [];
        }
        var ids = new List<string>();
        var rest = folded.AsSpan();
        int open;
        while ((open = rest.IndexOf('<')) >= 0)
        {
            var close = rest[open..].IndexOf('>');
            if (close < 0)
            {
                Add(ids, rest[(open + 1)..]);
                rest = default;
                break;
            }
            Add(ids, rest.Slice(open + 1, close - 1));
            rest = rest[(open + close + 1)..];
        }
        if (ids.Count == 0)
        {
            foreach (var range in folded.AsSpan().SplitAny(" \t\r\n,"))
            {
                Add(ids, folded.AsSpan(range));
            }
        }
        return ids.Count > Most ? ids[^Most..] : ids;
    }

    private static void Add(List<string> ids, ReadOnlySpan<char> id)
    {
        id = id.Trim(" \t\r\n<>");
        if (!id.IsEmpty)
        {
            ids.Add(WithoutFolds(id));
        }
    }

    /// <summary>Some mailers fold inside an identifier; the fold is not part of it.</summary>
    private static string WithoutFolds(ReadOnlySpan<char> id)
    {
        if (!id.ContainsAny('\r', '\n'))
        {
            return id.ToString();
        }
        var output = new StringBuilder(id.Length);
        var folded = false;
        foreach (var c in id)
        {
            folded = c is '\r' or '\n' || (folded && c is ' ' or '\t');
            if (!folded)
            {
                output.Append(c);
            }
        }
        return output.ToString();
    }
}

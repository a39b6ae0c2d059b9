using System.Text;
using System.Text.RegularExpressions;

namespace Inbox.Core.CannedAnswers;

/// <summary>
/// What stands between double braces in a prepared text: <c>{{customer.first_name|there}}</c> becomes the name, or
/// "there" when nobody knows it. Pure.
/// </summary>
public static partial class Placeholders
{
    private const string Opening = "{{";

    public static IReadOnlyList<string> Known { get; } =
        ["customer.name", "customer.first_name", "case.number", "case.subject", "agent.name", "department.name"];

    /// <summary>What is wrong with a text that somebody wants to keep, in a sentence; null when nothing is.</summary>
    public static string? Wrong(string text)
    {
        var unknown = Pattern().Matches(text).Select(m => m.Groups["name"].Value).Where(n => !Known.Contains(n)).Distinct(StringComparer.Ordinal).ToList();
        if (unknown.Count > 0)
        {
            return $"There is no placeholder {string.Join(", ", unknown.Select(n => $"{{{{{n}}}}}"))}. Known are {string.Join(", ", Known.Select(n => $"{{{{{n}}}}}"))}.";
        }

        return Pattern().Replace(text, "").Contains(Opening, StringComparison.Ordinal)
            ? "A placeholder is not finished: it begins with {{ and ends with }}."
            : null;
    }

    /// <summary>Something still waits to be filled in.</summary>
    public static bool IsUnfilled(string text) => text.Contains(Opening, StringComparison.Ordinal);

    /// <summary>Fills in what is known. What is not, and has no fallback, stays as it stands, so that it is seen.</summary>
    /// <param name="text">With placeholders.</param>
    /// <param name="valueOf">The value of a name, or null.</param>
    /// <param name="markdown">The text is Markdown: a value must not become a part of its markup.</param>
    public static string Fill(string text, Func<string, string?> valueOf, bool markdown) =>
        Pattern().Replace(text, m => valueOf(m.Groups["name"].Value) is { Length: > 0 } value
            ? (markdown ? Escaped(value) : value)
            : m.Groups["fallback"].Success ? m.Groups["fallback"].Value.Trim() : m.Value);

    /// <summary>Only where it would mean something: the text as typed is read as well, and should not bristle with backslashes.</summary>
    private static string Escaped(string value)
    {
        var escaped = new StringBuilder(value.Length + 8);
        for (var i = 0; i < value.Length; i++)
        {
            var inWord = i > 0 && i + 1 < value.Length && char.IsLetterOrDigit(value[i - 1]) && char.IsLetterOrDigit(value[i + 1]);
            if (value[i] is '\\' or '`' or '*' or '<'
                || (value[i] == '_' && !inWord)
                || (value[i] == ']' && i + 1 < value.Length && value[i + 1] is '(' or '[' or ':'))
            {
                escaped.Append('\\');
            }

            escaped.Append(value[i]);
        }

        return escaped.ToString();
    }

    [GeneratedRegex(@"\{\{\s*(?<name>[^{}|]*?)\s*(\|(?<fallback>[^{}]*))?\}\}", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Pattern();
}

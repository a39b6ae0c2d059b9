using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Inbox.Core.Channels.Replies;

/// <summary>
/// What the far side counts. A flag of two letters is 4 UTF-16 units, 2 code points and 1 grapheme.
/// </summary>
public enum TextUnit
{
    Utf16,
    CodePoint,
    Grapheme,

    /// <summary>As X counts: letters of most European scripts are 1, all others and each emoji 2.</summary>
    Weighted,
}

/// <summary>How long a text may be, counted as the far side counts it. js/compose-limit.js counts the same.</summary>
/// <param name="Most">In <paramref name="Unit"/>.</param>
/// <param name="Unit">What is counted.</param>
public sealed partial record TextLimit(int Most, TextUnit Unit)
{
    /// <summary>Every web address counts as so many, however long it is; null: it counts as it is.</summary>
    public int? LinkCounts { get; init; }

    /// <summary>"@ana@example.social" counts as "@ana".</summary>
    public bool MentionsWithoutHost { get; init; }

    /// <summary>Besides, so many bytes of UTF-8 as it is written.</summary>
    public int? MostBytes { get; init; }

    /// <summary>The length of a text by these rules.</summary>
    public int Count(string text)
    {
        var (counted, links) = (text, 0);
        if (LinkCounts is not null)
        {
            var link = Unit == TextUnit.Weighted ? WeightedText.Link() : Link();
            links = link.Count(counted);
            counted = link.Replace(counted, "");
        }

        if (MentionsWithoutHost)
        {
            counted = Mention().Replace(counted, "${name}");
        }

        return (links * (LinkCounts ?? 0)) + Unit switch
        {
            TextUnit.Utf16 => counted.Length,
            TextUnit.CodePoint => counted.EnumerateRunes().Count(),
            TextUnit.Weighted => WeightedText.Count(counted),
            _ => new StringInfo(counted).LengthInTextElements,
        };
    }

    /// <summary>What is wrong with a text, in words; null when it fits.</summary>
    public string? Problem(string text)
    {
        if (Count(text) is var length && length > Most)
        {
            return string.Create(CultureInfo.InvariantCulture, $"The text has {length:N0} characters; here at most {Most:N0} are taken{Rule}. Shorten it.");
        }

        return MostBytes is { } most && Encoding.UTF8.GetByteCount(text) is var bytes && bytes > most
            ? string.Create(CultureInfo.InvariantCulture, $"The text has {bytes:N0} bytes; here at most {most:N0} are taken. Shorten it, or use fewer emoji and accents.")
            : null;
    }

    /// <summary>What is peculiar about the counting, for people: " (a link counts as 23)"; empty when nothing is.</summary>
    public string Rule
    {
        get
        {
            List<string> rules = [];
            if (LinkCounts is { } link)
            {
                rules.Add(string.Create(CultureInfo.InvariantCulture, $"a link counts as {link}"));
            }

            if (MentionsWithoutHost)
            {
                rules.Add("a name counts without its server");
            }

            if (Unit == TextUnit.Utf16)
            {
                rules.Add("most emoji count as 2");
            }

            if (Unit == TextUnit.Weighted)
            {
                rules.Add("emoji and Chinese, Japanese or Korean letters count as 2");
            }

            return rules.Count == 0 ? "" : $" ({string.Join(", ", rules)})";
        }
    }

    /// <summary>What ends a sentence behind an address is no part of it.</summary>
    [GeneratedRegex("""https?://[^\s<>"]*[^\s<>".,;:!?)']""", RegexOptions.NonBacktracking | RegexOptions.CultureInvariant)]
    private static partial Regex Link();

    [GeneratedRegex("(?<name>@[A-Za-z0-9_.-]+)@[A-Za-z0-9.-]*[A-Za-z0-9]", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant)]
    private static partial Regex Mention();
}

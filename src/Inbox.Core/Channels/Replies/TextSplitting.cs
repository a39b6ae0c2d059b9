using System.Globalization;
using System.Text.RegularExpressions;

namespace Inbox.Core.Channels.Replies;

/// <summary>
/// Cuts a text that is too long for one post into several: at the end of a paragraph, a sentence or a word, and never
/// inside of an address, a name or a tag. Pure, so that every attempt to send cuts alike.
/// </summary>
public static partial class TextSplitting
{
    /// <summary>More would be a book, and a flood for those who follow us.</summary>
    public const int MostParts = 25;

    /// <summary>A paragraph or sentence that ends before this share of a post leaves it too empty.</summary>
    private const int LeastShare = 3;

    private enum End { Word, Sentence, Paragraph }

    /// <summary>The parts in their order; one where the text fits as it is. Null: something in it does not fit into any part. What is far too long is not cut to its end.</summary>
    /// <param name="limit">Of each part.</param>
    /// <param name="text">As it was written.</param>
    public static IReadOnlyList<string>? Split(this TextLimit limit, string text)
    {
        List<string> parts = [];
        var rest = text.Trim();
        while (parts.Count <= MostParts && limit.Problem(rest) is not null)
        {
            if (CutOf(limit, rest) is not (> 0 and var cut))
            {
                return null;
            }

            parts.Add(rest[..cut].TrimEnd());
            rest = rest[cut..].TrimStart();
        }

        parts.Add(rest);
        return parts;
    }

    /// <summary>What is wrong with a text that is to leave in several posts, in words; null when it can.</summary>
    public static string? SplitProblem(this TextLimit limit, string text) => limit.Split(text) switch
    {
        null => string.Create(CultureInfo.InvariantCulture, $"The text holds an address or a name that does not fit into one post of {limit.Most:N0} characters. Shorten it."),
        { Count: > MostParts } => string.Create(CultureInfo.InvariantCulture, $"The text would become more than {MostParts} posts. Shorten it."),
        _ => null,
    };

    private static int CutOf(TextLimit limit, string text)
    {
        var whole = Whole().Matches(text).Select(m => (From: m.Index, To: m.Index + m.Length)).ToList();
        var best = new int[3];
        foreach (var (at, end) in Ends(text))
        {
            if (whole.Exists(w => w.From < at && at < w.To))
            {
                continue;
            }

            if (limit.Problem(text[..at]) is not null)
            {
                break;
            }

            best[(int)end] = at;
        }

        var cut = Enumerable.Range(1, 2).Reverse().Select(end => best[end]).FirstOrDefault(at => at > 0 && limit.Count(text[..at]) >= limit.Most / LeastShare);
        return cut > 0 ? cut : best.Max() is > 0 and var any ? any : CutInWord(limit, text, whole);
    }

    /// <summary>Where words, sentences and paragraphs end, in order. Chinese and Japanese sentences end without a space.</summary>
    private static IEnumerable<(int At, End End)> Ends(string text)
    {
        for (var at = 1; at < text.Length; at++)
        {
            var before = text[at - 1];
            if (before is '。' or '！' or '？' && text[at] is not ('」' or '』' or '）'))
            {
                yield return (at, End.Sentence);
            }

            if (!char.IsWhiteSpace(text[at]) || char.IsWhiteSpace(before))
            {
                continue;
            }

            var gap = text.AsSpan(at)[..(text.Length - at - text.AsSpan(at).TrimStart().Length)];
            yield return (at, gap.Count('\n') > 1 ? End.Paragraph : gap.Contains('\n') || SentenceEnd().IsMatch(text.AsSpan(0, at)[^Math.Min(at, 4)..]) ? End.Sentence : End.Word);
        }
    }

    /// <summary>A word longer than a post, as texts without spaces are, is cut between two characters as a reader sees them.</summary>
    private static int CutInWord(TextLimit limit, string text, List<(int From, int To)> whole)
    {
        var cut = 0;
        for (var at = 0; (at += StringInfo.GetNextTextElementLength(text, at)) < text.Length && limit.Problem(text[..at]) is null;)
        {
            cut = whole.Exists(w => w.From < at && at < w.To) ? cut : at;
        }

        return cut;
    }

    [GeneratedRegex("""https?://[^\s<>"]+|[@#][^\s]+""", RegexOptions.NonBacktracking | RegexOptions.CultureInvariant)]
    private static partial Regex Whole();

    [GeneratedRegex("""[.!?…:]["'”’»)\]]*$""", RegexOptions.NonBacktracking | RegexOptions.CultureInvariant)]
    private static partial Regex SentenceEnd();
}

namespace Inbox.Core.Routing.Learning;

/// <param name="Text">In small letters.</param>
/// <param name="Moved">In how many of the moved cases it stands.</param>
/// <param name="Others">In how many of the others.</param>
public sealed record StandingWord(string Text, int Moved, int Others);

/// <summary>The words that tell cases which people moved from those which lay right: what a rule could look for. Pure.</summary>
/// <remarks>Log-odds with half a case added on each side, divided by their standard error: rare words need more difference than frequent ones.</remarks>
public static class StandingWords
{
    private const int Most = 6;
    private const int FewestCases = 3;
    private const int ShortestWord = 3;

    /// <summary>Two standard errors.</summary>
    private const double Stands = 2;

    /// <summary>The most telling first; none when nothing stands out.</summary>
    public static IReadOnlyList<StandingWord> Of(IReadOnlyCollection<string> moved, IReadOnlyCollection<string> others)
    {
        var (inMoved, inOthers) = (Count(moved), Count(others));
        return
        [
            .. inMoved
                .Where(w => w.Value >= FewestCases && w.Value * 10 >= moved.Count)
                .Select(w => new StandingWord(w.Key, w.Value, inOthers.GetValueOrDefault(w.Key)))
                .Select(w => (Word: w, Score: Score(w, moved.Count, others.Count)))
                .Where(w => w.Score >= Stands)
                .OrderByDescending(w => w.Score).ThenBy(w => w.Word.Text, StringComparer.Ordinal)
                .Select(w => w.Word).Take(Most),
        ];
    }

    private static double Score(StandingWord word, int moved, int others)
    {
        var (with, without) = (word.Moved + 0.5, moved - word.Moved + 0.5);
        var (withThere, withoutThere) = (word.Others + 0.5, others - word.Others + 0.5);
        return (Math.Log(with / without) - Math.Log(withThere / withoutThere)) / Math.Sqrt((1 / with) + (1 / without) + (1 / withThere) + (1 / withoutThere));
    }

    private static Dictionary<string, int> Count(IEnumerable<string> texts)
    {
        var counts = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var word in texts.SelectMany(t => WordsOf(t).Distinct(StringComparer.Ordinal)))
        {
            counts[word] = counts.GetValueOrDefault(word) + 1;
        }

        return counts;
    }

    /// <summary>Runs of letters, as rules find words whole. Numbers and scripts without blanks make no rule.</summary>
    private static IEnumerable<string> WordsOf(string text)
    {
        for (var at = 0; at < text.Length; at++)
        {
            var start = at;
            while (at < text.Length && char.IsLetter(text[at]) && text[at] < '\u2E80')
            {
                at++;
            }

            if (at - start is >= ShortestWord and <= 40)
            {
                yield return text[start..at].ToLowerInvariant();
            }
        }
    }
}

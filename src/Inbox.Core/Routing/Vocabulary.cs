namespace Inbox.Core.Routing;

/// <summary>
/// The words and phrases that anybody asks for, gathered so that a text is walked once however many rules there are.
/// Words are found whole and without case: neither end stands beside another letter or digit.
/// </summary>
internal sealed class Vocabulary
{
    private readonly Dictionary<string, int> _runs = new(StringComparer.OrdinalIgnoreCase);
    private int _longest;

    /// <summary>Takes a phrase in; ask for it with what comes back.</summary>
    public Phrase Add(string text)
    {
        var runs = new List<int>();
        for (var at = 0; Next(text, ref at) is { Length: > 0 } run;)
        {
            if (!_runs.TryGetValue(run.ToString(), out var id))
            {
                _runs[run.ToString()] = id = _runs.Count;
            }

            _longest = Math.Max(_longest, run.Length);
            runs.Add(id);
        }

        return new Phrase(text, [.. runs], runs.Count == 1 && char.IsLetterOrDigit(text[0]) && char.IsLetterOrDigit(text[^1]));
    }

    public SeenWords Read(string text)
    {
        var seen = new bool[_runs.Count];
        var lookup = _runs.GetAlternateLookup<ReadOnlySpan<char>>();
        for (var at = 0; Next(text, ref at) is { Length: > 0 } run;)
        {
            if (run.Length <= _longest && lookup.TryGetValue(run, out var id))
            {
                seen[id] = true;
            }
        }

        return new SeenWords(text, seen);
    }

    /// <summary>The next unbroken run of letters and digits; empty at the end.</summary>
    private static ReadOnlySpan<char> Next(string text, ref int at)
    {
        while (at < text.Length && !char.IsLetterOrDigit(text[at]))
        {
            at++;
        }

        var start = at;
        while (at < text.Length && char.IsLetterOrDigit(text[at]))
        {
            at++;
        }

        return text.AsSpan(start, at - start);
    }
}

/// <param name="Text">The word or phrase.</param>
/// <param name="Runs">Its runs of letters and digits.</param>
/// <param name="IsWord">It is one such run and nothing else.</param>
internal sealed record Phrase(string Text, int[] Runs, bool IsWord);

/// <summary>A text and which runs of a vocabulary stand in it.</summary>
internal sealed class SeenWords(string text, bool[] seen)
{
    public bool Has(Phrase phrase)
    {
        foreach (var run in phrase.Runs)
        {
            if (!seen[run])
            {
                return false;
            }
        }

        return phrase.IsWord || CaseRouter.ContainsWord(text, phrase.Text);
    }
}

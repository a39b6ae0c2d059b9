namespace Inbox.Channels.Feeds.Watching;

/// <param name="Word">The watch word found, as it was written in the settings; null where no words are set or none matched.</param>
internal readonly record struct WatchMatch(bool Matches, string? Word);

/// <summary>
/// The words that make a post a mention. Letter case does not count; a word matches whole words only, except in
/// scripts that write no spaces. Several words, in quotes or not, are a phrase; a leading minus excludes.
/// Without any words to look for, every post that is not excluded matches.
/// </summary>
internal sealed class WatchWords
{
    private readonly List<(string Word, string Folded)> _wanted = [];
    private readonly List<string> _excluded = [];

    public WatchWords(IEnumerable<string> words)
    {
        foreach (var written in words)
        {
            var word = written.Trim();
            var excludes = word.Length > 1 && word[0] is '-' or '−';
            var phrase = FoldedText.Fold((excludes ? word[1..] : word).Trim().Trim('"', '“', '”', '„', '«', '»').Trim());
            if (phrase.Length == 0 || phrase is "-" or "−")
            {
                continue;
            }

            if (excludes)
            {
                _excluded.Add(phrase);
            }
            else
            {
                _wanted.Add((word, phrase));
            }
        }
    }

    /// <summary>Reads a settings field: one word or phrase a line, or separated by commas or semicolons.</summary>
    public static WatchWords Parse(string? text) => new((text ?? "").Split([',', ';', '\n', '\r', '，', '、', '؛', '،'], StringSplitOptions.RemoveEmptyEntries));

    /// <summary>There is a word to look for.</summary>
    public bool Watches => _wanted.Count > 0;

    /// <summary>One of the texts holds a word with a leading minus.</summary>
    public bool Excludes(params ReadOnlySpan<string?> texts)
    {
        foreach (var text in texts)
        {
            var folded = FoldedText.Fold(text ?? "");
            if (_excluded.Exists(phrase => FoldedText.Contains(folded, phrase)))
            {
                return true;
            }
        }

        return false;
    }

    /// <param name="texts">What a reader sees, such as the title and the text. A phrase does not reach from one into the next.</param>
    public WatchMatch Match(params ReadOnlySpan<string?> texts)
    {
        var folded = new List<string>();
        foreach (var text in texts)
        {
            folded.Add(FoldedText.Fold(text ?? ""));
        }

        if (Excludes(texts))
        {
            return new WatchMatch(false, null);
        }

        foreach (var (word, phrase) in _wanted)
        {
            if (folded.Exists(text => FoldedText.Contains(text, phrase)))
            {
                return new WatchMatch(true, word);
            }
        }

        return new WatchMatch(_wanted.Count == 0, null);
    }
}

namespace Inbox.Channels.Feeds.Watching;

/// <summary>Whether a post is taken.</summary>
/// <param name="Word">The word or name for which it is, as it stands in the settings; null where none is set or none was found.</param>
/// <param name="Excluded">The excluded word for which it is not.</param>
internal readonly record struct FeedMatch(bool Matches, string? Word = null, string? Excluded = null);

/// <summary>
/// Watch words, names of brands and what is excluded. Names are found whatever their accents. An excluded phrase around a
/// watched word ("apple pie" around "apple") takes only that place away; any other excluded word takes the whole post.
/// </summary>
internal sealed class FeedWatch
{
    private readonly WatchWords _words;
    private readonly List<(string Word, string Folded)> _names;
    private readonly List<(string Word, string Folded)> _around = [];
    private readonly List<(string Word, string Folded)> _excluded = [];

    public FeedWatch(FeedSettings settings)
    {
        _words = new WatchWords(settings.WatchWords);
        _names = Folded(settings.BrandNames);
        var watched = _names.Concat(Folded(settings.WatchWords)).ToList();
        foreach (var excluded in Folded(settings.ExcludeWords))
        {
            var around = watched.Exists(w => w.Folded != excluded.Folded && FoldedText.Contains(excluded.Folded, w.Folded));
            (around ? _around : _excluded).Add(excluded);
        }
    }

    /// <summary>Nothing is asked for by name: every post that is not excluded is taken.</summary>
    public bool TakesAll => !_words.Watches && _names.Count == 0;

    public FeedMatch Match(FeedEntry entry)
    {
        string[] texts = [entry.Title, entry.Text, string.Join('\n', entry.Categories)];
        var plain = Array.ConvertAll(texts, FoldedText.FoldAccents);
        if (Find(_excluded, plain) is { } excluded)
        {
            return new FeedMatch(false, Excluded: excluded);
        }

        var around = Find(_around, plain);
        foreach (var (word, folded) in _around)
        {
            plain = Array.ConvertAll(plain, t => FoldedText.Without(t, folded));
            texts = Array.ConvertAll(texts, t => FoldedText.Without(FoldedText.Fold(t), FoldedText.Fold(word)));
        }

        if (_words.Excludes(texts))
        {
            return new FeedMatch(false);
        }

        if (Find(_names, plain) is { } name)
        {
            return new FeedMatch(true, name);
        }

        var byWord = _words.Watches || _names.Count == 0 ? _words.Match(texts) : new WatchMatch(false, null);
        return byWord.Matches ? new FeedMatch(true, byWord.Word) : new FeedMatch(false, Excluded: around);
    }

    private static string? Find(List<(string Word, string Folded)> words, string[] texts) =>
        words.Find(w => Array.Exists(texts, t => FoldedText.Contains(t, w.Folded))).Word;

    private static List<(string Word, string Folded)> Folded(IEnumerable<string> words) =>
        [.. words.Select(Unquoted).Select(w => (w, FoldedText.FoldAccents(w))).Where(w => w.Item2.Length > 0)];

    private static string Unquoted(string word) => word.Trim().Trim('"', '“', '”', '„').Trim();
}

using Inbox.Core.Channels;
using Inbox.Core.Channels.Replies;

namespace Inbox.Web.Pages.Settings.Channels;

/// <summary>What a kind of door can do, in words for its page.</summary>
internal static class AbilityWords
{
    /// <param name="traits">Of the kind.</param>
    /// <param name="limit">What the server of this channel says of itself.</param>
    public static IEnumerable<string> Of(ChannelTraits traits, TextLimit? limit)
    {
        if (traits.LogsCalls)
        {
            yield return "Agents write down what is said";
        }

        if (traits.Polls || traits.Pushes)
        {
            yield return !traits.Pushes ? "Asked for news again and again" : !traits.Polls ? "Tells of news by itself" : "Tells of news by itself, and is asked for them as well";
        }

        // Ways on the same terms are told together.
        (ReplyTerms? Terms, string Words)[] ways = [(traits.PublicReply, "public answers"), (traits.PrivateReply, "private answers"), (traits.PrivateToPublic, "private answers to public posts")];
        foreach (var alike in ways.Where(w => w.Terms is not null).GroupBy(w => Terms(w.Terms!, traits.Letters ? null : limit ?? w.Terms!.Limit), StringComparer.Ordinal))
        {
            var words = string.Join(", ", alike.Select(w => w.Words));
            yield return char.ToUpperInvariant(words[0]) + words[1..] + alike.Key;
        }

        if (!traits.CanAnswer && !traits.LogsCalls)
        {
            yield return "Answered elsewhere, not from here";
        }

        if (traits.Edits || traits.Deletes)
        {
            yield return $"{(traits.ChangesPrivate || !traits.SendsPrivately ? "Answers" : "Public answers")} that have left can be {(traits.Edits && traits.Deletes ? "edited and deleted" : traits.Edits ? "edited" : "deleted")}";
        }
    }

    private static string Terms(ReplyTerms terms, TextLimit? limit)
    {
        List<string> said = [];
        if (terms.Within is { } within)
        {
            said.Add($"for {Shown.Duration(within)}");
        }

        if (limit is not null)
        {
            said.Add(FormattableString.Invariant($"up to {limit.Most:N0} characters{limit.Rule}"));
        }

        if (terms.Media.Most is > 0 and < int.MaxValue)
        {
            said.Add(terms.Media.Most == 1 ? "1 file" : FormattableString.Invariant($"{terms.Media.Most} files"));
        }

        if (terms.Overwrites)
        {
            said.Add("a new one takes the place of the old");
        }
        else if (terms.Once)
        {
            said.Add("one only");
        }

        return said.Count == 0 ? "" : $": {string.Join(", ", said)}";
    }
}

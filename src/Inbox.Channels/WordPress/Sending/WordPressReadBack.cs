using System.Text;
using System.Text.Json;
using Inbox.Channels.Social;
using Inbox.Channels.WordPress.Api;
using Inbox.Core.Channels;

namespace Inbox.Channels.WordPress.Sending;

/// <summary>Looks whether an answer stands below the comment or post that it answers.</summary>
internal static class WordPressReadBack
{
    /// <summary>How far the clock of a server may be behind ours.</summary>
    public static readonly TimeSpan Skew = TimeSpan.FromMinutes(5);

    /// <exception cref="WordPressException">The blog did not tell.</exception>
    public static async Task<ReadBack> LookAsync(WordPressApi api, OutgoingMessage message, CancellationToken cancellationToken) =>
        await FindAsync(api, message, message.At - Skew, cancellationToken) is { } found
            ? new ReadBack(ReadBackOutcome.Found, WordPressItem.NameOf(found), found.Address("link"))
            : new ReadBack(ReadBackOutcome.NotThere);

    /// <summary>A comment of ours with the same words in the same place.</summary>
    /// <param name="since">What is older does not count; null: everything does.</param>
    /// <exception cref="WordPressException">The blog did not tell.</exception>
    public static async Task<JsonElement?> FindAsync(WordPressApi api, OutgoingMessage message, DateTimeOffset? since, CancellationToken cancellationToken)
    {
        var answered = message.InReplyTo ?? "";
        var account = await api.AccountAsync(cancellationToken);
        var (number, isComment) = (WordPressNames.NumberOf(answered), WordPressNames.IsComment(answered));
        (string, string)[] place = isComment ? [("parent", number)] : [("post", number), ("parent", "0")];
        var below = await api.ListAsync("/wp/v2/comments", [.. place, ("orderby", "date_gmt"), ("order", "desc")], cancellationToken);
        var words = Words(message.Text);
        var found = below.FirstOrDefault(c => c.Filled("author") == account && !(WordPressItem.At(c) < since) && Words(SocialHtml.ToText(c.Get("content").Text("rendered") ?? "")) == words);
        return found.IsObject() ? found : null;
    }

    /// <summary>The letters and digits: WordPress makes quotation marks, dashes and line breaks of its own.</summary>
    private static string Words(string text)
    {
        var words = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes().Where(Rune.IsLetterOrDigit))
        {
            words.Append(rune.ToString());
        }

        return words.Length > 0 ? words.ToString() : text.Trim();
    }
}

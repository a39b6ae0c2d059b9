using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Inbox.Channels.Api;
using Inbox.Channels.Social;
using Inbox.Channels.X.Api;
using Inbox.Core.Cases;
using Inbox.Core.Channels;

namespace Inbox.Channels.X.Sending;

/// <summary>Looks whether an answer stands among the newest posts or private messages of the account.</summary>
internal sealed partial class XReadBack(XApi api, string me, string account)
{
    /// <summary>How far the clock of X may be behind ours.</summary>
    private static readonly TimeSpan Skew = TimeSpan.FromMinutes(5);

    public async Task<ReadBack> LookAsync(OutgoingMessage message, CancellationToken cancellationToken)
    {
        var found = message.Visibility == Visibility.Public ? await PostAsync(message, cancellationToken) : await MessageAsync(message, cancellationToken);
        return found ?? new ReadBack(ReadBackOutcome.NotThere);
    }

    private async Task<ReadBack?> PostAsync(OutgoingMessage message, CancellationToken cancellationToken)
    {
        var answer = await api.GetAsync(
            $"/2/users/{Uri.EscapeDataString(me)}/tweets", [("max_results", "100"), ("tweet.fields", "created_at,referenced_tweets,entities,note_tweet,edit_history_tweet_ids")], cancellationToken);
        foreach (var post in ListOf(answer).Where(p => !(p.Time("created_at") < message.At - Skew) && ParentOf(p) == Answered(message) && SameWords(p, message)))
        {
            var id = XDelivery.FirstId(post);
            return new ReadBack(ReadBackOutcome.Found, id, XSender.PageOf(account, id));
        }

        return null;
    }

    private async Task<ReadBack?> MessageAsync(OutgoingMessage message, CancellationToken cancellationToken)
    {
        var answer = await api.GetAsync("/2/dm_events", [("max_results", "100"), .. XFields.Messages], cancellationToken);
        var written = ListOf(answer).FirstOrDefault(m => m.Filled("sender_id") == me && !(m.Time("created_at") < message.At - Skew) && SameWords(m, message));
        return written.Filled("id") is { } id ? new ReadBack(ReadBackOutcome.Found, XDelivery.OfMessage(id)) : null;
    }

    private static IEnumerable<JsonElement> ListOf(JsonElement answer) => answer.Get("data").ValueKind == JsonValueKind.Array || answer.Get("meta").IsObject()
        ? answer.Items("data")
        : throw new ApiException(ApiFailure.Unsure, "X answered without a list.");

    private static string? Answered(OutgoingMessage message) => message.InReplyTo is { Length: > 0 } id ? id : null;

    private static string? ParentOf(JsonElement post) => post.Items("referenced_tweets").Where(r => r.Text("type") == "replied_to").Select(r => r.Filled("id")).FirstOrDefault();

    private static bool SameWords(JsonElement post, OutgoingMessage message)
    {
        var whole = post.Get("note_tweet").Get("text").IsText() ? post.Get("note_tweet") : post;
        return WordsOf(XText.Of(whole.Text("text") ?? "", whole.Get("entities"))) == WordsOf(message.Text);
    }

    /// <summary>Letters and digits without names and addresses: X puts names in front, shortens addresses and changes quotation marks.</summary>
    private static string WordsOf(string text)
    {
        var words = new StringBuilder(text.Length);
        foreach (var rune in NameOrAddress().Replace(text, " ").Normalize(NormalizationForm.FormC).EnumerateRunes().Where(Rune.IsLetterOrDigit))
        {
            words.Append(rune.ToString());
        }

        return words.Length > 0 ? words.ToString() : NameOrAddress().Replace(text, " ").Trim();
    }

    [GeneratedRegex(@"https?://\S+|@[A-Za-z0-9_]+", RegexOptions.NonBacktracking | RegexOptions.CultureInvariant)]
    private static partial Regex NameOrAddress();
}

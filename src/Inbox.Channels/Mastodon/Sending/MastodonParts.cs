using System.Text;
using System.Text.Json;
using Inbox.Channels.Mastodon.Api;
using Inbox.Channels.Social;
using Inbox.Core.Channels;
using Inbox.Core.Channels.Replies;
using Inbox.Core.Customers;

namespace Inbox.Channels.Mastodon.Sending;

/// <summary>A post of ours that stands there.</summary>
internal sealed record MastodonPart(string Id, string? Url);

/// <summary>The posts that an answer becomes, and those of them that stand there: known by their words and by what they answer.</summary>
internal static class MastodonParts
{
    /// <summary>How far the clock of a server may be behind ours.</summary>
    private static readonly TimeSpan Skew = TimeSpan.FromMinutes(5);

    /// <summary>One, unless it is a thread and too long.</summary>
    public static IReadOnlyList<string> Of(OutgoingMessage message, ChannelInfo channel) =>
        message.AsThread && (channel.Limit ?? MastodonChannel.UsualLimit).Split(message.Text) is { } parts ? parts : [message.Text];

    /// <summary>Below the post answered; what answers no post is looked for among our own. The first ones, up to the first that is missing.</summary>
    /// <exception cref="MastodonException">The server does not tell.</exception>
    public static async Task<IReadOnlyList<MastodonPart>> StandingAsync(
        MastodonApi api, OutgoingMessage message, IReadOnlyList<string> parts, ChannelInfo channel, CancellationToken cancellationToken)
    {
        var account = HandleKinds.Normalise(HandleKinds.Mastodon, channel.Address);
        var ours = (await BelowAsync(api, message, cancellationToken)).Where(s => IsOurs(s, account) && !(s.Time("created_at") < message.At - Skew)).ToList();
        var standing = new List<MastodonPart>();
        foreach (var part in parts)
        {
            var above = standing.Count > 0 ? standing[^1].Id : Parent(message);
            var found = ours.Find(s => s.Filled("in_reply_to_id") == above && Words(SocialHtml.ToText(s.Text("content") ?? "")) == Words(part));
            if (found.Filled("id") is not { } id)
            {
                break;
            }

            standing.Add(new MastodonPart(id, found.Address("url", "uri")));
        }

        return standing;
    }

    private static async Task<IReadOnlyList<JsonElement>> BelowAsync(MastodonApi api, OutgoingMessage message, CancellationToken cancellationToken)
    {
        if (Parent(message) is { } parent)
        {
            var context = await api.GetAsync($"/api/v1/statuses/{Uri.EscapeDataString(parent)}/context", cancellationToken);
            return context.Get("descendants").ValueKind == JsonValueKind.Array
                ? [.. context.Items("descendants")]
                : throw new MastodonException(MastodonTrouble.Garbage, "This is no thread.");
        }

        var id = (await api.GetAsync("/api/v1/accounts/verify_credentials", cancellationToken)).Filled("id") ?? "";
        return [.. (await api.GetAsync($"/api/v1/accounts/{Uri.EscapeDataString(id)}/statuses?limit=40", cancellationToken)).Items()];
    }

    private static string? Parent(OutgoingMessage message) => message.InReplyTo is { Length: > 0 } id ? id : null;

    private static bool IsOurs(JsonElement status, string account) =>
        HandleKinds.Normalise(HandleKinds.Mastodon, MastodonIncoming.Whole(status.Get("account").Filled("acct", "username") ?? "", account.Split('@')[^1])) == account;

    /// <summary>
    /// The letters and digits, without names: a server shows names without their hosts, breaks lines as it likes and makes
    /// quotation marks and dots of its own.
    /// </summary>
    private static string Words(string text)
    {
        var words = new StringBuilder(text.Length);
        foreach (var word in text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Where(w => w[0] != '@'))
        {
            foreach (var rune in word.EnumerateRunes().Where(r => Rune.IsLetterOrDigit(r)))
            {
                words.Append(rune.ToString());
            }
        }

        return words.Length > 0 ? words.ToString() : text.Trim();
    }
}

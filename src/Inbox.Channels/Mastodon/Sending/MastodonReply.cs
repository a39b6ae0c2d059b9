using System.Text.Json;
using Inbox.Channels.Social;
using Inbox.Core.Cases;
using Inbox.Core.Channels;
using Inbox.Core.Channels.Replies;
using Inbox.Core.Customers;

namespace Inbox.Channels.Mastodon.Sending;

/// <summary>The words and the visibility of an answer. Pure.</summary>
/// <param name="Status">With the names of whoever is told of it: a server notifies those whom the text names, and nobody else.</param>
/// <param name="Visibility">As Mastodon calls it.</param>
/// <param name="Warning">Of the post answered: whoever hid it does not want it in the open one line below.</param>
internal sealed record MastodonReply(string Status, string Visibility, string? Warning)
{
    /// <param name="message">The answer.</param>
    /// <param name="answered">The status that it answers; undefined for a message that answers none.</param>
    /// <param name="channel">Ours.</param>
    public static MastodonReply To(OutgoingMessage message, JsonElement answered, ChannelInfo channel)
    {
        var account = HandleKinds.Normalise(HandleKinds.Mastodon, channel.Address);
        string Named(string acct) => HandleKinds.Normalise(HandleKinds.Mastodon, MastodonIncoming.Whole(acct, account.Split('@')[^1]));

        var text = message.Text.Trim().ReplaceLineEndings("\n");
        var first = message.To.Select(p => Named(p.Address)).ToList();
        var others = message.Visibility == Core.Cases.Visibility.Public ? answered.Items("mentions").Select(m => Named(m.Filled("acct", "username") ?? "")) : message.Cc.Select(p => Named(p.Address));
        var told = Untold(first, account, text).ToList();
        var all = told.Concat(Untold(others, account, text)).Distinct(StringComparer.Ordinal).ToList();
        var limit = channel.Limit is { } kept ? kept with { Most = kept.Most + MastodonAbout.RoomForName } : null;

        // Where the names of all do not fit, whoever is answered is told.
        var status = With(all, text);
        return new MastodonReply(limit?.Problem(status) is null ? status : With(told, text), VisibilityOf(message.Visibility, answered.Text("visibility")), answered.Filled("spoiler_text"));
    }

    /// <summary>
    /// As the post answered, and never wider. What Inbox calls private goes to the people it names: "followers only" would show
    /// it to all who follow us.
    /// </summary>
    public static string VisibilityOf(Visibility ours, string? answered) =>
        ours != Core.Cases.Visibility.Public ? "direct" : answered switch
        {
            null or "public" => "public",
            "unlisted" => "unlisted",
            _ => "direct",
        };

    private static IEnumerable<string> Untold(IEnumerable<string> names, string account, string text) =>
        names.Where(n => n.Contains('@', StringComparison.Ordinal) && n != account && !text.Contains("@" + n, StringComparison.OrdinalIgnoreCase));

    private static string With(IReadOnlyList<string> names, string text) => string.Join(' ', names.Select(n => "@" + n).Append(text));
}

using System.Text;
using Inbox.Channels.Social;
using Inbox.Core;
using Inbox.Core.Cases;
using Inbox.Core.Channels;
using Inbox.Core.Customers;

namespace Inbox.Channels.Mastodon;

/// <summary>Makes a message of what was kept of a status. Pure.</summary>
internal static class MastodonIncoming
{
    /// <summary>Of each status that is answered; the whole of it is one click away.</summary>
    private const int MostQuoted = 2_000;

    public static IncomingMessage Read(MastodonDelivery delivery, ChannelInfo channel)
    {
        var scope = MastodonDelivery.ScopeOf(delivery.Server);
        var source = new SocialSource(scope, HandleKinds.Mastodon, delivery.Word, delivery.Word is null || MastodonSettings.Read(channel.Settings).WatchedOpensCase);
        if (delivery.Deleted is { } gone)
        {
            return new SocialPost { ExternalId = gone, Kind = SocialKind.Deleted }.ToIncoming(source);
        }

        var found = new MastodonStatuses();
        foreach (var status in delivery.Context)
        {
            found.Add(status, new MastodonReader.Place(SocialKind.Post, Context: true));
        }

        found.Add(delivery.Status, new MastodonReader.Place(SocialKind.Post));
        var posts = found.Finish();
        var post = Named(posts.First(p => !p.Context), delivery.Domain);
        var own = channel.OwnAddresses.Append(channel.Address).Any(a => HandleKinds.Normalise(HandleKinds.Mastodon, a) == HandleKinds.Normalise(HandleKinds.Mastodon, post.Author.Handle));
        var message = (post with { Own = own, ConversationId = delivery.Root ?? post.ConversationId }).ToIncoming(source);
        return message with
        {
            To = [.. delivery.Status.Items("mentions").Select(m => m.Filled("acct", "username")).OfType<string>().Select(a => new Party("", Whole(a, delivery.Domain))).DistinctBy(p => p.Address)],
            Text = WithContext(message.Text, posts.Where(p => p.Context).Select(p => Named(p, delivery.Domain))),
        };
    }

    /// <summary>Servers leave out their own name behind the names of their own accounts.</summary>
    public static string Whole(string acct, string domain) => acct.Length == 0 || acct.Contains('@', StringComparison.Ordinal) ? acct : $"{acct}@{domain}";

    private static SocialPost Named(SocialPost post, string domain) => post with { Author = post.Author with { Handle = Whole(post.Author.Handle, domain) } };

    /// <summary>What it answers stands below it, as under a mail: the nearest first.</summary>
    private static string WithContext(string text, IEnumerable<SocialPost> answered)
    {
        var whole = new StringBuilder(text);
        foreach (var post in answered.Reverse())
        {
            whole.Append("\n\n@").Append(post.Author.Handle).Append(" wrote:");
            foreach (var line in Words.Cut(post.Text, MostQuoted).ReplaceLineEndings("\n").Split('\n'))
            {
                whole.Append("\n> ").Append(line);
            }
        }

        return whole.ToString();
    }
}

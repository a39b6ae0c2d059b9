using System.Security.Cryptography;
using System.Text;
using Inbox.Channels.Feeds.Polling;
using Inbox.Channels.Feeds.WebSub;
using Inbox.Channels.Http;
using Inbox.Core;
using Inbox.Core.Cases;
using Inbox.Core.Channels;
using Inbox.Core.Channels.Hooks;
using Inbox.Core.Customers;
using Inbox.Mail.Html;

namespace Inbox.Channels.Feeds;

/// <summary>A blog: posts that match the watch words become mentions. We read here and answer elsewhere.</summary>
internal sealed class FeedChannel(IHttpClientFactory clients, FeedHubs hubs, TimeProvider time) : IPollingChannel, IPushedChannel
{
    public const string ChannelKind = "feed";

    public string Kind => ChannelKind;

    public ChannelTraits Traits { get; } = new() { Icon = "rss", HandleKind = HandleKinds.Blog, Noun = "blog post", Public = true, Polls = true };

    public IReadOnlyDictionary<string, string> CheckSettings(string settings) => FeedSettings.Check(settings);

    public async Task<PollResult> PollAsync(ChannelInfo channel, string? cursor, CancellationToken cancellationToken)
    {
        using var client = clients.CreateGuarded();
        return await new FeedPoll(new FeedFetcher(client, time), hubs, time).RunAsync(channel, cursor, cancellationToken);
    }

    /// <summary>Of a hub that tells of news (WebSub).</summary>
    public HookAnswer Receive(HookCall call, ChannelInfo channel) => WebSubHook.Receive(call, channel);

    public async ValueTask<RawIdentity> IdentifyAsync(Stream raw, CancellationToken cancellationToken)
    {
        using var content = new MemoryStream();
        await raw.CopyToAsync(content, cancellationToken);
        var bytes = content.ToArray();
        return FeedDelivery.TryRead(bytes, out var delivery)
            ? Identity(delivery.Entry)
            : RawIdentity.OfBytes(bytes);
    }

    public static RawIdentity Identity(FeedEntry entry) => new(entry.Id, SHA256.HashData(Encoding.UTF8.GetBytes(entry.ContentHash)));

    public IncomingMessage Parse(RawMessage raw, ChannelInfo channel)
    {
        if (!FeedDelivery.TryRead(raw.Content.Span, out var delivery))
        {
            throw new UnreadableMessageException("This is no post of a feed.");
        }

        var entry = delivery.Entry;
        var settings = FeedSettings.Read(channel.Settings);
        return new IncomingMessage
        {
            ExternalId = entry.Id,
            ThreadScope = FormattableString.Invariant($"{ChannelKind}:{channel.Id}"),
            Keys = [.. Keys(delivery)],
            From = Author(delivery),
            HandleKind = HandleKinds.Blog,
            Subject = entry.Title.Length > 0 ? entry.Title : Beginning(entry.Text),
            Text = entry.Text,
            ReplyText = entry.Text,
            Html = entry.Html is null ? null : MailHtml.Sanitize(entry.Html).Html,
            PostedAt = entry.PublishedAt ?? entry.UpdatedAt,
            Visibility = Visibility.Public,
            Reach = settings.Audience,
            Url = entry.Link,
            MatchedWord = delivery.MatchedWord,
            OpensCase = settings.OpensCase && !delivery.Aside,
            InReplyTo = entry.InReplyTo ?? delivery.Parent,
        };
    }

    /// <summary>A comment belongs to the comment that it answers, and to its post.</summary>
    private static IEnumerable<ThreadKey> Keys(FeedDelivery delivery)
    {
        yield return new ThreadKey(ThreadKeyKind.Own, delivery.Entry.Id);
        foreach (var earlier in new[] { delivery.Entry.InReplyTo, delivery.Parent }.OfType<string>().Where(id => id != delivery.Entry.Id).Distinct(StringComparer.Ordinal))
        {
            yield return new ThreadKey(ThreadKeyKind.Earlier, earlier);
        }
    }

    /// <summary>
    /// The author's page is their address, else the blog's. An author whom only a name tells from the others of the
    /// same blog gets that name as the fragment, so that two people are not taken for one.
    /// </summary>
    private static Party Author(FeedDelivery delivery)
    {
        var blog = delivery.FeedTitle.Length > 0 ? delivery.FeedTitle : delivery.FeedLink;
        return delivery.Entry.Author switch
        {
            { Uri: { } uri } author => new Party(author.Name ?? blog, uri),
            { Name: { } name } => new Party(name, $"{delivery.FeedLink}#{Uri.EscapeDataString(name)}"),
            _ => new Party(blog, delivery.FeedLink),
        };
    }

    private static string Beginning(string text) => text.Length <= 80 ? Words.OneLine(text) : Words.Cut(Words.OneLine(text), 80) + "…";
}

using System.Security.Cryptography;
using System.Text;
using Inbox.Channels.Http;
using Inbox.Core;
using Inbox.Core.Cases;
using Inbox.Core.Channels;
using Inbox.Core.Customers;
using Inbox.Mail.Html;

namespace Inbox.Channels.Feeds;

/// <summary>A blog: posts that match the watch words become mentions. We read here and answer elsewhere.</summary>
internal sealed class FeedChannel(IHttpClientFactory clients, TimeProvider time) : IPollingChannel
{
    public const string ChannelKind = "feed";

    public string Kind => ChannelKind;

    public ChannelTraits Traits { get; } = new(Public: true, CanAnswer: false, ResendIsSafe: false, Icon: "rss", HandleKinds.Blog);

    public IReadOnlyDictionary<string, string> CheckSettings(string settings) => FeedSettings.Check(settings);

    public async Task<PollResult> PollAsync(ChannelInfo channel, string? cursor, CancellationToken cancellationToken)
    {
        using var client = clients.CreateGuarded();
        return await new FeedPoll(new FeedFetcher(client, time), time).RunAsync(channel, cursor, cancellationToken);
    }

    public async ValueTask<RawIdentity> IdentifyAsync(Stream raw, CancellationToken cancellationToken)
    {
        using var content = new MemoryStream();
        await raw.CopyToAsync(content, cancellationToken);
        var bytes = content.ToArray();
        return FeedDelivery.TryRead(bytes, out var delivery)
            ? Identity(delivery.Entry)
            : new RawIdentity(Convert.ToHexStringLower(SHA256.HashData(bytes)), SHA256.HashData(bytes));
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
            Keys = [new ThreadKey(ThreadKeyKind.Own, entry.Id)],
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
            OpensCase = settings.OpensCase,
        };
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

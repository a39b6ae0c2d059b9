using Inbox.Channels.Social;
using Inbox.Channels.WordPress.Api;
using Inbox.Channels.WordPress.Polling;
using Inbox.Channels.WordPress.Sending;
using Inbox.Core.Channels;
using Inbox.Core.Channels.Guides;
using Inbox.Core.Channels.Replies;
using Inbox.Core.Customers;

namespace Inbox.Channels.WordPress;

/// <summary>A blog made with WordPress: its comments come in, and answers go out as comments below them.</summary>
internal sealed partial class WordPressChannel(WordPressApis apis, TimeProvider time) : IPollingChannel, IReadsBack, IChangesAnswers, IDescribedChannel, IChecksAccess
{
    public const string ChannelKind = "wordpress";

    private const string NoLogin = "This blog is only read. Give a user and an application password in the settings of the channel to answer there.";
    private static readonly TimeSpan AfterFailure = TimeSpan.FromMinutes(1);

    public string Kind => ChannelKind;

    public ChannelTraits Traits { get; } = new()
    {
        Icon = "wordpress",
        HandleKind = HandleKinds.Blog,
        Noun = "comment",
        Public = true,
        Polls = true,
        // wp_get_comment_fields_max_lengths of WordPress: bytes of a column of type TEXT, less ten.
        PublicReply = new ReplyTerms { Limit = new TextLimit(65_525, TextUnit.CodePoint) { MostBytes = 65_525 } },
        // The same words below the same comment are refused as a duplicate.
        ResendIsSafe = true,
        Edits = true,
        Deletes = true,
    };

    public IReadOnlyDictionary<string, string> CheckSettings(string settings) => WordPressSettings.Check(settings);

    public async ValueTask<RawIdentity> IdentifyAsync(Stream raw, CancellationToken cancellationToken)
    {
        using var content = new MemoryStream();
        await raw.CopyToAsync(content, cancellationToken);
        var bytes = content.ToArray();
        return WordPressDelivery.TryRead(bytes, out var delivery) ? delivery.Identity() : RawIdentity.OfBytes(bytes);
    }

    public IncomingMessage Parse(RawMessage raw, ChannelInfo channel)
    {
        if (!WordPressDelivery.TryRead(raw.Content, out var delivery))
        {
            throw new UnreadableMessageException("This is no comment of WordPress.");
        }

        var scope = WordPressDelivery.ScopeOf(delivery.Site);
        if (delivery.Deleted is { } gone)
        {
            return new SocialPost { ExternalId = gone, Kind = SocialKind.Deleted }.ToIncoming(new SocialSource(scope, HandleKinds.Blog));
        }

        var settings = WordPressSettings.Read(channel.Settings);
        var read = WordPressItem.Read(delivery.Item, delivery.Post, delivery.Site);
        var own = read.Author.Id is { } account && (account == delivery.Account || settings.OwnAuthors.Contains(read.Author.Name, StringComparer.OrdinalIgnoreCase));
        var opens = settings.OpensCase && read.Kind == SocialKind.Comment && !WordPressItem.IsPing(delivery.Item);
        return (read with { Own = own }).ToIncoming(new SocialSource(scope, HandleKinds.Blog, OpensCase: opens));
    }

    public async Task<PollResult> PollAsync(ChannelInfo channel, string? cursor, CancellationToken cancellationToken)
    {
        try
        {
            using var api = apis.Open(channel);
            var now = time.GetUtcNow();
            var from = WordPressCursor.Read(cursor, api.Site.AbsoluteUri, now);
            return await new WordPressPoll(api, WordPressSettings.Read(channel.Settings), from, now).RunAsync(cancellationToken);
        }
        catch (WordPressException e) when (e.Trouble == WordPressTrouble.Limited)
        {
            return new PollResult([], cursor, AfterFailure) { LimitedUntil = e.Until };
        }
        catch (WordPressException e)
        {
            return new PollResult([], cursor, AfterFailure, e.Message) { AccessLost = e.Trouble == WordPressTrouble.NoAccess };
        }
    }

    /// <summary>The blog gives every comment an id of its own; until then it goes by our signed word.</summary>
    public OutgoingIdentity Identify(string token, ChannelInfo channel) =>
        new(token, WordPressSettings.SiteOf(channel.Address) is { } site ? WordPressDelivery.ScopeOf(site) : $"{ChannelKind}:{channel.Key}");

    public ReplyOptions OptionsFor(AnswerableMessage message, ChannelInfo channel)
    {
        var options = ReplyOptions.By(Traits, message, channel.Limit);
        return options.Public is { Closed: null } open && !WordPressSettings.Read(channel.Settings).HasLogin ? options with { Public = open with { Closed = NoLogin } } : options;
    }

    public Task<SendResult> SendAsync(OutgoingMessage message, ChannelInfo channel, CancellationToken cancellationToken) =>
        new WordPressSender(apis).SendAsync(message, channel, cancellationToken);

    public Task<SendResult> EditAsync(StandingAnswer answer, ChannelInfo channel, CancellationToken cancellationToken) =>
        new WordPressChanges(apis).EditAsync(answer, channel, cancellationToken);

    public Task<SendResult> DeleteAsync(StandingAnswer answer, ChannelInfo channel, CancellationToken cancellationToken) =>
        new WordPressChanges(apis).DeleteAsync(answer, channel, cancellationToken);

    public async Task<ReadBack> ReadBackAsync(OutgoingMessage message, ChannelInfo channel, CancellationToken cancellationToken)
    {
        try
        {
            using var api = apis.Open(channel);
            return await WordPressReadBack.LookAsync(api, message, cancellationToken);
        }
        catch (WordPressException)
        {
            // Asked again by Core for a while, then a person decides.
            return new ReadBack(ReadBackOutcome.CannotTell);
        }
    }
}

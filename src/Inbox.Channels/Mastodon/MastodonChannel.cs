using Inbox.Channels.Mastodon.Api;
using Inbox.Channels.Mastodon.Polling;
using Inbox.Channels.Mastodon.Sending;
using Inbox.Core.Channels;
using Inbox.Core.Channels.Listening;
using Inbox.Core.Channels.Replies;
using Inbox.Core.Customers;

namespace Inbox.Channels.Mastodon;

/// <summary>
/// An account on Mastodon or any server that speaks its API. What is said to it opens cases, in public or in private; what
/// it watches becomes mentions; answers go out as replies.
/// </summary>
internal sealed class MastodonChannel(MastodonApis apis, TimeProvider time) : IListeningChannel, IReadsBack, IChangesAnswers, IRefreshesReach
{
    public const string ChannelKind = "mastodon";

    /// <summary>As Mastodon sets it; what a server says of itself wins.</summary>
    public static readonly TextLimit UsualLimit = MastodonAbout.LimitOf(500, 23);

    /// <summary>What every server takes.</summary>
    private static readonly ReplyTerms Terms = new() { Limit = UsualLimit, Media = new MediaLimits(4, ["image/", "video/", "audio/"], 10_000_000) { Described = true }, Splits = true };

    public string Kind => ChannelKind;

    public ChannelTraits Traits { get; } = new()
    {
        Icon = "mastodon",
        HandleKind = HandleKinds.Mastodon,
        Noun = "post",
        Public = true,
        Polls = true,
        Pushes = true,
        PublicReply = Terms,
        PrivateReply = Terms,
        PrivateToPublic = Terms,
        Edits = true,
        Deletes = true,
        ChangesPrivate = true,
    };

    public int MostAtOnce => MastodonBatch.Most;

    public IReadOnlyDictionary<string, string> CheckSettings(string settings) => MastodonSettings.Check(settings);

    public async ValueTask<RawIdentity> IdentifyAsync(Stream raw, CancellationToken cancellationToken)
    {
        using var content = new MemoryStream();
        await raw.CopyToAsync(content, cancellationToken);
        var bytes = content.ToArray();
        return MastodonDelivery.TryRead(bytes, out var delivery)
            ? delivery.Identity()
            : RawIdentity.OfBytes(bytes);
    }

    public IncomingMessage Parse(RawMessage raw, ChannelInfo channel) => MastodonDelivery.TryRead(raw.Content, out var delivery)
        ? MastodonIncoming.Read(delivery, channel)
        : throw new UnreadableMessageException("This is no post of Mastodon.");

    public Task<PollResult> PollAsync(ChannelInfo channel, string? cursor, CancellationToken cancellationToken) =>
        new MastodonPoll(apis, time).RunAsync(channel, cursor, cancellationToken);

    public async Task<ListenEnd> ListenAsync(ChannelInfo channel, Action wake, CancellationToken cancellationToken)
    {
        try
        {
            return await apis.ListenAsync(channel, wake, cancellationToken);
        }
        catch (MastodonException)
        {
            // Not connected to an account yet, or no more: polling says so.
            return ListenEnd.NotOffered;
        }
    }

    /// <summary>The server gives every post an id of its own; until then it goes by our signed word.</summary>
    public OutgoingIdentity Identify(string token, ChannelInfo channel) =>
        new(token, MastodonDelivery.ScopeOf(MastodonSettings.Read(channel.Settings).ServerOf(channel.Address)?.Authority ?? channel.Key));

    public Task<SendResult> SendAsync(OutgoingMessage message, ChannelInfo channel, CancellationToken cancellationToken) =>
        new MastodonSender(apis).SendAsync(message, channel, cancellationToken);

    public Task<ReadBack> ReadBackAsync(OutgoingMessage message, ChannelInfo channel, CancellationToken cancellationToken) =>
        new MastodonReadBack(apis).LookAsync(message, channel, cancellationToken);

    public Task<SendResult> EditAsync(StandingAnswer answer, ChannelInfo channel, CancellationToken cancellationToken) =>
        new MastodonChanges(apis).EditAsync(answer, channel, cancellationToken);

    public Task<SendResult> DeleteAsync(StandingAnswer answer, ChannelInfo channel, CancellationToken cancellationToken) =>
        new MastodonChanges(apis).DeleteAsync(answer, channel, cancellationToken);

    public Task<ReachReading> ReadReachAsync(IReadOnlyList<string> externalIds, ChannelInfo channel, CancellationToken cancellationToken) =>
        new MastodonReach(apis).ReadAsync(externalIds, channel, cancellationToken);
}

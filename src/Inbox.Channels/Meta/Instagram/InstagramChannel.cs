using Inbox.Channels.Meta.Api;
using Inbox.Channels.Meta.Hooks;
using Inbox.Channels.Meta.Polling;
using Inbox.Channels.Meta.Sending;
using Inbox.Core.Channels;
using Inbox.Core.Channels.Guides;
using Inbox.Core.Channels.Hooks;
using Inbox.Core.Channels.Replies;

namespace Inbox.Channels.Meta.Instagram;

/// <summary>A professional account on Instagram: comments, mentions and private messages.</summary>
internal sealed class InstagramChannel(GraphApis apis, TokenRenewal renewal, MetaCompleter completer, TimeProvider time)
    : IPushedChannel, IPollingChannel, IReadsBack, IChangesAnswers, IRefreshesReach, IDescribedChannel, IChecksAccess, ICompletesMessages
{
    public const string ChannelKind = "instagram";

    private const int MostPrivate = 1_000;

    private static readonly MetaNetwork Network = MetaNetwork.Instagram;

    public string Kind => ChannelKind;

    public ChannelTraits Traits { get; } = new()
    {
        Icon = "instagram",
        HandleKind = Network.HandleKind,
        Noun = "comment",
        Public = true,
        Polls = true,
        Pushes = true,
        PublicReply = new ReplyTerms { Limit = new TextLimit(2_200, TextUnit.Utf16) },
        PrivateReply = MetaTerms.Talk(MostPrivate, humanAgent: false),
        PrivateToPublic = MetaTerms.PrivateReply(MostPrivate),
        Deletes = true,
    };

    public ChannelGuide Guide => InstagramGuide.Guide;

    public int MostAtOnce => MetaReach.MostAtOnce;

    public IReadOnlyDictionary<string, string> CheckSettings(string settings) => MetaSettings.Check(settings);

    public async ValueTask<RawIdentity> IdentifyAsync(Stream raw, CancellationToken cancellationToken)
    {
        using var content = new MemoryStream();
        await raw.CopyToAsync(content, cancellationToken);
        return MetaDocument.Identify(content.ToArray());
    }

    public IncomingMessage Parse(RawMessage raw, ChannelInfo channel) => MetaIncoming.Read(raw, channel, Network);

    public Task<CompletedMessage> CompleteAsync(IncomingMessage message, RawMessage raw, ChannelInfo channel, CancellationToken cancellationToken) =>
        completer.CompleteAsync(message, raw, channel, Network, cancellationToken);

    public HookAnswer Receive(HookCall call, ChannelInfo channel) => MetaHooks.Receive(call, channel, Network);

    public Task<PollResult> PollAsync(ChannelInfo channel, string? cursor, CancellationToken cancellationToken) =>
        new MetaPoll(apis, renewal, Network, InstagramLists.ReadAsync, time).RunAsync(channel, cursor, cancellationToken);

    /// <summary>Instagram gives every reply an id of its own; until then it goes by our signed word.</summary>
    public OutgoingIdentity Identify(string token, ChannelInfo channel) => new(token, ChannelKind);

    /// <summary>A mention is answered where it stands only: its author is known by name and not by the id that private messages need.</summary>
    public ReplyOptions OptionsFor(AnswerableMessage message, ChannelInfo channel)
    {
        var talk = MetaTerms.Talk(MostPrivate, MetaSettings.Read(channel.Settings).HumanAgent);
        var traits = Traits with { PrivateReply = talk, PrivateToPublic = MetaMentions.Of(message.ExternalId) is null ? Traits.PrivateToPublic : null };
        return ReplyOptions.By(traits, message, channel.Limit);
    }

    public Task<SendResult> SendAsync(OutgoingMessage message, ChannelInfo channel, CancellationToken cancellationToken) =>
        new InstagramSender(apis).SendAsync(message, channel, cancellationToken);

    public Task<ReadBack> ReadBackAsync(OutgoingMessage message, ChannelInfo channel, CancellationToken cancellationToken) =>
        new InstagramSender(apis).LookAsync(message, channel, cancellationToken);

    public Task<SendResult> DeleteAsync(StandingAnswer answer, ChannelInfo channel, CancellationToken cancellationToken) =>
        new MetaChanges(apis).DeleteAsync(answer, channel, cancellationToken);

    public Task<ReachReading> ReadReachAsync(IReadOnlyList<string> externalIds, ChannelInfo channel, CancellationToken cancellationToken) =>
        new MetaReach(apis).ReadAsync([.. externalIds.Where(id => InstagramSender.PublicOf(id) is not null)], "like_count", channel, cancellationToken);

    public Task<AccessFindings> CheckAsync(ChannelInfo typed, CancellationToken cancellationToken) => new InstagramCheck(apis).RunAsync(typed, cancellationToken);
}

using Inbox.Channels.Meta.Api;
using Inbox.Channels.Meta.Hooks;
using Inbox.Channels.Meta.Polling;
using Inbox.Channels.Meta.Sending;
using Inbox.Core.Channels;
using Inbox.Core.Channels.Guides;
using Inbox.Core.Channels.Hooks;
using Inbox.Core.Channels.Replies;

namespace Inbox.Channels.Meta.Facebook;

/// <summary>A page on Facebook: comments, posts of visitors, mentions, and its conversations on Messenger.</summary>
internal sealed class FacebookChannel(GraphApis apis, TokenRenewal renewal, MetaCompleter completer, TimeProvider time)
    : IPushedChannel, IPollingChannel, IReadsBack, IChangesAnswers, IRefreshesReach, IDescribedChannel, IChecksAccess, ICompletesMessages
{
    public const string ChannelKind = "facebook";

    private static readonly MetaNetwork Network = MetaNetwork.Facebook;

    /// <summary>As long as Facebook takes them, and one picture.</summary>
    private static readonly ReplyTerms Comment = new() { Limit = new TextLimit(8_000, TextUnit.Utf16), Media = new MediaLimits(1, ["image/jpeg", "image/png"], 4_000_000) };

    public string Kind => ChannelKind;

    public ChannelTraits Traits { get; } = new()
    {
        Icon = "facebook",
        HandleKind = Network.HandleKind,
        Noun = "comment",
        Public = true,
        Polls = true,
        Pushes = true,
        PublicReply = Comment,
        PrivateReply = MetaTerms.Talk(2_000, humanAgent: false),
        PrivateToPublic = MetaTerms.PrivateReply(2_000),
        Edits = true,
        Deletes = true,
    };

    public ChannelGuide Guide => FacebookGuide.Guide;

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
        new MetaPoll(apis, renewal, Network, (api, _, account, since, ct) => FacebookLists.ReadAsync(api, account, since, ct), time).RunAsync(channel, cursor, cancellationToken);

    /// <summary>Facebook gives every comment an id of its own; until then it goes by our signed word.</summary>
    public OutgoingIdentity Identify(string token, ChannelInfo channel) => new(token, ChannelKind);

    public ReplyOptions OptionsFor(AnswerableMessage message, ChannelInfo channel) =>
        ReplyOptions.By(Traits with { PrivateReply = MetaTerms.Talk(2_000, MetaSettings.Read(channel.Settings).HumanAgent) }, message, channel.Limit);

    public Task<SendResult> SendAsync(OutgoingMessage message, ChannelInfo channel, CancellationToken cancellationToken) =>
        new FacebookSender(apis).SendAsync(message, channel, cancellationToken);

    public Task<ReadBack> ReadBackAsync(OutgoingMessage message, ChannelInfo channel, CancellationToken cancellationToken) =>
        new FacebookSender(apis).LookAsync(message, channel, cancellationToken);

    public Task<SendResult> EditAsync(StandingAnswer answer, ChannelInfo channel, CancellationToken cancellationToken) =>
        new MetaChanges(apis).EditAsync(answer, channel, cancellationToken);

    public Task<SendResult> DeleteAsync(StandingAnswer answer, ChannelInfo channel, CancellationToken cancellationToken) =>
        new MetaChanges(apis).DeleteAsync(answer, channel, cancellationToken);

    public Task<ReachReading> ReadReachAsync(IReadOnlyList<string> externalIds, ChannelInfo channel, CancellationToken cancellationToken) =>
        new MetaReach(apis).ReadAsync([.. externalIds.Where(id => FacebookSender.PublicOf(id, channel.Address.Trim()) is not null)], "like_count,comment_count", channel, cancellationToken);

    public Task<AccessFindings> CheckAsync(ChannelInfo typed, CancellationToken cancellationToken) => new FacebookCheck(apis).RunAsync(typed, cancellationToken);
}

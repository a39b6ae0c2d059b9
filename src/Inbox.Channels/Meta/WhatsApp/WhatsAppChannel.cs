using Inbox.Channels.Meta.Api;
using Inbox.Channels.Meta.Hooks;
using Inbox.Core.Channels;
using Inbox.Core.Channels.Guides;
using Inbox.Core.Channels.Hooks;
using Inbox.Core.Channels.Replies;

namespace Inbox.Channels.Meta.WhatsApp;

/// <summary>
/// A number on the WhatsApp Cloud API. Messages come by webhooks and in no other way: there is no list of them. What is asked
/// for is only whether we are still let in.
/// </summary>
internal sealed class WhatsAppChannel(GraphApis apis, MetaCompleter completer, ThreadTokens tokens, TimeProvider time)
    : IPushedChannel, IPollingChannel, ISendingChannel, IDescribedChannel, IChecksAccess, ICompletesMessages
{
    public const string ChannelKind = "whatsapp";

    private static readonly MetaNetwork Network = MetaNetwork.WhatsApp;

    /// <summary>Free text is taken for 24 hours; later only a template.</summary>
    private static readonly ReplyTerms Terms = new()
    {
        Within = WhatsAppSender.Window,
        Limit = new TextLimit(4_096, TextUnit.Utf16),
        Media = new MediaLimits(1, ["image/jpeg", "image/png", "application/pdf", "text/plain"], 5_000_000),
    };

    public string Kind => ChannelKind;

    public ChannelTraits Traits { get; } = new()
    {
        Icon = "whatsapp",
        HandleKind = Network.HandleKind,
        Noun = "message",
        Polls = true,
        Pushes = true,
        PrivateReply = Terms,
    };

    public ChannelGuide Guide => WhatsAppGuide.Guide;

    public IReadOnlyDictionary<string, string> CheckSettings(string settings) => MetaSettings.Check(settings);

    public async ValueTask<RawIdentity> IdentifyAsync(Stream raw, CancellationToken cancellationToken)
    {
        using var content = new MemoryStream();
        await raw.CopyToAsync(content, cancellationToken);
        var bytes = content.ToArray();
        return WhatsAppStatus.Read(bytes)?.Identity ?? MetaDocument.Identify(bytes);
    }

    public IncomingMessage Parse(RawMessage raw, ChannelInfo channel) => WhatsAppStatus.Read(raw.Content) is { } status
        ? status.ToIncoming(tokens)
        : MetaIncoming.Read(raw, channel, Network);

    public Task<CompletedMessage> CompleteAsync(IncomingMessage message, RawMessage raw, ChannelInfo channel, CancellationToken cancellationToken) =>
        completer.CompleteAsync(message, raw, channel, Network, cancellationToken);

    public HookAnswer Receive(HookCall call, ChannelInfo channel) => MetaHooks.Receive(call, channel, Network);

    public Task<PollResult> PollAsync(ChannelInfo channel, string? cursor, CancellationToken cancellationToken) => new WhatsAppAccess(apis).LookAsync(channel, cursor, cancellationToken);

    /// <summary>WhatsApp gives every message an id of its own; until then it goes by our signed word.</summary>
    public OutgoingIdentity Identify(string token, ChannelInfo channel) => new(token, ChannelKind);

    public ReplyOptions OptionsFor(AnswerableMessage message, ChannelInfo channel) =>
        ReplyOptions.By(MetaSettings.Read(channel.Settings).TemplateName.Length > 0 ? Traits with { PrivateReply = Terms with { Within = null } } : Traits, message, channel.Limit);

    public Task<SendResult> SendAsync(OutgoingMessage message, ChannelInfo channel, CancellationToken cancellationToken) =>
        new WhatsAppSender(apis, time).SendAsync(message, channel, cancellationToken);

    public Task<AccessFindings> CheckAsync(ChannelInfo typed, CancellationToken cancellationToken) => new WhatsAppCheck(apis).RunAsync(typed, cancellationToken);
}

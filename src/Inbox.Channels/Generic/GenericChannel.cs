using Inbox.Core.Channels;
using Inbox.Core.Channels.Guides;
using Inbox.Core.Channels.Hooks;
using Inbox.Core.Channels.Replies;
using Inbox.Core.Customers;
using Inbox.Core.Webhooks;

namespace Inbox.Channels.Generic;

/// <summary>
/// Anything that has no door of its own: a forum, a chatbot, a survey. It calls us with what was said there, signed, and is
/// called with our answers, signed alike.
/// </summary>
internal sealed class GenericChannel(GenericCalls calls, IWebhookSender addresses, ChannelSecrets secrets, TimeProvider time)
    : IPushedChannel, ISendingChannel, IDescribedChannel, IChecksAccess
{
    public const string ChannelKind = "webhook";

    private static readonly ReplyTerms Terms = new() { Media = new MediaLimits(10, [], 5_000_000) };

    public string Kind => ChannelKind;

    public ChannelTraits Traits { get; } = new()
    {
        Icon = "plug",
        HandleKind = HandleKinds.Webhook,
        Noun = "message",
        Public = true,
        Pushes = true,
        PublicReply = Terms,
        PrivateReply = Terms,
        ResendIsSafe = true,
    };

    public ChannelGuide Guide { get; } = new()
    {
        Title = "Webhook",
        Words = "Anything else: a forum, a chatbot, a survey. It calls Inbox, and Inbox calls it with the answers",
        AddressLabel = "Name of the far side",
        AddressHint = "Authors are told apart by it, for example forum.example.com",
        Steps =
        [
            "Save this channel. Its signing secret is made then and shown once: give it to the far side.",
            "Let the far side post each message to the address below, signed as Standard Webhooks asks. The fields are described in /schemas/webhook-message.json, and docs/webhooks.md has examples for curl.",
            "To answer from here, type an address of the far side that takes answers; they are described in /schemas/webhook-answer.json.",
        ],
        Fields = [new ChannelField(GenericSettings.AnswersToField, "Address that takes our answers", ChannelFieldType.Text) { Hint = "Begins with https://. Blank: messages come in, and are answered elsewhere." }],
        SigningSecret = new SigningSecret(GenericSettings.SigningField, GenericSettings.PreviousField),
    };

    public int MostHookBytes => 8 * 1024 * 1024;

    public IReadOnlyDictionary<string, string> CheckSettings(string settings) => GenericSettings.Check(settings, addresses);

    public HookAnswer Receive(HookCall call, ChannelInfo channel) => GenericCall.Receive(call, GenericSettings.Read(channel.Settings));

    public async ValueTask<RawIdentity> IdentifyAsync(Stream raw, CancellationToken cancellationToken)
    {
        using var content = new MemoryStream();
        await raw.CopyToAsync(content, cancellationToken);
        return GenericCall.Stored(content.ToArray(), out _)?.Identity() ?? RawIdentity.OfBytes(content.ToArray());
    }

    public IncomingMessage Parse(RawMessage raw, ChannelInfo channel) => GenericCall.Stored(raw.Content, out var problem) is { } message
        ? GenericIncoming.Read(message, channel)
        : throw new UnreadableMessageException($"This is no message of a webhook: {problem.TrimEnd('.')}.");

    public OutgoingIdentity Identify(string token, ChannelInfo channel) => new(token, GenericIncoming.ScopeOf(channel));

    public ReplyOptions OptionsFor(AnswerableMessage message, ChannelInfo channel) => GenericSettings.Read(channel.Settings).AnswersTo.Length > 0
        ? ReplyOptions.By(Traits, message, channel.Limit)
        : new ReplyOptions(Public: null, Private: null);

    public async Task<SendResult> SendAsync(OutgoingMessage message, ChannelInfo channel, CancellationToken cancellationToken) =>
        secrets.TryReveal(channel.Settings, out var settings)
            ? await calls.PostAsync(GenericSettings.Read(settings), message.ExternalId, await GenericAnswer.WriteAsync(message, channel, cancellationToken), cancellationToken)
            : new SendResult(SendOutcome.Later, "The stored signing secret can no longer be read. Make a new one in the channel's settings.", DoorFails: true);

    /// <summary>Sends a signed call that asks for nothing.</summary>
    public async Task<AccessFindings> CheckAsync(ChannelInfo typed, CancellationToken cancellationToken)
    {
        var settings = GenericSettings.Read(typed.Settings);
        if (settings.AnswersTo.Length == 0)
        {
            return new AccessFindings(Problem: null, ["Messages can come in. There is no address for answers yet."]);
        }

        var sent = await calls.PostAsync(settings, $"test-{Guid.NewGuid():N}", GenericAnswer.Test(time.GetUtcNow()), cancellationToken);
        return sent.Outcome == SendOutcome.Sent
            ? new AccessFindings(Problem: null, [$"{new Uri(settings.AnswersTo).Authority} took a signed test."])
            : AccessFindings.Wrong(sent.Detail ?? "The far side did not take a signed test.");
    }
}

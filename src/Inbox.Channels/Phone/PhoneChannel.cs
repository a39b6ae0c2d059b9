using System.Security.Cryptography;
using Inbox.Core.Channels;
using Inbox.Core.Customers;

namespace Inbox.Channels.Phone;

/// <summary>Calls. Nothing is received or sent by Inbox itself: agents log what was said.</summary>
internal sealed class PhoneChannel : IChannel
{
    public const string ChannelKind = PhoneSettings.ChannelKind;

    public string Kind => ChannelKind;

    public ChannelTraits Traits { get; } = new() { Icon = "telephone", HandleKind = HandleKinds.Phone, Noun = "call", LogsCalls = true };

    public async ValueTask<RawIdentity> IdentifyAsync(Stream raw, CancellationToken cancellationToken)
    {
        var hash = await SHA256.HashDataAsync(raw, cancellationToken);
        return new RawIdentity(Convert.ToHexStringLower(hash), hash);
    }

    public IncomingMessage Parse(RawMessage raw, ChannelInfo channel) =>
        throw new UnreadableMessageException("A phone channel takes no files: log the call on the page 'Log call'.");

    public IReadOnlyDictionary<string, string> CheckSettings(string settings) => PhoneSettings.Check(settings);
}

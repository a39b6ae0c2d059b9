using Inbox.Core.Channels;
using Inbox.Core.Channels.Links;

namespace Inbox.Channels.Email;

/// <summary>The part of a mail channel that stays connected to its mailbox.</summary>
internal sealed partial class EmailChannel : IConnectedChannel
{
    public bool Connects(string settings) => EmailSettings.Read(settings).Fetches;

    public Task<LinkEnd> RunAsync(ChannelInfo channel, LinkDesk desk, CancellationToken cancellationToken) => receiver.RunAsync(channel, desk, cancellationToken);
}

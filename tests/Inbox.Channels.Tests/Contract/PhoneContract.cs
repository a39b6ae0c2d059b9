using Inbox.Channels.Phone;

namespace Inbox.Channels.Tests.Contract;

public sealed class PhoneContract : ChannelContract
{
    protected override string Kind => PhoneChannel.ChannelKind;

    protected override byte[] Sample { get; } = "+44 20 7946 0000"u8.ToArray();
}

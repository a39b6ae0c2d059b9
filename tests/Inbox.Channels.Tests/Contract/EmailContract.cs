using System.Text;
using Inbox.Channels.Email;
using Inbox.Testing;

namespace Inbox.Channels.Tests.Contract;

public sealed class EmailContract : ChannelContract
{
    protected override string Kind => EmailChannel.ChannelKind;

    protected override byte[] Sample { get; } = Encoding.UTF8.GetBytes(Mails.Of(inReplyTo: "a@b.example", references: "<a@b.example> <c@d.example>", extra: "Reply-To: n@mail.example\r\n"));
}

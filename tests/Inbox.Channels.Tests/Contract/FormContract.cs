using System.Text;
using Inbox.Channels.Forms;
using Inbox.Testing;

namespace Inbox.Channels.Tests.Contract;

public sealed class FormContract : ChannelContract
{
    protected override string Kind => FormMail.ChannelKind;

    protected override byte[] Sample { get; } = Encoding.UTF8.GetBytes(Mails.Of(text: "It leaks\n\nOrder number: A-17\nReference: K3M7-Q2XD"));
}

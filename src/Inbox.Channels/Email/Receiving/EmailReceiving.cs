using Inbox.Core.Channels;
using Microsoft.Extensions.DependencyInjection;

namespace Inbox.Channels.Email.Receiving;

/// <summary>What fetching by IMAP needs.</summary>
internal static class EmailReceiving
{
    public static IServiceCollection AddEmailReceiving(this IServiceCollection services) => services
        .AddSingleton<MailboxDoor>()
        .AddSingleton<MailboxReceiver>()
        .AddSingleton(sp => new MailboxCheck(sp.GetRequiredService<MailboxDoor>()))
        .AddSingleton(sp => new MailboxContents(sp.GetRequiredService<MailboxDoor>(), sp.GetRequiredService<ChannelSecrets>()));
}

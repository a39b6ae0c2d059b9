using Inbox.Channels.Email;
using Inbox.Channels.Email.Hooks;
using Inbox.Channels.Email.Receiving;
using Inbox.Channels.Feeds;
using Inbox.Channels.Http;
using Inbox.Channels.Phone;
using Inbox.Core.Channels;
using Microsoft.Extensions.DependencyInjection;

namespace Inbox.Channels;

public static class InboxChannels
{
    /// <summary>Every kind of door that Inbox has.</summary>
    /// <param name="services">Where to.</param>
    /// <param name="outboxFolder">Where answers go as .eml files while a mail channel has no SMTP server.</param>
    public static IServiceCollection AddInboxChannels(this IServiceCollection services, string outboxFolder) => services
        .AddGuardedHttp()
        .AddSingleton<RemoteImages>()
        .AddSingleton(new Outbox(outboxFolder))
        .AddEmailSending()
        .AddEmailReceiving()
        .AddSingleton<MailHooks>()
        .AddSingleton<IChannel, EmailChannel>()
        .AddSingleton<IChannel, PhoneChannel>()
        .AddSingleton<IChannel, FeedChannel>();
}

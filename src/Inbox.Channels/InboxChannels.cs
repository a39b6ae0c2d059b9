using Inbox.Channels.Api;
using Inbox.Channels.AppStore;
using Inbox.Channels.Bluesky;
using Inbox.Channels.Email;
using Inbox.Channels.Email.Hooks;
using Inbox.Channels.Email.Receiving;
using Inbox.Channels.Feeds;
using Inbox.Channels.Forms;
using Inbox.Channels.Generic;
using Inbox.Channels.Google;
using Inbox.Channels.Http;
using Inbox.Channels.Mastodon;
using Inbox.Channels.Meta;
using Inbox.Channels.Phone;
using Inbox.Channels.Reddit;
using Inbox.Channels.Webhooks;
using Inbox.Channels.WordPress;
using Inbox.Channels.X;
using Inbox.Core.Channels;
using Inbox.Core.Webhooks;
using Microsoft.Extensions.DependencyInjection;

namespace Inbox.Channels;

public static class InboxChannels
{
    /// <summary>Every kind of door that Inbox has.</summary>
    /// <param name="services">Where to.</param>
    /// <param name="outboxFolder">Where answers go as .eml files while a mail channel has no SMTP server.</param>
    public static IServiceCollection AddInboxChannels(this IServiceCollection services, string outboxFolder) => services
        .AddGuardedHttp()
        .AddApis()
        .AddSingleton<RemoteImages>()
        .AddSingleton<WebhookBody>()
        .AddSingleton<IWebhookSender, WebhookSender>()
        .AddSingleton(new Outbox(outboxFolder))
        .AddEmailSending()
        .AddEmailReceiving()
        .AddSingleton<MailHooks>()
        .AddSingleton<IChannel, EmailChannel>()
        .AddSingleton<IChannel, PhoneChannel>()
        .AddFeeds()
        .AddWordPress()
        .AddMastodon()
        .AddBluesky()
        .AddGoogle()
        .AddSingleton<IChannel, AppStoreChannel>()
        .AddMeta()
        .AddX()
        .AddReddit()
        .AddGeneric()
        .AddSingleton<IChannel, FormChannel>();
}

using Inbox.Channels.Meta.Api;
using Inbox.Channels.Meta.Facebook;
using Inbox.Channels.Meta.Instagram;
using Inbox.Channels.Meta.Polling;
using Inbox.Channels.Meta.WhatsApp;
using Inbox.Core.Channels;
using Microsoft.Extensions.DependencyInjection;

namespace Inbox.Channels.Meta;

internal static class MetaRegistration
{
    public static IServiceCollection AddMeta(this IServiceCollection services) => services
        .AddSingleton<GraphApis>()
        .AddSingleton<TokenRenewal>()
        .AddSingleton<MetaCompleter>()
        .AddSingleton<IChannel, FacebookChannel>()
        .AddSingleton<IChannel, InstagramChannel>()
        .AddSingleton<IChannel, WhatsAppChannel>();
}

using Inbox.Channels.Mastodon.Api;
using Inbox.Core.Channels;
using Microsoft.Extensions.DependencyInjection;

namespace Inbox.Channels.Mastodon;

internal static class MastodonRegistration
{
    public static IServiceCollection AddMastodon(this IServiceCollection services) => services
        .AddSingleton<MastodonApis>()
        .AddSingleton(provider => new MastodonCheck(provider.GetRequiredService<MastodonApis>(), provider.GetRequiredService<TimeProvider>()))
        .AddSingleton(provider => new MastodonConnection(provider.GetRequiredService<MastodonApis>(), provider.GetRequiredService<TimeProvider>()))
        .AddSingleton<IChannel, MastodonChannel>();
}

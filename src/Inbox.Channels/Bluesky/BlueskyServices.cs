using Inbox.Channels.Api;
using Inbox.Channels.Bluesky.Api;
using Inbox.Core.Channels;
using Microsoft.Extensions.DependencyInjection;

namespace Inbox.Channels.Bluesky;

/// <summary>What the door to Bluesky needs.</summary>
internal static class BlueskyServices
{
    public static IServiceCollection AddBluesky(this IServiceCollection services) => services
        .AddSingleton<BlueskySessions>()
        .AddSingleton(sp => new BlueskyCheck(sp.GetRequiredService<ApiTransport>(), sp.GetRequiredService<TimeProvider>()))
        .AddSingleton<IChannel, BlueskyChannel>();
}

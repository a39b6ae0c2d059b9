using Inbox.Channels.Feeds.Discovery;
using Inbox.Channels.Feeds.WebSub;
using Inbox.Core.Access;
using Inbox.Core.Channels;
using MediatR;
using Microsoft.Extensions.DependencyInjection;

namespace Inbox.Channels.Feeds;

/// <summary>What the door to a feed needs.</summary>
internal static class FeedServices
{
    public static IServiceCollection AddFeeds(this IServiceCollection services) => services
        .AddSingleton<FeedHubs.KeepAsync>(sp => (channelId, secret) => KeepAsync(sp.GetRequiredService<IServiceScopeFactory>(), channelId, secret))
        .AddSingleton<FeedHubs>()
        .AddSingleton<FeedDiscovery>()
        .AddSingleton<FeedTrials>()
        .AddSingleton<IChannel, FeedChannel>();

    private static async Task KeepAsync(IServiceScopeFactory scopes, long channelId, string secret)
    {
        await using var scope = scopes.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<IMediator>().Send(new KeepChannelSecret.Command(channelId, "webSubSecret", secret, Actor.System));
    }
}

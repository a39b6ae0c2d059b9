using Inbox.Channels.Reddit.Api;
using Inbox.Core.Channels;
using Microsoft.Extensions.DependencyInjection;

namespace Inbox.Channels.Reddit;

/// <summary>What the door to Reddit needs.</summary>
internal static class RedditServices
{
    public static IServiceCollection AddReddit(this IServiceCollection services) => services
        .AddSingleton<RedditApis>()
        .AddSingleton<IChannel, RedditChannel>();
}

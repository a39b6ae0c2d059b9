using Inbox.Channels.Feeds;
using Inbox.Channels.Http;
using Inbox.Core.Channels;
using Microsoft.Extensions.DependencyInjection;

namespace Inbox.Channels;

public static class InboxChannels
{
    /// <summary>Every kind of door that Inbox has.</summary>
    public static IServiceCollection AddInboxChannels(this IServiceCollection services) => services
        .AddGuardedHttp()
        .AddSingleton<IChannel, FeedChannel>();
}

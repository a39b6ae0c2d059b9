using Inbox.Channels.X.Api;
using Inbox.Core.Channels;
using Microsoft.Extensions.DependencyInjection;

namespace Inbox.Channels.X;

/// <summary>What the door to X needs.</summary>
internal static class XServices
{
    public static IServiceCollection AddX(this IServiceCollection services) => services
        .AddSingleton<XApis>()
        .AddSingleton<IChannel, XChannel>();
}

using Inbox.Core.Channels;
using Microsoft.Extensions.DependencyInjection;

namespace Inbox.Channels.Generic;

internal static class GenericServices
{
    public static IServiceCollection AddGeneric(this IServiceCollection services) => services
        .AddSingleton<GenericCalls>()
        .AddSingleton<IChannel, GenericChannel>();
}

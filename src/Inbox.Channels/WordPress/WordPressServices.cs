using Inbox.Channels.WordPress.Api;
using Inbox.Core.Channels;
using Microsoft.Extensions.DependencyInjection;

namespace Inbox.Channels.WordPress;

/// <summary>What the door to a blog needs.</summary>
internal static class WordPressServices
{
    public static IServiceCollection AddWordPress(this IServiceCollection services) => services
        .AddSingleton<WordPressApis>()
        .AddSingleton<IChannel, WordPressChannel>();
}

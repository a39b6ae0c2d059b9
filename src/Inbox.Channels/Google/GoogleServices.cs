using Inbox.Channels.GoogleReviews;
using Inbox.Channels.PlayReviews;
using Inbox.Channels.YouTube;
using Inbox.Core.Channels;
using Microsoft.Extensions.DependencyInjection;

namespace Inbox.Channels.Google;

/// <summary>The doors to Google, which share their sign-in.</summary>
internal static class GoogleServices
{
    public static IServiceCollection AddGoogle(this IServiceCollection services) => services
        .AddSingleton<GoogleTokens>()
        .AddSingleton<GoogleApis>()
        .AddSingleton<IChannel, GoogleReviewChannel>()
        .AddSingleton<IChannel, YouTubeChannel>()
        .AddSingleton<IChannel, PlayReviewChannel>();
}

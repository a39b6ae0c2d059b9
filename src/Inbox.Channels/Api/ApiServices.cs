using Inbox.Core.Access;
using Inbox.Core.Channels;
using MediatR;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Inbox.Channels.Api;

/// <summary>What the doors to APIs share.</summary>
internal static class ApiServices
{
    /// <summary>Of the settings that hold a kept session.</summary>
    public const string SessionField = "sessionSecret";

    public static IServiceCollection AddApis(this IServiceCollection services) => services
        .AddSingleton<ApiTransport>()
        .AddSingleton(sp => sp.GetService<IConfiguration>()?.GetSection("Inbox:FarAddresses").Get<FarAddresses>() ?? new FarAddresses())
        .AddSingleton<KeepSessionAsync>(sp => (channelId, session) => KeepAsync(sp.GetRequiredService<IServiceScopeFactory>(), channelId, session))
        .AddSingleton<OAuthSessions>();

    private static async Task KeepAsync(IServiceScopeFactory scopes, long channelId, string session)
    {
        await using var scope = scopes.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<IMediator>().Send(new KeepChannelSecret.Command(channelId, SessionField, session, Actor.System));
    }
}

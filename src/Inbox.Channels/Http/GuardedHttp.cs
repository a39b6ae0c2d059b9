using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Inbox.Channels.Http;

/// <summary>Bound to the section <c>Inbox</c> of the configuration.</summary>
internal sealed class GuardedHttpOptions
{
    /// <summary>For hosts of one's own network (<c>Inbox:AllowPrivateNetworks</c>). Off: addresses come from outside text.</summary>
    public bool AllowPrivateNetworks { get; set; }

    /// <summary>Single hosts and networks instead of all (<c>Inbox:AllowedPrivateHosts</c>): "wiki.intern, 10.1.2.0/24".</summary>
    public string AllowedPrivateHosts { get; set; } = "";

    public GuardPolicy Policy => new(AllowPrivateNetworks, AllowedPrivateHosts);
}

/// <summary>The client for every address that somebody else chose.</summary>
internal static class GuardedHttp
{
    public const string ClientName = "guarded";

    public static IServiceCollection AddGuardedHttp(this IServiceCollection services)
    {
        services.AddOptions<GuardedHttpOptions>().BindConfiguration("Inbox");
        services.AddHttpClient(ClientName)
            .ConfigurePrimaryHttpMessageHandler(provider =>
                new GuardedHttpHandler(new GuardedConnection(provider.GetRequiredService<IOptions<GuardedHttpOptions>>().Value.Policy)))
            // Connections are renewed by the handler itself; whole addresses, with their tokens, do not belong into the log.
            .SetHandlerLifetime(Timeout.InfiniteTimeSpan)
            .RemoveAllLoggers();
        return services;
    }

    public static HttpClient CreateGuarded(this IHttpClientFactory factory) => factory.CreateClient(ClientName);
}

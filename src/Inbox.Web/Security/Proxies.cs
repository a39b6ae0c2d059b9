using System.Net;
using Inbox.Web.Hosting;
using Microsoft.AspNetCore.HttpOverrides;

namespace Inbox.Web.Security;

/// <summary>
/// INBOX_PROXIES names the reverse proxies whose X-Forwarded-For and -Proto are believed: addresses or networks, by commas
/// (<c>10.0.0.0/8,192.168.1.4</c>). Nobody else's are.
/// </summary>
internal static class Proxies
{
    private const string Setting = "INBOX_PROXIES";

    public static void UseInboxProxies(this WebApplication app)
    {
        if (app.Configuration[Setting] is { Length: > 0 } configured)
        {
            app.UseForwardedHeaders(Options(configured));
        }
    }

    private static ForwardedHeadersOptions Options(string configured)
    {
        var options = new ForwardedHeadersOptions { ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto, ForwardLimit = null };
        options.KnownProxies.Clear();
        options.KnownIPNetworks.Clear();
        foreach (var part in configured.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            if (System.Net.IPNetwork.TryParse(part, out var network))
            {
                options.KnownIPNetworks.Add(network);
            }
            else if (IPAddress.TryParse(part, out var address))
            {
                options.KnownProxies.Add(address);
            }
            else
            {
                throw new StartupException($"{Setting} holds '{part}', which is no address and no network such as 10.0.0.0/8.");
            }
        }

        return options;
    }
}

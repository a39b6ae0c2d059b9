using System.Net;

namespace Inbox.Web.Access;

/// <summary>Whether a request comes from this very machine, by a name of this machine, and through no proxy.</summary>
internal static class Loopback
{
    public static bool IsLoopback(this HttpContext context) =>
        context.Connection.RemoteIpAddress is { } address && IPAddress.IsLoopback(address)
        // A page elsewhere may point a name of its own at 127.0.0.1 (DNS rebinding).
        && (context.Request.Host.Host is "localhost" || (IPAddress.TryParse(context.Request.Host.Host.Trim('[', ']'), out var host) && IPAddress.IsLoopback(host)))
        && !context.Request.Headers.ContainsKey("X-Forwarded-For")
        && !context.Request.Headers.ContainsKey("Forwarded");
}

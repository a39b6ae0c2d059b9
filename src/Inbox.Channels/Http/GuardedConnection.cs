using System.Net;
using System.Net.Sockets;

namespace Inbox.Channels.Http;

/// <summary>
/// Connects to the very addresses that were checked. A check before the request would leave a second look-up to the
/// name's owner, who may answer differently by then (DNS rebinding).
/// </summary>
internal sealed class GuardedConnection(bool allowPrivateNetworks)
{
    public async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        var host = context.DnsEndPoint.Host;
        var addresses = IPAddress.TryParse(host, out var literal)
            ? [literal]
            : await Dns.GetHostAddressesAsync(host, cancellationToken);
        var allowed = Array.FindAll(addresses, a => AddressGuard.Refuse(a, allowPrivateNetworks) is null);
        if (allowed.Length == 0)
        {
            throw new GuardedHttpException(addresses.Length == 0
                ? $"the name {host} has no address"
                : AddressGuard.Refuse(addresses[0], allowPrivateNetworks)!);
        }

        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(allowed, context.DnsEndPoint.Port, cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}

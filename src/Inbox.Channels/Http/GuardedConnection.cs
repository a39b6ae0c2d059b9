using System.Net;
using System.Net.Sockets;

namespace Inbox.Channels.Http;

/// <summary>
/// Connects to the very addresses that were checked. A check before the request would leave a second look-up to the
/// name's owner, who may answer differently by then (DNS rebinding).
/// </summary>
/// <param name="policy">What may be connected to.</param>
/// <param name="resolve">Looks a name up; the system does unless told otherwise.</param>
internal sealed class GuardedConnection(GuardPolicy policy, Func<string, CancellationToken, Task<IPAddress[]>>? resolve = null)
{
    private readonly Func<string, CancellationToken, Task<IPAddress[]>> _resolve = resolve ?? Dns.GetHostAddressesAsync;

    public async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        var host = context.DnsEndPoint.Host;
        var addresses = IPAddress.TryParse(host, out var literal)
            ? [literal]
            : await _resolve(host, cancellationToken);
        var allowed = Array.FindAll(addresses, a => policy.Refuse(host, a) is null);
        if (allowed.Length == 0)
        {
            throw new GuardedHttpException(addresses.Length == 0
                ? $"the name {host} has no address"
                : policy.Refuse(host, addresses[0])!);
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

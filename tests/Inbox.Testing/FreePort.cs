using System.Net;
using System.Net.Sockets;

namespace Inbox.Testing;

public static class FreePort
{
    /// <summary>Ports that were free a moment ago and differ from each other, for servers that cannot be told to choose.</summary>
    public static IReadOnlyList<int> Take(int count)
    {
        var listeners = Enumerable.Range(0, count).Select(_ => new TcpListener(IPAddress.Loopback, 0)).ToList();
        listeners.ForEach(listener => listener.Start());
        var ports = listeners.Select(listener => ((IPEndPoint)listener.LocalEndpoint).Port).ToList();
        listeners.ForEach(listener => listener.Dispose());
        return ports;
    }
}

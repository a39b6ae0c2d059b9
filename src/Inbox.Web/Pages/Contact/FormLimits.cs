using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Threading.RateLimiting;

namespace Inbox.Web.Pages.Contact;

/// <summary>How many messages a form takes: few from one address of the network, many in all. What is beyond is told to wait.</summary>
internal sealed class FormLimits : IDisposable
{
    public const int MostOfAddress = 5;
    public const int MostOfDoor = 120;

    private static readonly TimeSpan Window = TimeSpan.FromMinutes(10);

    private readonly PartitionedRateLimiter<string> _addresses = Limiter(MostOfAddress);
    private readonly PartitionedRateLimiter<string> _doors = Limiter(MostOfDoor);

    /// <summary>Null: it may be sent. Else how long to wait.</summary>
    public TimeSpan? Wait(long channelId, IPAddress? address)
    {
        // Whoever is on this machine itself is its owner, or a proxy of which nothing is known.
        var wait = address is null || IPAddress.IsLoopback(address) ? null : WaitOf(_addresses, NetworkOf(address));
        return wait ?? WaitOf(_doors, channelId.ToString(CultureInfo.InvariantCulture));
    }

    public void Dispose()
    {
        _addresses.Dispose();
        _doors.Dispose();
    }

    /// <summary>Of IPv6 a household has 2^64 addresses.</summary>
    internal static string NetworkOf(IPAddress address)
    {
        var plain = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        return plain.AddressFamily == AddressFamily.InterNetworkV6 ? Convert.ToHexString(plain.GetAddressBytes().AsSpan(0, 8)) : plain.ToString();
    }

    private static TimeSpan? WaitOf(PartitionedRateLimiter<string> limiter, string who)
    {
        using var lease = limiter.AttemptAcquire(who);
        return lease.IsAcquired ? null : lease.TryGetMetadata(MetadataName.RetryAfter, out var after) ? after : Window;
    }

    private static PartitionedRateLimiter<string> Limiter(int most) => PartitionedRateLimiter.Create<string, string>(
        who => RateLimitPartition.GetFixedWindowLimiter(who, _ => new() { PermitLimit = most, Window = Window }));
}

using System.Net;
using System.Net.Sockets;

namespace Inbox.Channels.Http;

/// <summary>
/// Says which addresses Inbox may fetch from on behalf of somebody else's text: public ones. Whoever writes a feed or a
/// post must not be able to make us read the company's own network. Sources: the IANA special-purpose registries
/// (RFC 6890), RFC 6052 and 8215 (NAT64), RFC 3056 (6to4).
/// </summary>
internal static class AddressGuard
{
    // Cloud metadata services, which hand out credentials; the second is a public address used inside one cloud.
    private static readonly IPAddress[] Metadata =
    [
        IPAddress.Parse("169.254.169.254"), IPAddress.Parse("168.63.129.16"), IPAddress.Parse("100.100.100.200"), IPAddress.Parse("fd00:ec2::254"),
    ];

    private static readonly IPNetwork[] Private =
        Networks("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10", "127.0.0.0/8", "fc00::/7", "fec0::/10", "::1/128");

    private static readonly IPNetwork[] Never = Networks(
        "0.0.0.0/8", "169.254.0.0/16", "192.0.0.0/24", "192.0.2.0/24", "192.88.99.0/24", "198.18.0.0/15", "198.51.100.0/24",
        "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4", "2001::/23", "2001:db8::/32", "3fff::/20");

    private static readonly IPNetwork GlobalUnicast = IPNetwork.Parse("2000::/3");
    private static readonly IPNetwork SixToFour = IPNetwork.Parse("2002::/16");
    private static readonly IPNetwork Nat64 = IPNetwork.Parse("64:ff9b::/96");
    private static readonly IPNetwork Translated = IPNetwork.Parse("::ffff:0:0:0/96");
    private static readonly IPNetwork Compatible = IPNetwork.Parse("::/96");

    /// <summary>Why this address is refused, in plain words; null where it may be used.</summary>
    /// <param name="allowPrivateNetworks">Opens loopback, private and carrier networks; metadata, link-local and multicast stay closed.</param>
    public static string? Refuse(IPAddress address, bool allowPrivateNetworks)
    {
        if (RefuseMetadata(address) is { } metadata)
        {
            return metadata;
        }

        var plain = Unwrap(address);
        var shown = Shown(address, plain);
        if (Array.Exists(Private, n => n.Contains(plain)))
        {
            return allowPrivateNetworks ? null : $"refuses to fetch from a private address: {shown}";
        }

        var special = Array.Exists(Never, n => n.Contains(plain))
            || (plain.AddressFamily == AddressFamily.InterNetworkV6 && !GlobalUnicast.Contains(plain));
        return special ? $"refuses to fetch from an address that is not public: {shown}" : null;
    }

    /// <summary>What stays closed whatever an administrator opens: an address that hands out credentials.</summary>
    public static string? RefuseMetadata(IPAddress address)
    {
        var plain = Unwrap(address);
        return Metadata.Contains(plain) ? $"refuses to fetch from a cloud metadata address: {Shown(address, plain)}" : null;
    }

    /// <summary>The IPv4 address inside one of the forms that carry it through IPv6.</summary>
    public static IPAddress Unwrap(IPAddress address)
    {
        if (address.AddressFamily != AddressFamily.InterNetworkV6)
        {
            return address;
        }

        if (address.IsIPv4MappedToIPv6)
        {
            return address.MapToIPv4();
        }

        var bytes = address.GetAddressBytes();
        if (SixToFour.Contains(address))
        {
            return new IPAddress(bytes.AsSpan(2, 4));
        }

        var carries = Nat64.Contains(address) || Translated.Contains(address)
            || (Compatible.Contains(address) && !IPAddress.IsLoopback(address) && !address.Equals(IPAddress.IPv6Any));
        return carries ? new IPAddress(bytes.AsSpan(12, 4)) : new IPAddress(bytes);
    }

    private static string Shown(IPAddress address, IPAddress plain) => plain.Equals(address) ? $"{address}" : $"{address} ({plain})";

    private static IPNetwork[] Networks(params string[] networks) => [.. networks.Select(IPNetwork.Parse)];
}

using System.Net;

namespace Inbox.Channels.Http;

/// <summary>Which addresses this installation fetches from: public ones, and what its administrator opened.</summary>
internal sealed class GuardPolicy
{
    private readonly bool _allowPrivateNetworks;
    private readonly HashSet<string> _hosts = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<IPNetwork> _networks = [];

    /// <param name="allowPrivateNetworks">All private networks are open.</param>
    /// <param name="listed">Names, addresses and networks (10.1.2.0/24), apart by commas or spaces. A listed name may lead anywhere but to a metadata address.</param>
    public GuardPolicy(bool allowPrivateNetworks, string listed)
    {
        _allowPrivateNetworks = allowPrivateNetworks;
        foreach (var entry in listed.Split([',', ';', ' ', '\t', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries))
        {
            if (IPAddress.TryParse(entry, out var address))
            {
                _networks.Add(new IPNetwork(address, address.GetAddressBytes().Length * 8));
            }
            else if (IPNetwork.TryParse(entry, out var network))
            {
                _networks.Add(network);
            }
            else
            {
                _hosts.Add(entry);
            }
        }
    }

    /// <summary>Why this address is refused, in plain words; null where it may be used.</summary>
    /// <param name="host">As the address was written, for which <paramref name="address"/> was found.</param>
    public string? Refuse(string host, IPAddress address) =>
        IsListed(host, address) ? AddressGuard.RefuseMetadata(address) : AddressGuard.Refuse(address, _allowPrivateNetworks);

    /// <summary>Passwords and signed calls go in the open only inside one's own network.</summary>
    public bool MayUsePlainHttp(string host) =>
        _allowPrivateNetworks || _hosts.Contains(host) || (IPAddress.TryParse(host.Trim('[', ']'), out var address) && IsListed(host, address));

    private bool IsListed(string host, IPAddress address)
    {
        var plain = AddressGuard.Unwrap(address);
        return _hosts.Contains(host) || _networks.Exists(n => n.Contains(plain));
    }
}

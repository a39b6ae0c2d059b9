using System.Net;
using Inbox.Channels.Http;

namespace Inbox.Channels.Tests.Http;

public class AddressGuardTests
{
    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("127.255.255.254")]
    [InlineData("10.0.0.5")]
    [InlineData("172.16.0.1")]
    [InlineData("172.31.255.255")]
    [InlineData("192.168.1.1")]
    [InlineData("100.64.0.1")]
    [InlineData("100.127.255.255")]
    [InlineData("::1")]
    [InlineData("fc00::1")]
    [InlineData("fdff::1")]
    [InlineData("::ffff:10.0.0.5")]
    [InlineData("::ffff:0:10.0.0.5")]
    [InlineData("::10.0.0.5")]
    [InlineData("64:ff9b::10.0.0.5")]
    [InlineData("2002:0a00:0005::1")]
    public void Private_address_is_refused_unless_private_networks_are_allowed(string address)
    {
        AddressGuard.Refuse(IPAddress.Parse(address), allowPrivateNetworks: false)!.ShouldStartWith("refuses to fetch from a private address: ");
        AddressGuard.Refuse(IPAddress.Parse(address), allowPrivateNetworks: true).ShouldBeNull();
    }

    [Theory]
    [InlineData("0.0.0.0")]
    [InlineData("0.1.2.3")]
    [InlineData("169.254.169.254")]
    [InlineData("169.254.1.1")]
    [InlineData("168.63.129.16")]
    [InlineData("100.100.100.200")]
    [InlineData("224.0.0.1")]
    [InlineData("255.255.255.255")]
    [InlineData("198.18.0.1")]
    [InlineData("203.0.113.7")]
    [InlineData("::")]
    [InlineData("fe80::1")]
    [InlineData("fe80::1%1")]
    [InlineData("ff02::1")]
    [InlineData("fd00:ec2::254")]
    [InlineData("2001::1")]
    [InlineData("2001:db8::1")]
    [InlineData("64:ff9b:1::1")]
    [InlineData("::ffff:169.254.169.254")]
    [InlineData("64:ff9b::169.254.169.254")]
    [InlineData("2002:a9fe:a9fe::")]
    public void Address_that_is_never_a_site_is_refused_always(string address)
    {
        AddressGuard.Refuse(IPAddress.Parse(address), allowPrivateNetworks: false).ShouldNotBeNull();
        AddressGuard.Refuse(IPAddress.Parse(address), allowPrivateNetworks: true).ShouldNotBeNull();
    }

    [Theory]
    [InlineData("1.1.1.1")]
    [InlineData("172.32.0.1")]
    [InlineData("100.128.0.1")]
    [InlineData("2606:4700::1111")]
    [InlineData("::ffff:1.1.1.1")]
    [InlineData("64:ff9b::1.1.1.1")]
    [InlineData("2002:0101:0101::1")]
    public void Public_address_is_let_through(string address) =>
        AddressGuard.Refuse(IPAddress.Parse(address), allowPrivateNetworks: false).ShouldBeNull();

    [Fact]
    public void Refusal_names_the_address() =>
        AddressGuard.Refuse(IPAddress.Parse("10.0.0.5"), allowPrivateNetworks: false).ShouldBe("refuses to fetch from a private address: 10.0.0.5");
}

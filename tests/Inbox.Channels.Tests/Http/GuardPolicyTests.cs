using System.Net;
using Inbox.Channels.Http;

namespace Inbox.Channels.Tests.Http;

public class GuardPolicyTests
{
    private const string Listed = "wiki.intern, 10.1.2.0/24;192.168.7.7 fd12::/16";

    [Theory]
    [InlineData("wiki.intern", "10.9.9.9")]
    [InlineData("WIKI.intern", "127.0.0.1")]
    [InlineData("blog.example", "10.1.2.3")]
    [InlineData("blog.example", "::ffff:10.1.2.3")]
    [InlineData("192.168.7.7", "192.168.7.7")]
    [InlineData("blog.example", "fd12::5")]
    public void Listed_host_or_network_is_open(string host, string address) =>
        new GuardPolicy(allowPrivateNetworks: false, Listed).Refuse(host, IPAddress.Parse(address)).ShouldBeNull();

    [Theory]
    [InlineData("evil.wiki.intern", "10.9.9.9")]
    [InlineData("blog.example", "10.1.3.3")]
    [InlineData("blog.example", "192.168.7.8")]
    [InlineData("blog.example", "127.0.0.1")]
    [InlineData("blog.example", "169.254.1.1")]
    [InlineData("blog.example", "fd13::5")]
    public void Everything_else_stays_closed(string host, string address) =>
        new GuardPolicy(allowPrivateNetworks: false, Listed).Refuse(host, IPAddress.Parse(address)).ShouldNotBeNull();

    [Theory]
    [InlineData("wiki.intern", "169.254.169.254")]
    [InlineData("wiki.intern", "::ffff:169.254.169.254")]
    [InlineData("wiki.intern", "fd00:ec2::254")]
    public void Listed_name_never_leads_to_a_metadata_address(string host, string address) =>
        new GuardPolicy(allowPrivateNetworks: true, Listed + " 169.254.0.0/16 fd00::/8").Refuse(host, IPAddress.Parse(address))!.ShouldStartWith("refuses to fetch from a cloud metadata address");

    [Theory]
    [InlineData("wiki.intern", true)]
    [InlineData("10.1.2.9", true)]
    [InlineData("[fd12::1]", true)]
    [InlineData("10.1.3.9", false)]
    [InlineData("blog.example", false)]
    public void Plain_http_is_for_what_is_listed(string host, bool allowed) =>
        new GuardPolicy(allowPrivateNetworks: false, Listed).MayUsePlainHttp(host).ShouldBe(allowed);
}

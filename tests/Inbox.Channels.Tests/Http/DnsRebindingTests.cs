using System.Net;
using Inbox.Channels.Http;
using Microsoft.AspNetCore.Http;

namespace Inbox.Channels.Tests.Http;

/// <summary>Names lead where their owner says at the moment of the connection, and may say something else each time.</summary>
public sealed class DnsRebindingTests : IAsyncLifetime
{
    private StubServer _server = null!;

    public async Task InitializeAsync() => _server = await StubServer.StartAsync(context =>
    {
        context.Response.Headers.Connection = "close";
        return context.Response.WriteAsync("here");
    });

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Fact]
    public async Task Name_that_leads_to_another_address_the_second_time_is_refused_then()
    {
        var answers = new Queue<string>(["127.0.0.1", "127.0.0.2"]);
        using var client = Client(_ => [IPAddress.Parse(answers.Dequeue())]);

        (await client.GetStringAsync(Rebound())).ShouldBe("here");
        (await Should.ThrowAsync<GuardedHttpException>(() => client.GetAsync(Rebound()))).Message.ShouldBe("refuses to fetch from a private address: 127.0.0.2");
        (_server.Requests.Count, answers.Count).ShouldBe((1, 0), "it was looked up at each connection, and only then");
    }

    [Fact]
    public async Task Only_the_checked_addresses_of_a_name_are_connected_to()
    {
        using var client = Client(_ => [IPAddress.Parse("10.0.0.5"), IPAddress.IPv6Loopback, IPAddress.Parse("127.0.0.1")]);

        (await client.GetStringAsync(Rebound())).ShouldBe("here");
    }

    [Theory]
    [InlineData("10.0.0.5")]
    [InlineData("169.254.10.10")]
    [InlineData("::ffff:192.168.1.1")]
    [InlineData("fe80::1")]
    public async Task Name_of_a_private_address_is_refused_also_behind_a_redirect(string address)
    {
        await using var outside = await StubServer.StartAsync(context =>
        {
            context.Response.StatusCode = 302;
            context.Response.Headers.Location = "http://inside.example/";
            return Task.CompletedTask;
        });
        using var client = Client(host => [IPAddress.Parse(host == "inside.example" ? address : "127.0.0.1")]);

        await Should.ThrowAsync<GuardedHttpException>(() => client.GetAsync(new Uri($"http://outside.example:{outside.Address.Port}/")));
        outside.Requests.Count.ShouldBe(1);
    }

    [Fact]
    public async Task Name_without_an_address_is_told_so()
    {
        using var client = Client(_ => []);

        (await Should.ThrowAsync<GuardedHttpException>(() => client.GetAsync(Rebound()))).Message.ShouldBe("the name rebound.example has no address");
    }

    private Uri Rebound() => new($"http://rebound.example:{_server.Address.Port}/");

    /// <summary>127.0.0.1 stands for the outside here.</summary>
    private static HttpClient Client(Func<string, IPAddress[]> resolve) =>
        new(new GuardedHttpHandler(new GuardedConnection(new GuardPolicy(allowPrivateNetworks: false, "127.0.0.1"), (host, _) => Task.FromResult(resolve(host)))));
}

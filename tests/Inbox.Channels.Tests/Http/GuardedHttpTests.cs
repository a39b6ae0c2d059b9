using System.Net;
using System.Net.Http.Headers;
using Inbox.Channels.Http;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Inbox.Channels.Tests.Http;

public class GuardedHttpTests
{
    private static HttpClient Client(bool allowPrivateNetworks)
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection([new("Inbox:AllowPrivateNetworks", allowPrivateNetworks ? "true" : "false")]).Build();
        return new ServiceCollection().AddSingleton<IConfiguration>(configuration).AddGuardedHttp()
            .BuildServiceProvider().GetRequiredService<IHttpClientFactory>().CreateGuarded();
    }

    [Fact]
    public async Task Loopback_is_refused_by_address_and_by_name_without_a_request()
    {
        await using var server = await StubServer.StartAsync(_ => Task.CompletedTask);
        var client = Client(allowPrivateNetworks: false);

        var byAddress = await Should.ThrowAsync<GuardedHttpException>(() => client.GetAsync(server.At("feed")));
        var byName = await Should.ThrowAsync<GuardedHttpException>(() => client.GetAsync(new Uri($"http://localhost:{server.Address.Port}/feed")));

        byAddress.Message.ShouldBe("refuses to fetch from a private address: 127.0.0.1");
        byName.Message.ShouldStartWith("refuses to fetch from a private address: ");
        server.Requests.ShouldBeEmpty();
    }

    [Fact]
    public async Task Numeric_forms_of_loopback_are_refused()
    {
        var client = Client(allowPrivateNetworks: false);
        foreach (var host in (string[])["2130706433", "0x7f000001", "127.1", "[::1]", "[::ffff:127.0.0.1]", "0"])
        {
            await Should.ThrowAsync<GuardedHttpException>(() => client.GetAsync(new Uri($"http://{host}/")), host);
        }
    }

    [Fact]
    public async Task Redirect_to_a_metadata_address_is_refused()
    {
        await using var server = await StubServer.StartAsync(Redirect(302, "http://169.254.169.254/latest/meta-data"));

        var refusal = await Should.ThrowAsync<GuardedHttpException>(() => Client(allowPrivateNetworks: true).GetAsync(server.At("feed")));

        refusal.Message.ShouldBe("refuses to fetch from a cloud metadata address: 169.254.169.254");
    }

    [Theory]
    [InlineData("file:///etc/passwd", "refuses to fetch anything but http and https: file")]
    [InlineData("ftp://files.example/feed", "refuses to fetch anything but http and https: ftp")]
    [InlineData("http://user:secret@blog.example/feed", "refuses an address with a user name or password in it: blog.example")]
    public async Task Redirect_to_something_odd_is_refused(string target, string message)
    {
        await using var server = await StubServer.StartAsync(Redirect(301, target));

        var refusal = await Should.ThrowAsync<GuardedHttpException>(() => Client(allowPrivateNetworks: true).GetAsync(server.At("feed")));

        refusal.Message.ShouldBe(message);
    }

    [Fact]
    public async Task Five_redirects_are_followed_and_six_are_not()
    {
        await using var server = await StubServer.StartAsync(context =>
        {
            var left = int.Parse(context.Request.Path.Value![1..], System.Globalization.CultureInfo.InvariantCulture);
            return left == 0 ? context.Response.WriteAsync("here") : Redirect(302, $"/{left - 1}")(context);
        });
        var client = Client(allowPrivateNetworks: true);

        (await client.GetStringAsync(server.At("5"))).ShouldBe("here");
        (await Should.ThrowAsync<GuardedHttpException>(() => client.GetAsync(server.At("6")))).Message.ShouldBe("gave up after 5 redirects");
    }

    [Fact]
    public async Task Redirect_to_another_server_does_not_carry_the_authorization_along()
    {
        await using var other = await StubServer.StartAsync(_ => Task.CompletedTask);
        await using var server = await StubServer.StartAsync(Redirect(307, other.At("feed").ToString()));
        using var request = new HttpRequestMessage(HttpMethod.Get, server.At("feed"));
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", "secret");

        using var response = await Client(allowPrivateNetworks: true).SendAsync(request);

        server.Requests.Single().Headers.ShouldContainKey("Authorization");
        other.Requests.Single().Headers.ShouldNotContainKey("Authorization");
    }

    [Fact]
    public async Task Post_is_not_redirected()
    {
        await using var server = await StubServer.StartAsync(Redirect(307, "/elsewhere"));

        using var response = await Client(allowPrivateNetworks: true).PostAsync(server.At("hook"), new StringContent("x"));

        response.StatusCode.ShouldBe(HttpStatusCode.TemporaryRedirect);
        server.Requests.Count.ShouldBe(1);
    }

    private static RequestDelegate Redirect(int status, string location) => context =>
    {
        context.Response.StatusCode = status;
        context.Response.Headers.Location = location;
        return Task.CompletedTask;
    };
}

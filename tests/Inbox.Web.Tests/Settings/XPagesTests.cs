using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using Inbox.Core.Access;
using Inbox.Core.Channels;
using Inbox.Core.Departments;
using Inbox.Testing;
using Inbox.Web.Tests.Mastodon;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Inbox.Web.Tests.Settings;

/// <summary>The settings of an account on X, as an administrator fills them in, and the address that X calls.</summary>
public sealed class XPagesTests(NeighbourlyApp app) : IClassFixture<NeighbourlyApp>, IAsyncLifetime
{
    private HttpStub _x = null!;
    private Department _owner = null!;

    public async Task InitializeAsync()
    {
        _x = await HttpStub.StartAsync();
        _x.On(HttpMethod.Get, "/2/users/me", request => Known(request) ? Json("""{"data":{"id":"7","username":"acme","public_metrics":{"followers_count":1200}}}""") : Json("""{"title":"Unauthorized","detail":"Unauthorized","status":401}""", 401));
        _x.On(HttpMethod.Get, "/2/users/7/mentions", _ => Json("""{"meta":{"result_count":0}}"""));
        _owner = new Department { Name = "Social", Key = "social" + Guid.NewGuid().ToString("N")[..6] };
        await app.InsertAsync(_owner);
    }

    public async Task DisposeAsync() => await _x.DisposeAsync();

    [Fact]
    public async Task What_is_typed_is_saved_and_secrets_are_not_shown_again()
    {
        var admin = await app.SignInAsync(Role.Admin);
        var channel = await SaveAsync(admin);

        channel.Settings.ShouldNotContain("t0ken");
        Revealed(channel).ShouldContain("t0ken secret");
        Revealed(channel).ShouldContain("acme kettle");
        var page = WebUtility.HtmlDecode(await admin.GetStringAsync(Page(channel)));
        page.ShouldNotContain("t0ken");
        page.ShouldContain("acme kettle");
        page.ShouldContain($"/hooks/{channel.Key}");
        page.ShouldContain("developer console");

        var again = await InboxApp.PostAsync(admin, $"/settings/channels/{channel.Id}", [.. Form("the key", ""), ("Input.Revision", channel.Revision.ToString(CultureInfo.InvariantCulture)), .. Rest(channel.Key)]);
        again.StatusCode.ShouldBe(HttpStatusCode.Redirect, await again.Content.ReadAsStringAsync());
        Revealed(await StoredAsync(channel.Key)).ShouldContain("t0ken secret");
    }

    [Fact]
    public async Task Problems_stand_at_their_fields()
    {
        var admin = await app.SignInAsync(Role.Admin);

        var answer = await InboxApp.PostAsync(
            admin, "/settings/channels/new?kind=x",
            [("Input.Kind", "x"), ("Input.Address", "no handle"), ("Input.Described[server]", "x"), ("Input.Described[refreshTokenSecret]", "r"), ("Input.Described[pollSeconds]", "1"), .. Rest("x" + Guid.NewGuid().ToString("N")[..8])]);

        answer.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        var page = WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync());
        page.ShouldContain("Give the handle of the account, for example @acme.");
        page.ShouldContain("Give a whole web address, usually https://api.x.com.");
        page.ShouldContain("Choose between 5 seconds and an hour (3600).");
        page.ShouldContain("A refresh token is renewed with the client ID");
    }

    [Fact]
    public async Task Check_tries_what_is_typed_and_the_stored_secrets()
    {
        var admin = await app.SignInAsync(Role.Admin);
        (await CheckAsync(admin, "new", Form("the key", "t0ken secret"))).ShouldContain("X lets us in as @acme, with 1,200 followers.");
        (await CheckAsync(admin, "new", Form("another key", "t0ken secret"))).ShouldContain("X does not let us in");

        var channel = await SaveAsync(admin);
        (await CheckAsync(admin, channel.Id.ToString(CultureInfo.InvariantCulture), Form("the key", ""))).ShouldContain("X lets us in as @acme");
    }

    [Fact]
    public async Task X_calls_and_is_believed_by_its_signature_only()
    {
        var admin = await app.SignInAsync(Role.Admin);
        var channel = await SaveAsync(admin);
        using var caller = app.CreateClient();
        var hook = $"/hooks/{channel.Key}";
        (await caller.GetStringAsync(new Uri(hook + "?crc_token=challenge", UriKind.Relative))).ShouldContain("response_token");
        const string Body = """{"data":{"event_type":"post.mention.create","filter":{"user_id":"7"},"payload":{"id":"1790000000000000002","text":"@acme it leaks","author_id":"5"}}}""";

        (await PushAsync(caller, hook, Body, "wrong")).ShouldBe(HttpStatusCode.Unauthorized);
        (await PushAsync(caller, hook, Body, "consumer")).ShouldBe(HttpStatusCode.OK);
        (await app.QueryAsync(db => db.InboundDeliveries.CountAsync(d => d.ChannelId == channel.Id))).ShouldBe(1);

        await app.QueryAsync(db => db.Channels.Where(c => c.Id == channel.Id).ExecuteUpdateAsync(set => set.SetProperty(c => c.Enabled, false)));
        app.Services.GetRequiredService<Core.Rulebook>().Forget();
        (await PushAsync(caller, hook, Body, "consumer")).ShouldBe(HttpStatusCode.ServiceUnavailable);
    }

    private static bool Known(HttpStub.Request request) => request.Headers["Authorization"].Contains("oauth_consumer_key=\"the%20key\"", StringComparison.Ordinal);

    private static IResult Json(string text, int status = 200) => Results.Text(text, "application/json", statusCode: status);

    private static async Task<HttpStatusCode> PushAsync(HttpClient caller, string hook, string body, string secret)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, hook) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        request.Headers.Add("x-twitter-webhooks-signature", "sha256=" + Convert.ToBase64String(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes(body))));
        return (await caller.SendAsync(request)).StatusCode;
    }

    private async Task<Channel> SaveAsync(HttpClient admin)
    {
        var key = "x" + Guid.NewGuid().ToString("N")[..8];
        await app.QueryAsync(db => db.InboundDeliveries.Where(d => db.Channels.Any(c => c.Id == d.ChannelId && c.Kind == "x")).ExecuteDeleteAsync());
        await app.QueryAsync(db => db.Channels.Where(c => c.Kind == "x").ExecuteUpdateAsync(set => set.SetProperty(c => c.Address, c => "old" + c.Id)));
        var saved = await InboxApp.PostAsync(admin, "/settings/channels/new?kind=x", [.. Form("the key", "t0ken secret"), .. Rest(key)]);
        saved.StatusCode.ShouldBe(HttpStatusCode.Redirect, await saved.Content.ReadAsStringAsync());
        return await StoredAsync(key);
    }

    /// <param name="tokenSecret">Empty: all secrets are left blank.</param>
    private (string Name, string Value)[] Form(string apiKey, string tokenSecret) =>
    [
        ("Input.Kind", "x"), ("Input.Address", "@acme"), ("Input.Described[apiKey]", apiKey),
        ("Input.Described[consumerSecret]", tokenSecret.Length == 0 ? "" : "consumer"), ("Input.Described[accessKeySecret]", tokenSecret.Length == 0 ? "" : "7-token"), ("Input.Described[accessTokenSecret]", tokenSecret),
        ("Input.Described[server]", _x.Url.AbsoluteUri), ("Input.Described[pollSeconds]", "3600"),
    ];

    private (string Name, string Value)[] Rest(string key) =>
        [("Input.Name", "Acme on X"), ("Input.Key", key), ("Input.DepartmentId", _owner.Id.ToString(CultureInfo.InvariantCulture)), ("Input.ReopenDays", "14"), ("Input.Described[searchWords]", "acme kettle")];

    private static async Task<string> CheckAsync(HttpClient admin, string id, IEnumerable<(string Name, string Value)> fields)
    {
        using var form = new FormUrlEncodedContent(fields.Select(f => KeyValuePair.Create(f.Name, f.Value)));
        var answer = await admin.PostAsync(new Uri($"/settings/channels/{id}?handler=Check", UriKind.Relative), form);
        return WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync());
    }

    private static Uri Page(Channel channel) => new($"/settings/channels/{channel.Id}", UriKind.Relative);

    private Task<Channel> StoredAsync(string key) => app.QueryAsync(db => db.Channels.AsNoTracking().SingleAsync(c => c.Key == key));

    private string Revealed(Channel channel)
    {
        app.Services.GetRequiredService<ChannelSecrets>().TryReveal(channel.Settings, out var settings).ShouldBeTrue();
        return settings;
    }
}

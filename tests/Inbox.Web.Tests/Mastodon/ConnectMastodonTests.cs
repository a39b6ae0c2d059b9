using System.Globalization;
using System.Net;
using Inbox.Core.Access;
using Inbox.Core.Channels;
using Inbox.Core.Departments;
using Inbox.Testing;
using Inbox.Testing.Social.Mastodon;
using Microsoft.AspNetCore.Hosting;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Inbox.Web.Tests.Mastodon;

/// <summary>An application that may reach a server on this machine.</summary>
public sealed class NeighbourlyApp : InboxApp
{
    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        base.ConfigureWebHost(builder);
        builder.UseSetting("Inbox:AllowPrivateNetworks", "true");
    }
}

/// <summary>An account is connected by its server's own page, or by a token that is typed; the check says what is wrong.</summary>
public sealed class ConnectMastodonTests(NeighbourlyApp app) : IClassFixture<NeighbourlyApp>, IAsyncLifetime
{
    private MastodonStub _server = null!;
    private Department _owner = null!;

    public async Task InitializeAsync()
    {
        _server = await MastodonStub.StartAsync();
        _owner = new Department { Name = "Social", Key = "social" + Guid.NewGuid().ToString("N")[..6] };
        await app.InsertAsync(_owner);
    }

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Fact]
    public async Task Account_is_connected_by_its_servers_page_and_the_token_is_stored_encrypted()
    {
        var admin = await app.SignInAsync(Role.Admin);
        var channel = await SaveAsync(admin, "");
        var back = await BeginAsync(admin, channel.Id);

        var answer = await admin.GetAsync(new Uri(back.PathAndQuery, UriKind.Relative));

        answer.Headers.Location?.ToString().ShouldBe($"/settings/channels/{channel.Id}");
        var page = await TextAsync(admin, $"/settings/channels/{channel.Id}");
        page.ShouldContain("is connected.");
        page.ShouldContain("Connect again");
        page.ShouldNotContain("second-token");
        (await RevealedAsync(channel.Id)).ShouldContain("second-token");
        (await StoredAsync(channel.Id)).Settings.ShouldNotContain("second-token");
        (await CheckAsync(admin, channel.Id, "")).ShouldContain("knows us as @acme@far.example");
    }

    [Fact]
    public async Task Connecting_again_keeps_where_reading_stands()
    {
        var admin = await app.SignInAsync(Role.Admin);
        var channel = await SaveAsync(admin, MastodonStub.FirstToken);
        await Eventually.IsAsync(async () => (await StoredAsync(channel.Id)).Cursor is not null);
        _server.Token = "none is good any more";

        var back = await BeginAsync(admin, channel.Id);
        await admin.GetAsync(new Uri(back.PathAndQuery, UriKind.Relative));

        var stored = await StoredAsync(channel.Id);
        stored.Cursor.ShouldNotBeNull();
        (await RevealedAsync(channel.Id)).ShouldContain("second-token");
    }

    [Theory]
    [InlineData("")]
    [InlineData("somebody-elses")]
    public async Task Answer_with_another_state_connects_nothing(string state)
    {
        var admin = await app.SignInAsync(Role.Admin);
        var channel = await SaveAsync(admin, "");
        var back = await BeginAsync(admin, channel.Id);
        var code = back.Query.Split('&')[0];

        var answer = await admin.GetAsync(new Uri($"{back.AbsolutePath}{code}&state={state}", UriKind.Relative));

        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await answer.Content.ReadAsStringAsync()).ShouldContain("belongs to no connection");
        (await RevealedAsync(channel.Id)).ShouldNotContain("second-token");
    }

    [Fact]
    public async Task Answer_is_good_once_and_only_in_the_browser_that_asked()
    {
        var admin = await app.SignInAsync(Role.Admin);
        var channel = await SaveAsync(admin, "");
        var back = new Uri((await BeginAsync(admin, channel.Id)).PathAndQuery, UriKind.Relative);

        (await (await app.SignInAsync(Role.Admin)).GetAsync(back)).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await admin.GetAsync(back)).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await admin.GetAsync(back)).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task Person_who_declines_there_is_told_so()
    {
        var admin = await app.SignInAsync(Role.Admin);
        var channel = await SaveAsync(admin, "");
        var state = (await BeginAsync(admin, channel.Id)).Query.Split("state=")[1];

        var answer = await admin.GetAsync(new Uri($"/settings/channels/mastodon/connected?error=access_denied&state={state}", UriKind.Relative));

        (await answer.Content.ReadAsStringAsync()).ShouldContain("was told not to let Inbox in");
    }

    [Fact]
    public async Task Check_says_what_is_wrong_and_in_which_field()
    {
        var admin = await app.SignInAsync(Role.Admin);

        (await CheckAsync(admin, null, MastodonStub.FirstToken)).ShouldContain("knows us as @acme@far.example");
        (await CheckAsync(admin, null, "wrong")).ShouldContain("no longer knows our access token");
        (await CheckAsync(admin, null, "")).ShouldContain("is not connected yet");
        (await CheckAsync(admin, null, MastodonStub.FirstToken, account: "@other@far.example")).ShouldContain("belongs to @acme@far.example");
        (await CheckAsync(admin, null, MastodonStub.FirstToken, account: "acme")).ShouldContain("Give the whole account");
        (await CheckAsync(admin, null, MastodonStub.FirstToken, server: "http://example.social")).ShouldContain("unencrypted");
        (await CheckAsync(admin, null, MastodonStub.FirstToken, server: "https://127.0.0.1:1")).ShouldContain("cannot be reached");
        (await CheckAsync(admin, null, MastodonStub.FirstToken, watched: "@nobody@far.example")).ShouldContain("finds no account");
    }

    [Fact]
    public async Task Agents_neither_connect_nor_answer_a_server()
    {
        var agent = await app.SignInAsync(Role.Agent, _owner.Id);

        (await agent.GetAsync(new Uri("/settings/channels/mastodon/connected?code=x&state=y", UriKind.Relative))).StatusCode.ShouldNotBe(HttpStatusCode.OK);
    }

    /// <summary>From the button to the page of the server, on which the person agrees.</summary>
    private async Task<Uri> BeginAsync(HttpClient admin, long channelId)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/settings/channels/{channelId}?handler=ConnectMastodon");
        request.Headers.Add("HX-Request", "true");
        var answer = await admin.SendAsync(request);
        answer.Headers.TryGetValues("HX-Redirect", out var page).ShouldBeTrue(await answer.Content.ReadAsStringAsync());
        return _server.Agree(new Uri(page!.Single()));
    }

    private async Task<Channel> SaveAsync(HttpClient admin, string token)
    {
        var key = "m" + Guid.NewGuid().ToString("N")[..8];
        await app.QueryAsync(db => db.Channels.Where(c => c.Kind == "mastodon").ExecuteDeleteAsync());
        var saved = await InboxApp.PostAsync(
            admin, "/settings/channels/new?kind=mastodon",
            [.. Form(token), ("Input.Name", "Acme on Mastodon"), ("Input.Key", key), ("Input.DepartmentId", _owner.Id.ToString(CultureInfo.InvariantCulture)), ("Input.ReopenDays", "14")]);
        saved.StatusCode.ShouldBe(HttpStatusCode.Redirect, await saved.Content.ReadAsStringAsync());
        return await app.QueryAsync(db => db.Channels.SingleAsync(c => c.Key == key));
    }

    private async Task<string> CheckAsync(HttpClient admin, long? id, string token, string? account = null, string? server = null, string watched = "")
    {
        using var form = new FormUrlEncodedContent(Form(token, account, server, watched).Select(f => KeyValuePair.Create(f.Name, f.Value)));
        var answer = await admin.PostAsync(new Uri($"/settings/channels/{(id is { } known ? known.ToString(CultureInfo.InvariantCulture) : "new")}?handler=CheckMastodon", UriKind.Relative), form);
        return WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync());
    }

    private (string Name, string Value)[] Form(string token, string? account = null, string? server = null, string watched = "") =>
    [
        ("Input.Kind", "mastodon"), ("Input.Address", account ?? MastodonStub.Account), ("Input.Mastodon.Server", server ?? _server.Url.GetLeftPart(UriPartial.Authority)),
        ("Input.Mastodon.TokenSecret", token), ("Input.Mastodon.Accounts", watched),
    ];

    private Task<Channel> StoredAsync(long id) => app.QueryAsync(db => db.Channels.AsNoTracking().SingleAsync(c => c.Id == id));

    private async Task<string> RevealedAsync(long id)
    {
        app.Services.GetRequiredService<ChannelSecrets>().TryReveal((await StoredAsync(id)).Settings, out var settings).ShouldBeTrue();
        return settings;
    }

    private static async Task<string> TextAsync(HttpClient client, string page) => WebUtility.HtmlDecode(await client.GetStringAsync(new Uri(page, UriKind.Relative)));
}

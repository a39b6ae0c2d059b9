using System.Globalization;
using System.Net;
using Inbox.Core.Access;
using Inbox.Core.Channels;
using Inbox.Core.Departments;
using Inbox.Testing;
using Inbox.Testing.Social.Bluesky;
using Inbox.Web.Tests.Mastodon;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Inbox.Web.Tests.Bluesky;

/// <summary>An account of the real network is connected on the settings page; the check says whom it found, or what is wrong.</summary>
public sealed class ConnectBlueskyTests(NeighbourlyApp app) : IClassFixture<NeighbourlyApp>, IAsyncLifetime
{
    private BlueskyNetwork _network = null!;
    private BlueskyPerson _ours = null!;
    private string _password = "";
    private Department _owner = null!;

    public async Task InitializeAsync()
    {
        _network = await BlueskyNetwork.SharedAsync();
        _ours = await _network.JoinAsync("acme");
        _password = await _ours.AllowAsync("inbox");
        _owner = new Department { Name = "Social", Key = "social" + Guid.NewGuid().ToString("N")[..6] };
        await app.InsertAsync(_owner);
    }

    public Task DisposeAsync() => Task.CompletedTask;

    [Fact]
    public async Task Account_is_saved_with_an_encrypted_password_that_no_page_shows_and_then_reads()
    {
        var admin = await app.SignInAsync(Role.Admin);
        var channel = await SaveAsync(admin);
        var ana = await _network.JoinAsync("ana");
        await ana.PostAsync($"It leaks, @{_ours.Handle}", _ours);

        await Eventually.IsAsync(() => app.QueryAsync(db => db.Messages.AnyAsync(m => m.ChannelId == channel.Id && m.CaseId != null)));

        var stored = await StoredAsync(channel.Id);
        stored.Settings.ShouldNotContain(_password);
        (await RevealedAsync(channel.Id)).ShouldContain(_password);
        var page = WebUtility.HtmlDecode(await admin.GetStringAsync(new Uri($"/settings/channels/{channel.Id}", UriKind.Relative)));
        page.ShouldContain("One is stored and never shown.");
        page.ShouldContain("kettle");
        page.ShouldNotContain(_password);
        page.ShouldNotContain("sessionSecret");
    }

    [Fact]
    public async Task Blank_password_keeps_the_stored_one_and_the_session()
    {
        var admin = await app.SignInAsync(Role.Admin);
        var channel = await SaveAsync(admin);
        await Eventually.IsAsync(async () => (await RevealedAsync(channel.Id)).Contains(_ours.Did, StringComparison.Ordinal));
        var before = await RevealedAsync(channel.Id);

        var saved = await InboxApp.PostAsync(admin, $"/settings/channels/{channel.Id}", [.. Form(password: "", words: "lamp"), .. Common(channel.Key, (await StoredAsync(channel.Id)).Revision)]);

        saved.StatusCode.ShouldBe(HttpStatusCode.Redirect, await saved.Content.ReadAsStringAsync());
        (await RevealedAsync(channel.Id)).ShouldBe(before.Replace("kettle", "lamp", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Check_says_whom_it_found_or_what_is_wrong()
    {
        var admin = await app.SignInAsync(Role.Admin);

        (await CheckAsync(admin, Form())).ShouldContain($"localhost lets us in as @{_ours.Handle}, with 0 followers");
        (await CheckAsync(admin, Form(password: "wrong"))).ShouldContain("the handle or the app password is wrong");
        (await CheckAsync(admin, Form(password: ""))).ShouldContain("The handle or the app password is missing.");
        (await CheckAsync(admin, Form(service: "bsky.social"))).ShouldContain("Give a whole web address");
        (await CheckAsync(admin, Form(service: "http://127.0.0.1:1"))).ShouldContain("cannot be reached");
        (await CheckAsync(admin, Form(seconds: "0"))).ShouldContain("Choose between 1 second and an hour");
    }

    private async Task<Channel> SaveAsync(HttpClient admin)
    {
        var key = "b" + Guid.NewGuid().ToString("N")[..8];
        var saved = await InboxApp.PostAsync(admin, "/settings/channels/new?kind=bluesky", [.. Form(), .. Common(key, revision: 0)]);
        saved.StatusCode.ShouldBe(HttpStatusCode.Redirect, await saved.Content.ReadAsStringAsync());
        return await app.QueryAsync(db => db.Channels.SingleAsync(c => c.Key == key));
    }

    private static async Task<string> CheckAsync(HttpClient admin, (string Name, string Value)[] fields)
    {
        using var form = new FormUrlEncodedContent(fields.Select(f => KeyValuePair.Create(f.Name, f.Value)));
        return WebUtility.HtmlDecode(await (await admin.PostAsync(new Uri("/settings/channels/new?handler=CheckBluesky", UriKind.Relative), form)).Content.ReadAsStringAsync());
    }

    private (string Name, string Value)[] Form(string? password = null, string? service = null, string seconds = "1", string words = "kettle") =>
    [
        ("Input.Kind", "bluesky"), ("Input.Address", "@" + _ours.Handle), ("Input.Bluesky.Service", service ?? _network.Service.AbsoluteUri),
        ("Input.Bluesky.AppPassword", password ?? _password), ("Input.Bluesky.PollSeconds", seconds), ("Input.Bluesky.SearchWords", words),
    ];

    private (string Name, string Value)[] Common(string key, int revision) =>
    [
        ("Input.Name", "Acme on Bluesky"), ("Input.Key", key), ("Input.DepartmentId", _owner.Id.ToString(CultureInfo.InvariantCulture)),
        ("Input.ReopenDays", "14"), ("Input.Revision", revision.ToString(CultureInfo.InvariantCulture)),
    ];

    private Task<Channel> StoredAsync(long id) => app.QueryAsync(db => db.Channels.AsNoTracking().SingleAsync(c => c.Id == id));

    private async Task<string> RevealedAsync(long id)
    {
        app.Services.GetRequiredService<ChannelSecrets>().TryReveal((await StoredAsync(id)).Settings, out var settings).ShouldBeTrue();
        return settings;
    }
}

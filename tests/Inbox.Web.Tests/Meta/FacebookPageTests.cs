using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using Inbox.Core.Access;
using Inbox.Core.Channels;
using Inbox.Core.Departments;
using Inbox.Testing;
using Inbox.Testing.Social.Meta;
using Inbox.Web.Tests.Mastodon;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Inbox.Web.Tests.Meta;

/// <summary>A page of Facebook from its form to its calls.</summary>
public sealed class FacebookPageTests(NeighbourlyApp app) : IClassFixture<NeighbourlyApp>, IAsyncLifetime
{
    private GraphStub _graph = null!;
    private Department _owner = null!;

    public async Task InitializeAsync()
    {
        _graph = await GraphStub.StartAsync(GraphStub.Page);
        _owner = new Department { Name = "Social", Key = "social" + Guid.NewGuid().ToString("N")[..6] };
        await app.InsertAsync(_owner);
    }

    public async Task DisposeAsync() => await _graph.DisposeAsync();

    [Fact]
    public async Task What_is_typed_is_saved_and_secrets_are_not_shown_again()
    {
        var admin = await app.SignInAsync(Role.Admin);
        var door = await SaveAsync(admin);

        var page = await TextAsync(admin, $"/settings/channels/{door.Id}");
        page.ShouldContain($"/hooks/{door.Key}");
        page.ShouldContain("pages_manage_engagement");
        page.ShouldContain($"value=\"{GraphStub.AppId}\"");
        foreach (var secret in (string[])[GraphStub.AppSecret, GraphStub.FirstToken, GraphStub.VerifyToken])
        {
            page.ShouldNotContain(secret);
            door.Settings.ShouldNotContain(secret);
            (await RevealedAsync(door.Id)).ShouldContain(secret);
        }
    }

    [Fact]
    public async Task Problems_stand_at_their_fields()
    {
        var admin = await app.SignInAsync(Role.Admin);

        var answer = await PostAsync(admin, "acme-wrong", ("Input.Address", "Acme"), ("Input.Described[appId]", "my app"));

        answer.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        var page = WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync());
        page.ShouldContain("Give the page's id: digits only");
        page.ShouldContain("The app's id has digits only.");
    }

    [Fact]
    public async Task Check_looks_with_what_is_typed()
    {
        var admin = await app.SignInAsync(Role.Admin);

        (await CheckAsync(admin)).ShouldContain("This is the page “Acme”.");
        (await CheckAsync(admin, ("Input.Described[tokenSecret]", "wrong"))).ShouldContain("not good any more");
        (await CheckAsync(admin, ("Input.Address", "88008"))).ShouldContain("this channel is the page 88008");
    }

    [Fact]
    public async Task Calls_prove_who_they_are_and_open_a_case()
    {
        var admin = await app.SignInAsync(Role.Admin);
        var door = await SaveAsync(admin);
        var visitor = app.Visitor();
        (await visitor.GetStringAsync(new Uri($"/hooks/{door.Key}?hub.mode=subscribe&hub.verify_token={Uri.EscapeDataString(GraphStub.VerifyToken)}&hub.challenge=1158201444", UriKind.Relative))).ShouldBe("1158201444");
        (await visitor.GetAsync(new Uri($"/hooks/{door.Key}?hub.mode=subscribe&hub.verify_token=other&hub.challenge=1", UriKind.Relative))).StatusCode.ShouldBe(HttpStatusCode.Forbidden);

        var id = _graph.Comment(DateTimeOffset.UtcNow, "It leaks");
        var body = _graph.Batch(_graph.CommentEvent(id));
        (await CallAsync(visitor, door, body, "sha256=" + new string('0', 64))).ShouldBe(HttpStatusCode.Unauthorized);
        (await CallAsync(visitor, door, body, GraphStub.Signature(body))).ShouldBe(HttpStatusCode.OK);

        await Eventually.IsAsync(() => app.QueryAsync(db => db.Messages.AnyAsync(m => m.ChannelId == door.Id && m.ExternalId == id && m.CaseId != null)));
    }

    private static async Task<HttpStatusCode> CallAsync(HttpClient visitor, Channel door, byte[] body, string signature)
    {
        using var content = new ByteArrayContent(body) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } };
        content.Headers.TryAddWithoutValidation("X-Hub-Signature-256", signature);
        return (await visitor.PostAsync(new Uri($"/hooks/{door.Key}", UriKind.Relative), content)).StatusCode;
    }

    private async Task<Channel> SaveAsync(HttpClient admin)
    {
        var key = "f" + Guid.NewGuid().ToString("N")[..8];
        await app.QueryAsync(async db =>
        {
            // Each test has the page to itself.
            await db.Channels.Where(c => c.Kind == "facebook").ExecuteUpdateAsync(set => set.SetProperty(c => c.Address, c => "9" + c.Id));
            return 0;
        });
        var saved = await PostAsync(admin, key);
        saved.StatusCode.ShouldBe(HttpStatusCode.Redirect, await saved.Content.ReadAsStringAsync());
        return await app.QueryAsync(db => db.Channels.AsNoTracking().SingleAsync(c => c.Key == key));
    }

    private Task<HttpResponseMessage> PostAsync(HttpClient admin, string key, params (string Name, string Value)[] changed) => InboxApp.PostAsync(
        admin,
        "/settings/channels/new?kind=facebook",
        Form([("Input.Name", "Acme's page"), ("Input.Key", key), ("Input.DepartmentId", _owner.Id.ToString(CultureInfo.InvariantCulture)), ("Input.ReopenDays", "14"), .. changed]));

    private async Task<string> CheckAsync(HttpClient admin, params (string Name, string Value)[] changed)
    {
        using var form = new FormUrlEncodedContent(Form(changed).Select(f => KeyValuePair.Create(f.Name, f.Value)));
        var answer = await admin.PostAsync(new Uri("/settings/channels/new?handler=Check", UriKind.Relative), form);
        return WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync());
    }

    private (string Name, string Value)[] Form(IReadOnlyList<(string Name, string Value)> changed)
    {
        (string Name, string Value)[] usual =
        [
            ("Input.Kind", "facebook"), ("Input.Address", GraphStub.Page), ("Input.Described[appId]", GraphStub.AppId), ("Input.Described[appSecret]", GraphStub.AppSecret),
            ("Input.Described[verifySecret]", GraphStub.VerifyToken), ("Input.Described[tokenSecret]", GraphStub.FirstToken), ("Input.Described[graphUrl]", _graph.Root),
        ];
        return [.. usual.Where(u => !changed.Any(c => c.Name == u.Name)), .. changed];
    }

    private async Task<string> RevealedAsync(long id)
    {
        var stored = await app.QueryAsync(db => db.Channels.Where(c => c.Id == id).Select(c => c.Settings).SingleAsync());
        app.Services.GetRequiredService<ChannelSecrets>().TryReveal(stored, out var settings).ShouldBeTrue();
        return settings;
    }

    private static async Task<string> TextAsync(HttpClient client, string page) => WebUtility.HtmlDecode(await client.GetStringAsync(new Uri(page, UriKind.Relative)));
}

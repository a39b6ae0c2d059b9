using System.Globalization;
using System.Net;
using Inbox.Core.Access;
using Inbox.Core.Channels;
using Inbox.Core.Departments;
using Inbox.Testing;
using Inbox.Testing.Social.Meta;
using Inbox.Web.Tests.Mastodon;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Inbox.Web.Tests.Meta;

/// <summary>The form of an account on Instagram, whose token is renewed by Inbox itself.</summary>
public sealed class InstagramPageTests(NeighbourlyApp app) : IClassFixture<NeighbourlyApp>
{
    [Fact]
    public async Task Saving_the_form_keeps_the_renewed_token()
    {
        var owner = new Department { Name = "Social", Key = "social" + Guid.NewGuid().ToString("N")[..6] };
        await app.InsertAsync(owner);
        var admin = await app.SignInAsync(Role.Admin);
        var key = "i" + Guid.NewGuid().ToString("N")[..8];
        (await InboxApp.PostAsync(admin, "/settings/channels/new?kind=instagram", Form(key, owner, GraphStub.FirstToken))).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        var door = await DoorAsync(key);
        await app.SendAsync(new KeepChannelSecret.Command(door.Id, "sessionSecret", "the renewed token", Actor.System));

        var saved = await InboxApp.PostAsync(
            admin, $"/settings/channels/{door.Id}", [.. Form(key, owner, token: ""), ("Input.Revision", door.Revision.ToString(CultureInfo.InvariantCulture))]);

        saved.StatusCode.ShouldBe(HttpStatusCode.Redirect, await saved.Content.ReadAsStringAsync());
        app.Services.GetRequiredService<ChannelSecrets>().TryReveal((await DoorAsync(key)).Settings, out var settings).ShouldBeTrue();
        settings.ShouldContain(GraphStub.FirstToken);
        settings.ShouldContain("the renewed token");
    }

    private static (string Name, string Value)[] Form(string key, Department owner, string token) =>
    [
        ("Input.Kind", "instagram"), ("Input.Address", GraphStub.Instagram), ("Input.Name", "Acme on Instagram"), ("Input.Key", key), ("Input.ReopenDays", "14"),
        ("Input.DepartmentId", owner.Id.ToString(CultureInfo.InvariantCulture)), ("Input.Described[login]", "instagram"), ("Input.Described[tokenSecret]", token),
        ("Input.Described[graphUrl]", "http://127.0.0.1:9/v23.0"),
    ];

    private Task<Channel> DoorAsync(string key) => app.QueryAsync(db => db.Channels.AsNoTracking().SingleAsync(c => c.Key == key));
}

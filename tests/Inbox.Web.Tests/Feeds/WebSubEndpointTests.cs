using System.Net;
using System.Security.Cryptography;
using System.Text;
using Inbox.Core;
using Inbox.Core.Access;
using Inbox.Core.Channels;
using Inbox.Testing;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.EntityFrameworkCore;

namespace Inbox.Web.Tests.Feeds;

/// <summary>A hub that calls the application.</summary>
public sealed class WebSubEndpointTests(BlogApp app) : IClassFixture<BlogApp>
{

    [Fact]
    public async Task Hub_is_asked_verifies_tells_of_a_post_and_is_still_known_after_the_settings_are_saved()
    {
        var door = new Channel
        {
            Key = "kitchen", Name = "Kitchen", Kind = "feed", DepartmentId = app.Support.Id, Address = new Uri(app.Url, "notes").AbsoluteUri, NextPollAt = TimeProvider.System.Now(),
        };
        await app.InsertAsync(door);
        var hub = app.Visitor();
        await Eventually.IsAsync(() => Task.FromResult(app.AskedHub.Count == 1));
        var asked = QueryHelpers.ParseQuery(app.AskedHub[0].Text);
        asked["hub.callback"].ToString().ShouldBe("https://inbox.example/hooks/kitchen");

        (await hub.GetAsync(Verification("https://evil.example/"))).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        var verified = await hub.GetAsync(Verification(asked["hub.topic"]!));
        (verified.StatusCode, await verified.Content.ReadAsStringAsync()).ShouldBe((HttpStatusCode.OK, "challenge 1"));

        (await TellAsync(hub, "a", "somebody else's secret")).StatusCode.ShouldBe(HttpStatusCode.Accepted);
        (await TellAsync(hub, "b", asked["hub.secret"]!)).StatusCode.ShouldBe(HttpStatusCode.Accepted);
        await Eventually.IsAsync(() => app.QueryAsync(db => db.Messages.AnyAsync(m => m.ExternalId == "b")));
        (await app.QueryAsync(db => db.InboundDeliveries.CountAsync(d => d.ChannelId == door.Id))).ShouldBe(1);

        (await StoredAsync(door.Id)).ShouldNotContain(asked["hub.secret"]!);
        await SaveAsync(door.Id);
        (await TellAsync(hub, "c", asked["hub.secret"]!)).StatusCode.ShouldBe(HttpStatusCode.Accepted);
        await Eventually.IsAsync(() => app.QueryAsync(db => db.Messages.AnyAsync(m => m.ExternalId == "c")));
    }

    private static Uri Verification(string topic) => new(
        QueryHelpers.AddQueryString("/hooks/kitchen", new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["hub.mode"] = "subscribe", ["hub.topic"] = topic, ["hub.challenge"] = "challenge 1", ["hub.lease_seconds"] = "86400",
        }),
        UriKind.Relative);

    private static async Task<HttpResponseMessage> TellAsync(HttpClient hub, string id, string secret)
    {
        var body = Encoding.UTF8.GetBytes(BlogApp.Document("Kitchen Notes", BlogApp.Item(id, "Kettle")));
        using var request = new HttpRequestMessage(HttpMethod.Post, "/hooks/kitchen") { Content = new ByteArrayContent(body) };
        request.Headers.Add("X-Hub-Signature", "sha256=" + Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), body)));
        return await hub.SendAsync(request);
    }

    private Task<string> StoredAsync(long id) => app.QueryAsync(db => db.Channels.Where(c => c.Id == id).Select(c => c.Settings).SingleAsync());

    private async Task SaveAsync(long id)
    {
        var admin = await app.SignInAsync(Role.Admin);
        var door = await app.QueryAsync(db => db.Channels.AsNoTracking().SingleAsync(c => c.Id == id));
        var saved = await InboxApp.PostAsync(
            admin, $"/settings/channels/{id}", ("Input.Revision", $"{door.Revision}"), ("Input.Kind", "feed"), ("Input.Key", door.Key), ("Input.Name", door.Name),
            ("Input.DepartmentId", $"{door.DepartmentId}"), ("Input.Address", door.Address), ("Input.ReopenDays", "14"), ("Input.Feed.UsesHub", "true"));
        saved.StatusCode.ShouldBe(HttpStatusCode.Redirect);
    }
}

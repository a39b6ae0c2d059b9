using System.Net;
using Inbox.Core.Access;
using Inbox.Testing;
using Microsoft.EntityFrameworkCore;

namespace Inbox.Web.Tests.Access;

public sealed class PresencePagesTests(InboxApp app) : IClassFixture<InboxApp>
{
    [Fact]
    public async Task One_is_away_by_one_click_and_back_by_another()
    {
        var agent = await app.AddAgentAsync(Role.Agent);
        var browser = await app.SignInAsync(agent);
        browser.DefaultRequestHeaders.Add("HX-Request", "true");

        var away = await SendAsync(browser, "/account?handler=Presence", ("away", "hour"));
        (await away.Content.ReadAsStringAsync()).ShouldContain("I am back");
        var until = (await app.QueryAsync(db => db.Users.SingleAsync(a => a.Id == agent.Id))).AwayUntil;
        until.ShouldNotBeNull().ShouldBe(DateTimeOffset.UtcNow.AddHours(1), TimeSpan.FromMinutes(2));

        (await (await SendAsync(browser, "/account?handler=Presence", ("away", "false"))).Content.ReadAsStringAsync()).ShouldContain("Away until I am back");
        (await app.QueryAsync(db => db.Users.SingleAsync(a => a.Id == agent.Id))).AwaySince.ShouldBeNull();
    }

    [Fact]
    public async Task Agent_does_not_say_whether_others_are_here()
    {
        var other = await app.AddAgentAsync(Role.Agent);

        (await SendAsync(await app.SignInAsync(Role.Agent), $"/account?handler=Presence&agent={other.Id}", ("away", "true"))).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await SendAsync(await app.SignInAsync(Role.Admin), $"/account?handler=Presence&agent={other.Id}", ("away", "true"))).StatusCode.ShouldBe(HttpStatusCode.NoContent);
    }

    [Fact]
    public async Task Capacity_and_skills_are_set_on_the_page_of_a_person()
    {
        var agent = await app.AddAgentAsync(Role.Agent);
        var admin = await app.SignInAsync(Role.Admin);

        (await SendAsync(admin, $"/settings/people/{agent.Id}?handler=Work", ("capacity", "many"), ("skills", ""))).StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await SendAsync(admin, $"/settings/people/{agent.Id}?handler=Work", ("capacity", "12"), ("skills", "French, VAT"))).StatusCode.ShouldBe(HttpStatusCode.Redirect);

        var known = await app.QueryAsync(db => db.Users.SingleAsync(a => a.Id == agent.Id));
        (known.Capacity, string.Join('|', known.Skills)).ShouldBe((12, "French|VAT"));
        WebUtility.HtmlDecode(await admin.GetStringAsync(new Uri("/settings/people", UriKind.Relative))).ShouldContain("0 / 12");
    }

    private static async Task<HttpResponseMessage> SendAsync(HttpClient browser, string address, params (string Name, string Value)[] fields)
    {
        using var form = new FormUrlEncodedContent(fields.Select(f => KeyValuePair.Create(f.Name, f.Value)));
        return await browser.PostAsync(new Uri(address, UriKind.Relative), form);
    }
}

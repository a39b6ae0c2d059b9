using System.Net;
using Inbox.Core.Access;
using Inbox.Core.Departments;
using Inbox.Testing;

namespace Inbox.Web.Tests.Access;

public sealed class SignInTests(InboxApp app) : IClassFixture<InboxApp>
{
    [Theory]
    [InlineData(Role.Agent, "/inbox")]
    [InlineData(Role.Marketing, "/mentions")]
    [InlineData(Role.Manager, "/dashboard")]
    [InlineData(Role.Admin, "/inbox")]
    public async Task Agent_who_signs_in_lands_on_the_page_of_their_role(Role role, string page)
    {
        var browser = await app.SignInAsync(role);

        var answer = await browser.GetAsync("/");

        answer.Headers.Location!.ToString().ShouldBe(page);
    }

    [Fact]
    public async Task Wrong_password_says_so_and_opens_nothing()
    {
        var agent = await app.AddAgentAsync(Role.Agent);
        var browser = app.Visitor();

        var answer = await InboxApp.PostAsync(browser, "/sign-in", ("Email", agent.Email!), ("Password", "guess guess"));

        answer.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await answer.Content.ReadAsStringAsync()).ShouldContain("do not belong together");
        (await browser.GetAsync("/account")).StatusCode.ShouldBe(HttpStatusCode.Redirect);
    }

    [Fact]
    public async Task Unknown_address_reads_like_a_wrong_password()
    {
        var answer = await InboxApp.PostAsync(app.Visitor(), "/sign-in", ("Email", "nobody@example.com"), ("Password", "guess guess"));

        (await answer.Content.ReadAsStringAsync()).ShouldContain("do not belong together");
    }

    [Fact]
    public async Task Account_is_locked_after_five_wrong_passwords_even_for_the_right_one()
    {
        var agent = await app.AddAgentAsync(Role.Agent);
        var browser = app.Visitor();
        for (var i = 0; i < 5; i++)
        {
            await InboxApp.PostAsync(browser, "/sign-in", ("Email", agent.Email!), ("Password", "guess guess"));
        }

        var answer = await InboxApp.PostAsync(browser, "/sign-in", ("Email", agent.Email!), ("Password", InboxApp.Password));

        (await answer.Content.ReadAsStringAsync()).ShouldContain("locked");
    }

    [Fact]
    public async Task Closed_account_cannot_sign_in_and_its_session_ends()
    {
        var agent = await app.AddAgentAsync(Role.Agent);
        var browser = await app.SignInAsync(agent);

        (await app.SendAsync(new DisableAgent.Command(agent.Id, Disabled: true, Actor.System))).IsOk.ShouldBeTrue();

        var answer = await InboxApp.PostAsync(app.Visitor(), "/sign-in", ("Email", agent.Email!), ("Password", InboxApp.Password));
        answer.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        await Eventually.IsAsync(async () => (await browser.GetAsync("/account")).StatusCode == HttpStatusCode.Redirect);
    }

    [Fact]
    public async Task Return_address_of_another_site_is_not_followed()
    {
        var agent = await app.AddAgentAsync(Role.Agent);

        var answer = await InboxApp.PostAsync(app.Visitor(), "/sign-in?returnUrl=https://evil.example/", ("Email", agent.Email!), ("Password", InboxApp.Password));

        answer.Headers.Location!.ToString().ShouldBe("/");
    }

    [Fact]
    public async Task Sign_out_ends_the_session()
    {
        var browser = await app.SignInAsync(Role.Agent);

        await browser.PostAsync("/sign-out", content: null);

        (await browser.GetAsync("/account")).Headers.Location!.ToString().ShouldStartWith("/sign-in");
    }

    [Fact]
    public async Task Ended_session_takes_htmx_to_the_sign_in_page()
    {
        var request = new HttpRequestMessage(HttpMethod.Get, "/account") { Headers = { { "HX-Request", "true" }, { "HX-Current-URL", "http://localhost/inbox/C-7" } } };

        var answer = await app.Visitor().SendAsync(request);

        answer.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        answer.Headers.GetValues("HX-Redirect").ShouldBe(["/sign-in?returnUrl=%2Finbox%2FC-7"]);
    }

    [Fact]
    public async Task Demo_accounts_are_not_offered_to_other_machines()
    {
        await app.SendAsync(new CreateAgent.Command("agent@demo.inbox", "Demo Ana", Role.Agent, [], Password: null, Actor.System));

        (await app.Visitor().GetStringAsync("/sign-in")).ShouldNotContain("Demo Ana");
    }

    [Theory]
    [InlineData(Role.Agent, HttpStatusCode.Forbidden)]
    [InlineData(Role.Marketing, HttpStatusCode.Forbidden)]
    [InlineData(Role.Manager, HttpStatusCode.Forbidden)]
    [InlineData(Role.Admin, HttpStatusCode.OK)]
    public async Task Settings_open_for_administrators_only(Role role, HttpStatusCode expected)
    {
        var browser = await app.SignInAsync(role);

        (await browser.GetAsync("/settings/people")).StatusCode.ShouldBe(expected);
        (await browser.GetAsync("/settings/tokens")).StatusCode.ShouldBe(expected);
    }

    [Fact]
    public async Task Contractor_finds_only_the_inbox_in_the_rail()
    {
        var outside = new Department { Name = "Repair", Key = "repair", External = true };
        await app.InsertAsync(outside);
        var browser = await app.SignInAsync(Role.Agent, outside.Id);

        var html = await browser.GetStringAsync("/account");

        html.ShouldContain("href=\"/inbox\"");
        html.ShouldNotContain("href=\"/mentions\"");
        html.ShouldNotContain("href=\"/customers\"");
        html.ShouldNotContain("href=\"/calls/new\"");
    }
}

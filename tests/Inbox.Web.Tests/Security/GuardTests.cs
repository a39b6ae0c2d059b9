using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Inbox.Core.Access;
using Inbox.Testing;

namespace Inbox.Web.Tests.Security;

public sealed class GuardTests(InboxApp app) : IClassFixture<InboxApp>
{
    [Theory]
    [InlineData("/sign-in")]
    [InlineData("/no/such/page")]
    [InlineData("/css/theme.css")]
    [InlineData("/health/live")]
    public async Task Every_answer_carries_the_strict_policy(string address)
    {
        var answer = await app.Visitor().GetAsync(address);

        var policy = answer.Headers.GetValues("Content-Security-Policy").Single();
        policy.ShouldContain("default-src 'self'");
        policy.ShouldNotContain("unsafe");
        answer.Headers.GetValues("X-Content-Type-Options").ShouldBe(["nosniff"]);
    }

    [Fact]
    public async Task Page_has_no_inline_script_or_style()
    {
        var browser = await app.SignInAsync(Role.Admin);

        var html = await browser.GetStringAsync("/settings/people");

        html.ShouldNotContain(" style=");
        html.ShouldNotContain("<style");
        html.ShouldNotContain("<script>");
        html.ShouldNotContain(" onclick=");
    }

    [Theory]
    [InlineData("/account?handler=Name")]
    [InlineData("/settings/tokens")]
    [InlineData("/sign-out")]
    public async Task Post_without_the_forgery_token_is_refused(string address)
    {
        var browser = await app.SignInAsync(Role.Admin);
        browser.DefaultRequestHeaders.Remove("RequestVerificationToken");
        using var form = new FormUrlEncodedContent([KeyValuePair.Create("Name", "x")]);

        (await browser.PostAsync(address, form)).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task Session_cookie_is_out_of_reach_for_scripts_and_other_sites()
    {
        var agent = await app.AddAgentAsync(Role.Agent);

        var answer = await InboxApp.PostAsync(app.Visitor(), "/sign-in", ("Email", agent.Email!), ("Password", InboxApp.Password));

        var cookie = answer.Headers.GetValues("Set-Cookie").Single(c => c.StartsWith("inbox=", StringComparison.Ordinal));
        cookie.ShouldContain("httponly", Case.Insensitive);
        cookie.ShouldContain("samesite=lax", Case.Insensitive);
    }

    [Fact]
    public async Task Missing_page_is_a_friendly_404_in_the_frame()
    {
        var browser = await app.SignInAsync(Role.Agent);

        var answer = await browser.GetAsync("/no/such/page");

        answer.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        var html = await answer.Content.ReadAsStringAsync();
        html.ShouldContain("There is nothing here");
        html.ShouldContain("class=\"rail\"");
    }

    [Fact]
    public async Task Page_of_another_role_is_a_friendly_403()
    {
        var browser = await app.SignInAsync(Role.Agent);

        var answer = await browser.GetAsync("/settings/people");

        (await answer.Content.ReadAsStringAsync()).ShouldContain("This is not for your role");
    }

    [Fact]
    public async Task Invalid_form_sent_by_htmx_is_422_with_messages_by_the_field()
    {
        var browser = await app.SignInAsync(Role.Admin);
        using var form = new FormUrlEncodedContent([KeyValuePair.Create("Email", "no address"), KeyValuePair.Create("DisplayName", ""), KeyValuePair.Create("Role", "Agent")]);
        using var request = new HttpRequestMessage(HttpMethod.Post, "/settings/people") { Content = form, Headers = { { "HX-Request", "true" } } };

        var answer = await browser.SendAsync(request);

        answer.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        var errors = (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("errors");
        errors.GetProperty("email")[0].GetString().ShouldBe("This is no mail address.");
        errors.GetProperty("displayName")[0].GetString().ShouldBe("Say the name.");
    }

    [Fact]
    public async Task Invalid_form_sent_by_the_browser_itself_is_a_page_with_the_messages()
    {
        var browser = await app.SignInAsync(Role.Admin);

        var answer = await InboxApp.PostAsync(browser, "/settings/people", ("Email", "no address"), ("DisplayName", "Ana"), ("Role", "Agent"));

        answer.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await answer.Content.ReadAsStringAsync()).ShouldContain("This is no mail address.");
    }

    [Fact]
    public async Task Theme_of_the_cookie_is_in_the_first_byte_of_the_page()
    {
        var browser = app.Visitor();
        browser.DefaultRequestHeaders.Add("Cookie", "inbox-theme=dark");

        (await browser.GetStringAsync("/sign-in")).ShouldContain("data-bs-theme=\"dark\"");
    }

    [Fact]
    public async Task Ready_application_says_so()
    {
        (await app.Visitor().GetStringAsync("/health/ready")).ShouldBe("ready");
    }
}

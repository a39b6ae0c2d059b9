using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Inbox.Core.Access;
using Inbox.Testing;

namespace Inbox.Web.Tests.Api;

/// <summary>Linking cases, as programs do it.</summary>
public sealed class LinksTests(ApiApp app) : IClassFixture<ApiApp>
{
    [Fact]
    public async Task Link_is_made_once_shown_on_both_cases_and_taken_away()
    {
        var (parent, child) = (await CaseAsync(), await CaseAsync());
        var key = Guid.NewGuid().ToString("N");
        var linked = await (await LinkAsync(app.Admin, parent, child, "parentOf", key)).JsonAsync(HttpStatusCode.Created);
        (linked.Text("role"), linked.Text("case")).ShouldBe(("parentOf", child));
        var id = linked.GetProperty("id").GetInt64();
        (await (await LinkAsync(app.Admin, parent, child, "parentOf", key)).JsonAsync(HttpStatusCode.Created)).GetProperty("id").GetInt64().ShouldBe(id);
        (await (await LinkAsync(app.Admin, child, parent, "related")).ShouldBeProblemAsync(HttpStatusCode.Conflict)).Text("code").ShouldBe("already_linked");

        var seen = (await ListAsync(app.Admin, child)).EnumerateArray().Single();
        (seen.Text("role"), seen.Text("case"), seen.Text("status")).ShouldBe(("childOf", parent, "New"));
        (await app.Admin.DeleteAsync($"/api/v1/cases/{child}/links/{id}")).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        (await ListAsync(app.Admin, parent)).GetArrayLength().ShouldBe(0);
        (await (await app.Admin.DeleteAsync($"/api/v1/cases/{child}/links/{id}")).ShouldBeProblemAsync(HttpStatusCode.NotFound)).Text("code").ShouldBe("no_such_link");
    }

    [Fact]
    public async Task Case_that_the_token_may_not_read_is_neither_linked_nor_listed()
    {
        var (mine, hidden) = (await CaseAsync(), await CaseAsync("complaints"));
        using var support = await app.ApiClientAsync(Role.Agent, app.Support.Id);
        using var billing = await app.ApiClientAsync(Role.Agent, app.Billing.Id);
        using var repair = await app.ApiClientAsync(Role.Agent, app.Repair.Id);

        (await (await LinkAsync(support, mine, hidden, "related")).ShouldBeProblemAsync(HttpStatusCode.UnprocessableEntity)).GetProperty("errors").TryGetProperty("case", out _).ShouldBeTrue();
        (await LinkAsync(billing, mine, await CaseAsync(), "related")).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await LinkAsync(repair, mine, mine, "related")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await repair.GetAsync($"/api/v1/cases/{mine}/links")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await (await LinkAsync(support, mine, await CaseAsync(), "cousinOf")).ShouldBeProblemAsync(HttpStatusCode.UnprocessableEntity)).GetProperty("errors").TryGetProperty("role", out _).ShouldBeTrue();

        using var people = await app.ApiClientAsync(Role.Agent, app.People.Id);
        await (await LinkAsync(people, hidden, mine, "related")).JsonAsync(HttpStatusCode.Created);
        (await ListAsync(support, mine)).GetArrayLength().ShouldBe(0);
    }

    private Task<string> CaseAsync(string channel = "support") => app.CaseByMailAsync(Mails.Of(from: $"{Guid.NewGuid():N}@mail.example"), channel);

    private static Task<HttpResponseMessage> LinkAsync(HttpClient program, string number, string other, string role, string? key = null) =>
        program.PostKeyedAsync($"/api/v1/cases/{number}/links", new { @case = other, role }, key);

    private static async Task<JsonElement> ListAsync(HttpClient program, string number) =>
        (await program.GetFromJsonAsync<JsonElement>($"/api/v1/cases/{number}/links")).GetProperty("items");
}

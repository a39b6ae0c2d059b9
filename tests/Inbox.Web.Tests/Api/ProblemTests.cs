using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Inbox.Testing;

namespace Inbox.Web.Tests.Api;

public sealed class ProblemTests(ApiApp app) : IClassFixture<ApiApp>
{
    [Fact]
    public async Task Unknown_address_is_a_problem() => await (await app.Admin.GetAsync("/api/v1/nothing")).ShouldBeProblemAsync(HttpStatusCode.NotFound);

    [Fact]
    public async Task Wrong_method_is_a_problem() => await (await app.Admin.DeleteAsync("/api/v1/cases/1")).ShouldBeProblemAsync(HttpStatusCode.MethodNotAllowed);

    [Fact]
    public async Task Missing_token_is_a_problem() => await (await app.ApiClient(null).GetAsync("/api/v1/cases")).ShouldBeProblemAsync(HttpStatusCode.Unauthorized);

    [Fact]
    public async Task Caller_who_accepts_no_json_gets_the_problem_all_the_same()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1/cases/C-999999") { Headers = { { "Accept", "text/html" } } };
        await (await app.Admin.SendAsync(request)).ShouldBeProblemAsync(HttpStatusCode.NotFound);
    }

    [Theory]
    [InlineData("{\"subject\":", "application/json", HttpStatusCode.BadRequest)]
    [InlineData("[1]", "application/json", HttpStatusCode.BadRequest)]
    [InlineData("", "application/json", HttpStatusCode.BadRequest)]
    [InlineData("subject=x", "application/x-www-form-urlencoded", HttpStatusCode.UnsupportedMediaType)]
    public async Task Body_that_is_no_json_is_a_problem(string body, string type, HttpStatusCode status) =>
        await (await app.Admin.PostAsync("/api/v1/cases", new StringContent(body, Encoding.UTF8, type))).ShouldBeProblemAsync(status);

    [Fact]
    public async Task Broken_json_is_told_where_it_breaks()
    {
        var answer = await app.Admin.PostAsync("/api/v1/cases", new StringContent("{\n\"subject\": x}", Encoding.UTF8, "application/json"));
        (await answer.ShouldBeProblemAsync(HttpStatusCode.BadRequest)).Text("detail")!.ShouldContain("line 2");
    }

    [Fact]
    public async Task Text_with_a_zero_character_is_stored_without_it()
    {
        var number = await app.CaseByMailAsync(Mails.Of());
        var note = await (await app.Admin.PostAsJsonAsync($"/api/v1/cases/{number}/notes", new { text = "a\0b" })).JsonAsync(HttpStatusCode.Created);
        note.Text("text").ShouldBe("a\uFFFDb");
        (await app.Admin.GetAsync("/api/v1/cases?q=a%00b")).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Document_describes_every_operation()
    {
        var document = await app.Visitor().GetFromJsonAsync<JsonElement>("/openapi/v1.json");

        string[] paths = ["/api/v1/channels/{channel}/mail", "/api/v1/deliveries/{id}", "/api/v1/cases", "/api/v1/cases/{number}", "/api/v1/cases/{number}/messages", "/api/v1/cases/{number}/replies", "/api/v1/cases/{number}/notes", "/api/v1/attachments/{id}"];
        foreach (var path in paths)
        {
            document.GetProperty("paths").TryGetProperty(path, out _).ShouldBeTrue(path);
        }

        foreach (var operation in document.GetProperty("paths").EnumerateObject().SelectMany(p => p.Value.EnumerateObject()))
        {
            operation.Value.Text("summary").ShouldNotBeNullOrEmpty();
        }

        foreach (var (path, verbs) in new (string, string[])[]
        {
            ("/api/v1/cases/{number}/tasks", ["get", "post"]), ("/api/v1/cases/{number}/tasks/{id}/take", ["post"]), ("/api/v1/cases/{number}/tasks/{id}/finish", ["post"]),
            ("/api/v1/cases/{number}/tasks/{id}/decline", ["post"]), ("/api/v1/cases/{number}/tasks/{id}/withdraw", ["post"]),
            ("/api/v1/cases/{number}/links", ["get", "post"]), ("/api/v1/cases/{number}/links/{id}", ["delete"]),
            ("/api/v1/macros", ["get"]), ("/api/v1/cases/{number}/macros/{id}", ["post"]),
        })
        {
            document.GetProperty("paths").TryGetProperty(path, out var described).ShouldBeTrue(path);
            described.EnumerateObject().Select(verb => verb.Name).ShouldBe(verbs, ignoreOrder: true, path);
        }

        document.GetProperty("components").GetProperty("securitySchemes").GetProperty("bearer").Text("scheme").ShouldBe("bearer");
        document.GetProperty("components").GetProperty("schemas").GetProperty("CaseStatus").GetProperty("enum").EnumerateArray().Select(v => v.GetString()).ShouldContain("OnHold");
        document.GetProperty("components").GetProperty("schemas").GetProperty("Direction").GetProperty("enum").EnumerateArray().Select(v => v.GetString()).ShouldContain("inbound");
    }
}

using System.Net;
using System.Net.Http.Json;
using Inbox.Testing;
using Microsoft.AspNetCore.Http;

namespace Inbox.Web.Tests.Testing;

public sealed class HttpStubTests
{
    [Fact]
    public async Task Stub_answers_as_told_and_keeps_what_it_was_asked()
    {
        await using var stub = await HttpStub.StartAsync();
        stub.On(HttpMethod.Post, "/posts", request => Results.Json(new { said = request.Text }, statusCode: 201));
        using var client = new HttpClient { BaseAddress = stub.Url };

        using var posted = await client.PostAsJsonAsync("/posts?page=2", 42);
        using var unknown = await client.GetAsync(new Uri("/other", UriKind.Relative));

        posted.StatusCode.ShouldBe(HttpStatusCode.Created);
        (await posted.Content.ReadAsStringAsync()).ShouldBe("""{"said":"42"}""");
        unknown.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        stub.Requests.Select(request => $"{request.Method} {request.Url.PathAndQuery}").ShouldBe(["POST /posts?page=2", "GET /other"]);
        stub.Requests[0].Headers["content-type"].ShouldStartWith("application/json");
    }
}

using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Inbox.Core.Access;
using Inbox.Testing;

namespace Inbox.Web.Tests.Api;

public sealed class MessagesTests(ApiApp app) : IClassFixture<ApiApp>
{
    [Fact]
    public async Task Reply_goes_out_threaded_and_sets_the_status()
    {
        var number = await app.CaseByMailAsync(Mails.Of(from: "thread@mail.example", id: "first.words@mail.example"));

        var answer = await app.Admin.PostAsJsonAsync($"/api/v1/cases/{number}/replies", new { text = "We look into it.", status = "resolved", cc = new[] { "boss@mail.example" } });
        var sent = await answer.JsonAsync(HttpStatusCode.Created);

        sent.Text("direction").ShouldBe("outbound");
        sent.Text("inReplyTo").ShouldBe("first.words@mail.example");
        sent.GetProperty("cc").EnumerateArray().Single().Text("handle").ShouldBe("boss@mail.example");
        (await app.Admin.GetFromJsonAsync<JsonElement>(answer.Headers.Location)).Text("replyText").ShouldBe("We look into it.");
        var read = await app.Admin.GetFromJsonAsync<JsonElement>($"/api/v1/cases/{number}");
        read.Text("status").ShouldBe("Resolved");
        read.GetProperty("clocks").EnumerateArray().Single(c => c.Text("metric") == "FirstReply").Text("state").ShouldBe("met");
        await Eventually.IsAsync(
            async () => (await app.Admin.GetFromJsonAsync<JsonElement>(answer.Headers.Location)).Text("sending") == "sent");
    }

    [Fact]
    public async Task Reply_sent_twice_with_one_key_is_one_message()
    {
        var number = await app.CaseByMailAsync(Mails.Of());
        var key = Guid.NewGuid().ToString();

        var first = await (await SendAsync($"/api/v1/cases/{number}/replies", new { text = "Once" }, key)).JsonAsync(HttpStatusCode.Created);
        var second = await (await SendAsync($"/api/v1/cases/{number}/replies", new { text = "Once" }, key)).JsonAsync(HttpStatusCode.Created);

        second.GetProperty("id").GetInt64().ShouldBe(first.GetProperty("id").GetInt64());
        (await app.Admin.GetFromJsonAsync<JsonElement>($"/api/v1/cases/{number}/messages")).GetProperty("items").GetArrayLength().ShouldBe(2);
        await (await SendAsync($"/api/v1/cases/{number}/replies", new { text = "Other" }, key)).ShouldBeProblemAsync(HttpStatusCode.Conflict);
    }

    [Theory]
    [InlineData("replies")]
    [InlineData("notes")]
    public async Task Empty_text_is_refused_by_the_field(string what)
    {
        var number = await app.CaseByMailAsync(Mails.Of());
        var problem = await (await app.Admin.PostAsJsonAsync($"/api/v1/cases/{number}/{what}", new { text = "" })).ShouldBeProblemAsync(HttpStatusCode.UnprocessableEntity);
        problem.GetProperty("errors").TryGetProperty("text", out _).ShouldBeTrue();
    }

    [Fact]
    public async Task Reply_with_a_status_that_no_answer_leaves_is_refused()
    {
        var number = await app.CaseByMailAsync(Mails.Of());
        await (await app.Admin.PostAsJsonAsync($"/api/v1/cases/{number}/replies", new { text = "x", status = "Spam" })).ShouldBeProblemAsync(HttpStatusCode.UnprocessableEntity);
    }

    [Fact]
    public async Task Note_is_read_by_a_contractor_only_when_it_is_shared()
    {
        var number = await app.CaseByMailAsync(Mails.Of(from: "hinge@mail.example"), "workshop");
        var repair = await app.ApiClientAsync(Role.Agent, app.Repair.Id);
        var secret = await (await app.Admin.PostAsJsonAsync($"/api/v1/cases/{number}/notes", new { text = "They are slow." })).JsonAsync(HttpStatusCode.Created);
        await (await app.Admin.PostAsJsonAsync($"/api/v1/cases/{number}/notes", new { text = "Hinge is in stock.", sharedOutside = true })).JsonAsync(HttpStatusCode.Created);

        var seen = (await repair.GetFromJsonAsync<JsonElement>($"/api/v1/cases/{number}/messages")).GetRawText();

        seen.ShouldContain("Hinge is in stock.");
        seen.ShouldNotContain("They are slow.");
        await (await repair.GetAsync($"/api/v1/messages/{secret.GetProperty("id")}")).ShouldBeProblemAsync(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Messages_are_paged_oldest_first()
    {
        var number = await app.CaseByMailAsync(Mails.Of());
        await app.Admin.PostAsJsonAsync($"/api/v1/cases/{number}/notes", new { text = "one" });

        var first = await app.Admin.GetFromJsonAsync<JsonElement>($"/api/v1/cases/{number}/messages?limit=1");
        first.GetProperty("items").EnumerateArray().Single().Text("direction").ShouldBe("inbound");
        var second = await app.Admin.GetFromJsonAsync<JsonElement>($"/api/v1/cases/{number}/messages?limit=1&after={first.Text("next")}");
        second.GetProperty("items").EnumerateArray().Single().Text("direction").ShouldBe("note");
        second.GetProperty("next").ValueKind.ShouldBe(JsonValueKind.Null);
    }

    private async Task<HttpResponseMessage> SendAsync(string address, object body, string key)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, address) { Content = JsonContent.Create(body), Headers = { { "Idempotency-Key", key } } };
        return await app.Admin.SendAsync(request);
    }
}

using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Inbox.Core.Access;
using Inbox.Testing;

namespace Inbox.Web.Tests.Api;

/// <summary>Merge, split and undo as programs use them.</summary>
public sealed class MovesTests(ApiApp app) : IClassFixture<ApiApp>
{
    [Fact]
    public async Task Merge_answers_with_the_survivor_once_however_often_it_is_sent_and_undo_takes_it_back()
    {
        var (into, from) = await PairAsync("merge@mail.example");
        var key = Guid.NewGuid().ToString("N");
        var merged = await (await PostAsync($"{from}/merge", new { into }, key)).JsonAsync();
        merged.GetProperty("case").Text("number").ShouldBe(into);
        merged.GetProperty("case").GetProperty("messageCount").GetInt32().ShouldBe(2);
        var move = merged.GetProperty("move");
        (move.Text("kind"), move.Text("from"), move.Text("into")).ShouldBe(("merge", from, into));

        var again = await (await PostAsync($"{from}/merge", new { into }, key)).JsonAsync();
        again.GetProperty("move").GetProperty("id").GetInt64().ShouldBe(move.GetProperty("id").GetInt64());
        (await (await PostAsync($"{from}/merge", new { into })).ShouldBeProblemAsync(HttpStatusCode.Conflict)).Text("code").ShouldBe("same_case");

        (await app.Admin.GetFromJsonAsync<JsonElement>($"/api/v1/cases/{into}/moves")).GetArrayLength().ShouldBe(1);
        var undone = await (await PostAsync($"{into}/moves/{move.GetProperty("id")}/undo", new { })).JsonAsync();
        (undone.Text("number"), undone.Text("status")).ShouldBe((from, "New"));
        (await (await PostAsync($"{into}/moves/{move.GetProperty("id")}/undo", new { })).ShouldBeProblemAsync(HttpStatusCode.Conflict)).Text("code").ShouldBe("already_undone");
        (await app.Admin.GetFromJsonAsync<JsonElement>($"/api/v1/cases/{into}/moves")).GetArrayLength().ShouldBe(0);
    }

    [Fact]
    public async Task Different_customers_need_anyway()
    {
        var (into, _) = await PairAsync("one@mail.example");
        var (from, _) = await PairAsync("two@mail.example");
        (await (await PostAsync($"{from}/merge", new { into })).ShouldBeProblemAsync(HttpStatusCode.Conflict)).Text("code").ShouldBe("other_customer");
        (await PostAsync($"{from}/merge", new { into, anyway = true })).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Split_opens_a_case_for_the_messages_it_names()
    {
        var (number, other) = await PairAsync("split@mail.example");
        await PostAsync($"{other}/merge", new { into = number });
        var messages = (await app.Admin.GetFromJsonAsync<JsonElement>($"/api/v1/cases/{number}/messages")).GetProperty("items").EnumerateArray().Select(m => m.GetProperty("id").GetInt64()).ToList();

        var answer = await PostAsync($"{number}/split", new { messages = messages.Skip(1), subject = "The charger" });
        var split = await answer.JsonAsync(HttpStatusCode.Created);

        split.GetProperty("case").Text("subject").ShouldBe("The charger");
        answer.Headers.Location!.ToString().ShouldEndWith(split.GetProperty("move").Text("into")!);
        (await (await PostAsync($"{number}/split", new { messages = messages.Take(1) })).ShouldBeProblemAsync(HttpStatusCode.UnprocessableEntity)).GetProperty("errors").TryGetProperty("messages", out _).ShouldBeTrue();
        (await PostAsync($"{number}/split", new { messages = Array.Empty<long>() })).StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await (await PostAsync($"{number}/moves/{split.GetProperty("move").GetProperty("id")}/undo", new { })).JsonAsync()).GetProperty("messageCount").GetInt32().ShouldBe(2);
    }

    [Fact]
    public async Task Token_of_another_department_changes_nothing_and_a_contractors_finds_nothing()
    {
        var (into, from) = await PairAsync("rights@mail.example");
        using var billing = await app.ApiClientAsync(Role.Agent, app.Billing.Id);
        using var repair = await app.ApiClientAsync(Role.Agent, app.Repair.Id);
        foreach (var (path, body) in new (string, object)[] { ("merge", new { into }), ("split", new { messages = new[] { 1 } }) })
        {
            (await billing.PostAsJsonAsync($"/api/v1/cases/{from}/{path}", body)).StatusCode.ShouldBe(HttpStatusCode.Forbidden, path);
            (await repair.PostAsJsonAsync($"/api/v1/cases/{from}/{path}", body)).StatusCode.ShouldBe(HttpStatusCode.NotFound, path);
        }

        (await PostAsync($"{from}/merge", new { into = "C-99999999" })).StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await PostAsync($"{from}/merge", new { })).StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await PostAsync($"{from}/moves/99999999/undo", new { })).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    private async Task<(string First, string Second)> PairAsync(string address) =>
        (await app.CaseByMailAsync(Mails.Of(from: address)), await app.CaseByMailAsync(Mails.Of(from: address, subject: "The charger")));

    private async Task<HttpResponseMessage> PostAsync(string path, object body, string? key = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/api/v1/cases/{path}") { Content = JsonContent.Create(body) };
        if (key is not null)
        {
            request.Headers.Add("Idempotency-Key", key);
        }

        return await app.Admin.SendAsync(request);
    }
}

using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Inbox.Core.Access;
using Inbox.Core.Cases;
using Inbox.Core.Cases.Merging;
using Inbox.Testing;

namespace Inbox.Web.Tests.Api;

public sealed class CasesTests(ApiApp app) : IClassFixture<ApiApp>
{
    [Fact]
    public async Task Case_is_read_with_clocks_routing_and_customer()
    {
        var number = await app.CaseByMailAsync(Mails.Of(from: "Nora Vale <nora.read@mail.example>", subject: "Charged twice"));

        var read = await app.Admin.GetFromJsonAsync<JsonElement>($"/api/v1/cases/{number}");

        read.Text("number").ShouldBe(number);
        read.Text("subject").ShouldBe("Charged twice");
        read.Text("status").ShouldBe("New");
        read.Text("priority").ShouldBe("Normal");
        read.GetProperty("department").Text("key").ShouldBe("support");
        read.GetProperty("routing").Text("reason")!.ShouldContain("Support");
        read.GetProperty("customer").Text("name").ShouldBe("Nora Vale");
        read.GetProperty("customer").GetProperty("handles").EnumerateArray().Single().Text("value").ShouldBe("nora.read@mail.example");
        var first = read.GetProperty("clocks").EnumerateArray().Single(c => c.Text("metric") == "FirstReply");
        first.Text("state").ShouldBe("running");
        first.GetProperty("cycle").GetInt32().ShouldBe(1);
        (await app.Admin.GetFromJsonAsync<JsonElement>($"/api/v1/cases/{number[2..]}")).Text("number").ShouldBe(number);
    }

    [Fact]
    public async Task Number_of_a_joined_case_leads_to_the_one_that_took_it_over()
    {
        var into = await app.CaseByMailAsync(Mails.Of(from: "join@mail.example"));
        var from = await app.CaseByMailAsync(Mails.Of(from: "join@mail.example"));
        (await app.SendAsync(new MergeCases.Command(Id(from), Id(into), Actor.System))).IsOk.ShouldBeTrue();

        (await app.Admin.GetFromJsonAsync<JsonElement>($"/api/v1/cases/{from}")).Text("number").ShouldBe(into);
        (await app.Admin.GetFromJsonAsync<JsonElement>($"/api/v1/cases/{from}/messages")).GetProperty("items").GetArrayLength().ShouldBe(2);
    }

    [Fact]
    public async Task List_is_paged_filtered_and_searched()
    {
        var numbers = new List<string?>();
        for (var i = 0; i < 3; i++)
        {
            numbers.Add((await OpenAsync(new { subject = $"Zebra stripes {i}", text = "x", customer = new { kind = "email", value = "z@mail.example" }, department = "billing" })).Text("number"));
        }

        var first = await app.Admin.GetFromJsonAsync<JsonElement>("/api/v1/cases?q=zebra&department=billing&status=new,open&assignee=none&limit=2");
        first.GetProperty("items").EnumerateArray().Select(c => c.Text("number")).ShouldBe([numbers[2], numbers[1]]);
        var second = await app.Admin.GetFromJsonAsync<JsonElement>($"/api/v1/cases?q=zebra&department=billing&status=new,open&assignee=none&limit=2&after={first.Text("next")}");
        second.GetProperty("items").EnumerateArray().Select(c => c.Text("number")).ShouldBe([numbers[0]]);
        second.GetProperty("next").ValueKind.ShouldBe(JsonValueKind.Null);
        var oldest = await app.Admin.GetFromJsonAsync<JsonElement>("/api/v1/cases?q=zebra&sort=oldest");
        oldest.GetProperty("items").EnumerateArray().First().Text("number").ShouldBe(numbers[0]);
        (await app.Admin.GetFromJsonAsync<JsonElement>("/api/v1/cases?q=zebra&sort=due")).GetProperty("items").GetArrayLength().ShouldBe(3);
        (await app.Admin.GetFromJsonAsync<JsonElement>("/api/v1/cases?q=zebra&status=closed")).GetProperty("items").GetArrayLength().ShouldBe(0);
    }

    [Theory]
    [InlineData("status=Sleeping", "status")]
    [InlineData("department=moon", "department")]
    [InlineData("assignee=nobody@mail.example", "assignee")]
    [InlineData("sort=colour", "sort")]
    [InlineData("after=x", "after")]
    [InlineData("limit=201", "limit")]
    [InlineData("limit=0", "limit")]
    public async Task Wrong_filter_is_named(string query, string field) =>
        (await (await app.Admin.GetAsync($"/api/v1/cases?{query}")).ShouldBeProblemAsync(HttpStatusCode.UnprocessableEntity)).GetProperty("errors").TryGetProperty(field, out _).ShouldBeTrue();

    [Fact]
    public async Task Case_is_opened_and_its_address_told()
    {
        var answer = await app.Admin.PostAsJsonAsync("/api/v1/cases", new { subject = "Broken lid", text = "It broke.", customer = new { kind = "email", value = "Lid@Mail.example", name = "Lia" }, priority = "high", tags = new[] { "shop" } });
        var opened = await answer.JsonAsync(HttpStatusCode.Created);

        answer.Headers.Location!.ToString().ShouldBe($"/api/v1/cases/{opened.Text("number")}");
        opened.Text("priority").ShouldBe("High");
        opened.GetProperty("tags").EnumerateArray().Single().GetString().ShouldBe("shop");
        opened.GetProperty("department").Text("key").ShouldBe("support");
        opened.GetProperty("customer").Text("name").ShouldBe("Lia");
    }

    [Fact]
    public async Task Case_opened_for_a_contractor_is_offered_to_them()
    {
        var opened = await OpenAsync(new { subject = "Fix it", text = "x", customer = new { kind = "email", value = "fix@mail.example" }, department = "repair" });

        opened.GetProperty("department").Text("key").ShouldBe("support");
        opened.GetProperty("handoff").GetProperty("to").Text("key").ShouldBe("repair");
    }

    [Theory]
    [InlineData("""{"text":"x","customer":{"kind":"email","value":"a@b.example"}}""", "subject")]
    [InlineData("""{"subject":"x","text":"x"}""", "customer")]
    [InlineData("""{"subject":"x","text":"x","customer":{"kind":"email","value":"nonsense"}}""", "customer.value")]
    [InlineData("""{"subject":"x","text":"x","customer":{"kind":"email","value":"a@b.example"},"priority":"Hot"}""", "priority")]
    [InlineData("""{"subject":"x","text":"x","customer":{"kind":"email","value":"a@b.example"},"tags":"one"}""", "tags")]
    [InlineData("""{"subject":"x","text":"x","customer":{"kind":"email","value":"a@b.example"},"department":"moon"}""", "department")]
    [InlineData("""{"subject":"x","text":"x","customer":{"kind":"email","value":"a@b.example"},"channel":"calls"}""", "channel")]
    [InlineData("""{"subject":"x","text":"x","customer":{"kind":"pigeon","value":"coo"}}""", "channel")]
    public async Task Case_with_a_wrong_field_is_not_opened(string body, string field)
    {
        var answer = await app.Admin.PostAsync("/api/v1/cases", Json(body));
        var problem = await answer.ShouldBeProblemAsync(HttpStatusCode.UnprocessableEntity);
        problem.GetProperty("errors").TryGetProperty(field, out _).ShouldBeTrue(problem.GetRawText());
    }

    [Fact]
    public async Task Same_key_gives_the_same_case_and_another_body_a_conflict()
    {
        var key = Guid.NewGuid().ToString();
        var body = new { subject = "Once", text = "x", customer = new { kind = "email", value = "once@mail.example" } };
        var first = await (await PostAsync("/api/v1/cases", body, key)).JsonAsync(HttpStatusCode.Created);
        var second = await (await PostAsync("/api/v1/cases", body, key)).JsonAsync(HttpStatusCode.Created);

        second.Text("number").ShouldBe(first.Text("number"));
        await (await PostAsync("/api/v1/cases", new { subject = "Twice", text = "x", customer = new { kind = "email", value = "once@mail.example" } }, key))
            .ShouldBeProblemAsync(HttpStatusCode.Conflict);
    }

    [Fact]
    public async Task Several_fields_change_together()
    {
        var agent = await app.AddAgentAsync(Role.Agent, app.Billing.Id);
        await app.InsertAsync();
        var number = await app.CaseByMailAsync(Mails.Of());

        var changed = await (await PatchAsync(number, new { status = "open", priority = "Urgent", assignee = agent.Email, tags = new[] { "refund", "Refund" }, department = "billing" })).JsonAsync();

        changed.Text("status").ShouldBe("Open");
        changed.Text("priority").ShouldBe("Urgent");
        changed.GetProperty("assignee").GetProperty("id").GetInt64().ShouldBe(agent.Id);
        changed.GetProperty("tags").EnumerateArray().Single().GetString().ShouldBe("refund");
        changed.GetProperty("department").Text("key").ShouldBe("billing");
        (await (await app.Admin.PatchAsync($"/api/v1/cases/{number}", Json("""{"assignee":null}"""))).JsonAsync()).GetProperty("assignee").ValueKind.ShouldBe(JsonValueKind.Null);
    }

    [Fact]
    public async Task One_wrong_field_changes_nothing()
    {
        var number = await app.CaseByMailAsync(Mails.Of());

        // Resolving an unanswered case needs a reason.
        var problem = await (await PatchAsync(number, new { priority = "Urgent", status = "Resolved" })).ShouldBeProblemAsync(HttpStatusCode.UnprocessableEntity);

        problem.GetProperty("errors").TryGetProperty("reason", out _).ShouldBeTrue();
        (await app.Admin.GetFromJsonAsync<JsonElement>($"/api/v1/cases/{number}")).Text("priority").ShouldBe("Normal");
    }

    [Fact]
    public async Task Case_in_work_is_offered_to_another_department()
    {
        var number = await app.CaseByMailAsync(Mails.Of());
        await (await PatchAsync(number, new { status = "Open" })).JsonAsync();

        var offered = await (await PatchAsync(number, new { department = "billing", reason = "It is about money." })).JsonAsync(HttpStatusCode.Accepted);

        offered.GetProperty("department").Text("key").ShouldBe("support");
        offered.GetProperty("offeredTo").Text("key").ShouldBe("billing");
        offered.GetProperty("handoff").Text("reason").ShouldBe("It is about money.");
    }

    [Theory]
    [InlineData("{}", "body")]
    [InlineData("""{"assignee":"ghost@mail.example"}""", "assignee")]
    [InlineData("""{"status":"New"}""", "status")]
    [InlineData("""{"status":7}""", "status")]
    public async Task Wrong_change_is_named(string body, string field)
    {
        var number = await app.CaseByMailAsync(Mails.Of());
        var problem = await (await app.Admin.PatchAsync($"/api/v1/cases/{number}", Json(body))).ShouldBeProblemAsync(HttpStatusCode.UnprocessableEntity);
        problem.GetProperty("errors").TryGetProperty(field, out _).ShouldBeTrue(problem.GetRawText());
    }

    [Fact]
    public async Task Agent_reads_but_does_not_change_cases_of_other_departments()
    {
        var number = await app.CaseByMailAsync(Mails.Of());
        var billing = await app.ApiClientAsync(Role.Agent, app.Billing.Id);

        (await billing.GetAsync($"/api/v1/cases/{number}")).StatusCode.ShouldBe(HttpStatusCode.OK);
        await (await billing.PatchAsJsonAsync($"/api/v1/cases/{number}", new { priority = "High" })).ShouldBeProblemAsync(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task Contractor_sees_only_what_is_theirs_or_offered_to_them()
    {
        var number = await app.CaseByMailAsync(Mails.Of());
        var repair = await app.ApiClientAsync(Role.Agent, app.Repair.Id);
        await (await repair.GetAsync($"/api/v1/cases/{number}")).ShouldBeProblemAsync(HttpStatusCode.NotFound);
        await (await repair.GetAsync($"/api/v1/cases/{number}/messages")).ShouldBeProblemAsync(HttpStatusCode.NotFound);
        (await repair.GetFromJsonAsync<JsonElement>("/api/v1/cases?limit=200")).GetRawText().ShouldNotContain($"\"{number}\"");

        await (await PatchAsync(number, new { department = "repair", reason = "Broken hinge" })).JsonAsync(HttpStatusCode.Accepted);

        (await repair.GetAsync($"/api/v1/cases/{number}")).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Confidential_case_is_hidden_from_other_departments()
    {
        var number = await app.CaseByMailAsync(Mails.Of(from: "whistle@mail.example"), "complaints");
        var support = await app.ApiClientAsync(Role.Agent, app.Support.Id);

        await (await support.GetAsync($"/api/v1/cases/{number}")).ShouldBeProblemAsync(HttpStatusCode.NotFound);
        (await app.Admin.GetAsync($"/api/v1/cases/{number}")).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    private async Task<JsonElement> OpenAsync(object body) => await (await app.Admin.PostAsJsonAsync("/api/v1/cases", body)).JsonAsync(HttpStatusCode.Created);

    private Task<HttpResponseMessage> PatchAsync(string number, object body) => app.Admin.PatchAsJsonAsync($"/api/v1/cases/{number}", body);

    private async Task<HttpResponseMessage> PostAsync(string address, object body, string key)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, address) { Content = JsonContent.Create(body), Headers = { { "Idempotency-Key", key } } };
        return await app.Admin.SendAsync(request);
    }

    private static StringContent Json(string text) => new(text, Encoding.UTF8, "application/json");

    private static long Id(string number) => CaseNumber.TryParse(number, out var id) ? id : throw new FormatException(number);
}

using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Inbox.Core.Access;
using Inbox.Testing;

namespace Inbox.Web.Tests.Api;

/// <summary>Asking others for something on a case, as programs do it.</summary>
public sealed class TasksTests(ApiApp app) : IClassFixture<ApiApp>, IAsyncLifetime
{
    private HttpClient _support = null!;
    private HttpClient _repair = null!;
    private string _number = "";

    public async Task InitializeAsync()
    {
        _support = await app.ApiClientAsync(Role.Agent, app.Support.Id);
        _repair = await app.ApiClientAsync(Role.Agent, app.Repair.Id);
        _number = await app.CaseByMailAsync(Mails.Of(from: $"{Guid.NewGuid():N}@mail.example"));
    }

    public Task DisposeAsync() => Task.CompletedTask;

    [Fact]
    public async Task Task_is_asked_once_taken_for_a_member_and_finished()
    {
        var key = Guid.NewGuid().ToString("N");
        var due = DateTimeOffset.UtcNow.AddHours(4);
        var asked = await (await AskAsync("billing", key, due)).JsonAsync(HttpStatusCode.Created);
        (asked.Text("state"), asked.GetProperty("department").Text("key"), asked.Text("case")).ShouldBe(("open", "billing", _number));
        var id = asked.GetProperty("id").GetInt64();
        (await (await AskAsync("billing", key, due)).JsonAsync(HttpStatusCode.Created)).GetProperty("id").GetInt64().ShouldBe(id);

        var ben = await app.AddAgentAsync(Role.Agent, app.Billing.Id);
        using var billing = await app.ApiClientAsync(Role.Agent, app.Billing.Id);
        (await (await PostAsync(billing, $"tasks/{id}/take", new { })).ShouldBeProblemAsync(HttpStatusCode.Forbidden)).Text("code").ShouldBe("people_only");
        var stranger = await app.AddAgentAsync(Role.Agent, app.Support.Id);
        (await (await PostAsync(billing, $"tasks/{id}/take", new { assignee = stranger.Email })).ShouldBeProblemAsync(HttpStatusCode.UnprocessableEntity))
            .GetProperty("errors").TryGetProperty("assignee", out _).ShouldBeTrue();
        (await (await PostAsync(billing, $"tasks/{id}/take", new { assignee = ben.Email })).JsonAsync()).Text("assignee").ShouldBe(ben.DisplayName);
        (await PostAsync(_support, $"tasks/{id}/finish", new { answer = "Paid." })).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        await (await PostAsync(billing, $"tasks/{id}/finish", new { })).ShouldBeProblemAsync(HttpStatusCode.UnprocessableEntity);
        key = Guid.NewGuid().ToString("N");
        (await (await PostAsync(billing, $"tasks/{id}/finish", new { answer = "Paid." }, key)).JsonAsync()).Text("answer").ShouldBe("Paid.");
        (await (await PostAsync(billing, $"tasks/{id}/finish", new { answer = "Paid." }, key)).JsonAsync()).Text("state").ShouldBe("done");
        (await (await PostAsync(_support, $"tasks/{id}/withdraw", new { })).ShouldBeProblemAsync(HttpStatusCode.Conflict)).Text("code").ShouldBe("task_over");

        (await ListAsync(_support)).GetArrayLength().ShouldBe(1);
    }

    [Fact]
    public async Task Contractor_reads_and_decides_its_own_tasks_alone()
    {
        var theirs = await (await AskAsync("repair")).JsonAsync(HttpStatusCode.Created);
        var other = (await (await AskAsync("billing")).JsonAsync(HttpStatusCode.Created)).GetProperty("id").GetInt64();
        var id = theirs.GetProperty("id").GetInt64();

        (await ListAsync(_repair)).EnumerateArray().Select(t => t.GetProperty("id").GetInt64()).ShouldBe([id]);
        (await _repair.GetAsync($"/api/v1/cases/{_number}")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        await (await PostAsync(_repair, $"tasks/{other}/decline", new { reason = "no" })).ShouldBeProblemAsync(HttpStatusCode.NotFound);
        (await PostAsync(_repair, $"tasks/{id}/withdraw", new { })).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await (await PostAsync(_repair, $"tasks/{id}/decline", new { reason = "not ours" })).JsonAsync()).Text("state").ShouldBe("declined");
        (await (await PostAsync(_support, $"tasks/{other}/withdraw", new { })).JsonAsync()).Text("state").ShouldBe("withdrawn");

        var foreign = await app.CaseByMailAsync(Mails.Of(from: $"{Guid.NewGuid():N}@mail.example"));
        (await _repair.GetAsync($"/api/v1/cases/{foreign}/tasks")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await _repair.PostAsJsonAsync($"/api/v1/cases/{_number}/tasks", new { department = "billing", text = "x", dueAt = DateTimeOffset.UtcNow.AddHours(1) })).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task What_is_wrong_is_named_by_its_field()
    {
        (await WrongAsync(new { text = "x", dueAt = DateTimeOffset.UtcNow.AddHours(1) })).TryGetProperty("department", out _).ShouldBeTrue();
        (await WrongAsync(new { department = "nowhere", text = "x", dueAt = DateTimeOffset.UtcNow.AddHours(1) })).TryGetProperty("department", out _).ShouldBeTrue();
        (await WrongAsync(new { department = "billing", text = "x" })).TryGetProperty("dueAt", out _).ShouldBeTrue();
        (await WrongAsync(new { department = "billing", text = "x", dueAt = DateTimeOffset.UtcNow.AddHours(-1) })).TryGetProperty("dueAt", out _).ShouldBeTrue();
        (await WrongAsync(new { department = "billing", dueAt = DateTimeOffset.UtcNow.AddHours(1) })).TryGetProperty("text", out _).ShouldBeTrue();
        (await WrongAsync(new { department = "billing", text = "x", assignee = "nobody@acme.example", dueAt = DateTimeOffset.UtcNow.AddHours(1) })).TryGetProperty("assignee", out _).ShouldBeTrue();
    }

    private async Task<JsonElement> WrongAsync(object body) =>
        (await (await PostAsync(_support, "tasks", body)).ShouldBeProblemAsync(HttpStatusCode.UnprocessableEntity)).GetProperty("errors");

    private async Task<JsonElement> ListAsync(HttpClient program) =>
        (await program.GetFromJsonAsync<JsonElement>($"/api/v1/cases/{_number}/tasks")).GetProperty("items");

    private Task<HttpResponseMessage> AskAsync(string department, string? key = null, DateTimeOffset? due = null) =>
        PostAsync(_support, "tasks", new { department, text = "Was it paid?", dueAt = due ?? DateTimeOffset.UtcNow.AddHours(2) }, key);

    private Task<HttpResponseMessage> PostAsync(HttpClient program, string path, object body, string? key = null) => program.PostKeyedAsync($"/api/v1/cases/{_number}/{path}", body, key);
}

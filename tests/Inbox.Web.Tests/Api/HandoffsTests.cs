using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Inbox.Core.Access;
using Inbox.Core.Cases;
using Inbox.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Inbox.Web.Tests.Api;

public sealed class HandoffsTests(ApiApp app) : IClassFixture<ApiApp>, IAsyncLifetime
{
    private HttpClient _support = null!;
    private HttpClient _repair = null!;
    private string _number = "";

    public async Task InitializeAsync()
    {
        _support = await app.ApiClientAsync(Role.Agent, app.Support.Id);
        _repair = await app.ApiClientAsync(Role.Agent, app.Repair.Id);
        await app.QueryAsync(async db =>
        {
            (await db.Departments.SingleAsync(d => d.Id == app.Repair.Id)).Checklist = [new("Order number", ChecklistKind.Number, Required: true)];
            return await db.SaveChangesAsync();
        });
        app.Services.GetRequiredService<Core.Rulebook>().Forget();
        _number = await app.CaseByMailAsync(Mails.Of(from: $"{Guid.NewGuid():N}@mail.example"));
    }

    public Task DisposeAsync() => Task.CompletedTask;

    [Fact]
    public async Task Handoff_is_offered_accepted_handed_back_and_listed()
    {
        var offered = await (await OfferAsync()).JsonAsync(HttpStatusCode.Created);
        offered.Text("state").ShouldBe("offered");
        offered.GetProperty("checklist")[0].Text("value").ShouldBe("4711");
        var id = offered.GetProperty("id").GetInt64();

        (await (await PostAsync(_repair, $"handoffs/{id}/accept")).JsonAsync()).Text("state").ShouldBe("accepted");
        (await _support.GetFromJsonAsync<JsonElement>($"/api/v1/cases/{_number}")).GetProperty("department").Text("key").ShouldBe("repair");
        (await (await PostAsync(_repair, $"handoffs/{id}/done", new { reason = "board changed" })).JsonAsync()).Text("done").ShouldBe("board changed");

        var listed = await _support.GetFromJsonAsync<JsonElement>($"/api/v1/cases/{_number}/handoffs");
        listed.GetProperty("items").EnumerateArray().Single().Text("state").ShouldBe("done");
        (await _support.GetFromJsonAsync<JsonElement>($"/api/v1/cases/{_number}")).GetProperty("department").Text("key").ShouldBe("support");
        (await _repair.GetAsync($"/api/v1/cases/{_number}")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task What_is_demanded_and_missing_is_a_wrong_field()
    {
        var refused = await (await PostAsync(_support, "handoffs", new { department = "repair", reason = "again" })).ShouldBeProblemAsync(HttpStatusCode.UnprocessableEntity);
        refused.GetProperty("errors").GetProperty("checklist")[0].GetString().ShouldBe("Repair asks for: Order number.");
        refused.Text("code").ShouldBe("checklist_missing");
        (await (await PostAsync(_support, "handoffs", new { department = "nowhere", reason = "x" })).ShouldBeProblemAsync(HttpStatusCode.UnprocessableEntity))
            .GetProperty("errors").TryGetProperty("department", out _).ShouldBeTrue();
        (await (await PostAsync(_support, "handoffs", new { department = "billing" })).ShouldBeProblemAsync(HttpStatusCode.UnprocessableEntity))
            .GetProperty("errors").TryGetProperty("reason", out _).ShouldBeTrue();
    }

    [Fact]
    public async Task Decline_needs_a_reason_and_answers_although_the_case_is_out_of_sight_then()
    {
        var id = (await (await OfferAsync()).JsonAsync(HttpStatusCode.Created)).GetProperty("id").GetInt64();

        await (await PostAsync(_repair, $"handoffs/{id}/decline", new { })).ShouldBeProblemAsync(HttpStatusCode.UnprocessableEntity);
        var declined = await (await PostAsync(_repair, $"handoffs/{id}/decline", new { reason = "not ours" })).JsonAsync();

        declined.Text("state").ShouldBe("declined");
        declined.Text("declineReason").ShouldBe("not ours");
        await (await PostAsync(_repair, $"handoffs/{id}/accept")).ShouldBeProblemAsync(HttpStatusCode.NotFound);
        (await (await PostAsync(_support, $"handoffs/{id}/withdraw")).ShouldBeProblemAsync(HttpStatusCode.Conflict)).Text("code").ShouldBe("no_offer");
    }

    [Fact]
    public async Task Offer_is_withdrawn_by_its_side_alone()
    {
        var id = (await (await OfferAsync()).JsonAsync(HttpStatusCode.Created)).GetProperty("id").GetInt64();

        await (await PostAsync(_repair, $"handoffs/{id}/withdraw")).ShouldBeProblemAsync(HttpStatusCode.Forbidden);
        (await (await PostAsync(_support, $"handoffs/{id}/withdraw")).JsonAsync()).Text("state").ShouldBe("withdrawn");
    }

    [Fact]
    public async Task Same_key_offers_once()
    {
        _support.DefaultRequestHeaders.Add("Idempotency-Key", Guid.NewGuid().ToString());

        var (first, second) = (await (await OfferAsync()).JsonAsync(HttpStatusCode.Created), await (await OfferAsync()).JsonAsync(HttpStatusCode.Created));

        second.GetProperty("id").GetInt64().ShouldBe(first.GetProperty("id").GetInt64());
        (await PostAsync(_support, "handoffs", new { department = "billing", reason = "other" })).StatusCode.ShouldBe(HttpStatusCode.Conflict);
    }

    [Fact]
    public async Task Contractor_lists_its_own_handoffs_alone()
    {
        var billing = await (await PostAsync(_support, "handoffs", new { department = "billing", reason = "between us" })).JsonAsync(HttpStatusCode.Created);
        await PostAsync(_support, $"handoffs/{billing.GetProperty("id").GetInt64()}/withdraw");
        await OfferAsync();

        var listed = await _repair.GetFromJsonAsync<JsonElement>($"/api/v1/cases/{_number}/handoffs");

        listed.GetProperty("items").EnumerateArray().Single().GetProperty("to").Text("key").ShouldBe("repair");
        listed.GetRawText().ShouldNotContain("between us");
    }

    [Fact]
    public async Task Snooze_is_set_and_ended()
    {
        var until = DateTimeOffset.UtcNow.AddDays(2);

        (await (await PostAsync(_support, "snooze", new { until })).JsonAsync()).GetProperty("snoozedUntil").GetDateTimeOffset().ShouldBe(until, TimeSpan.FromSeconds(1));
        var answered = await (await PostAsync(_support, "snooze", new { untilCustomerAnswers = true })).JsonAsync();
        answered.GetProperty("snoozedUntilCustomerAnswers").GetBoolean().ShouldBeTrue();
        answered.GetProperty("snoozedUntil").ValueKind.ShouldBe(JsonValueKind.Null);
        (await (await PostAsync(_support, "snooze", new { until = (DateTimeOffset?)null })).JsonAsync()).GetProperty("snoozedUntil").ValueKind.ShouldBe(JsonValueKind.Null);
        (await (await PostAsync(_support, "snooze", new { until = DateTimeOffset.UtcNow.AddDays(-1) })).ShouldBeProblemAsync(HttpStatusCode.UnprocessableEntity))
            .GetProperty("errors").TryGetProperty("until", out _).ShouldBeTrue();
        await (await PostAsync(_repair, "snooze", new { until })).ShouldBeProblemAsync(HttpStatusCode.NotFound);
    }

    private Task<HttpResponseMessage> OfferAsync() =>
        PostAsync(_support, "handoffs", new { department = "repair", reason = "third repair", checklist = new Dictionary<string, string> { ["Order number"] = "4711" } });

    private Task<HttpResponseMessage> PostAsync(HttpClient program, string path, object? body = null) =>
        program.PostAsync(new Uri($"/api/v1/cases/{_number}/{path}", UriKind.Relative), body is null ? null : JsonContent.Create(body));
}

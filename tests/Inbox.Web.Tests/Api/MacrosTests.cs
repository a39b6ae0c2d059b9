using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Inbox.Core.Access;
using Inbox.Core.Cases;
using Inbox.Core.Macros;
using Inbox.Testing;

namespace Inbox.Web.Tests.Api;

/// <summary>Macros, as programs find and run them.</summary>
public sealed class MacrosTests(ApiApp app) : IClassFixture<ApiApp>
{
    [Fact]
    public async Task Macro_is_run_once_and_hands_its_answer_back_unsent()
    {
        var number = await CaseAsync();
        var macro = await SavedAsync("Part is missing", new MacroActions { AddTags = ["part"], Status = CaseStatus.OnHold }, MacroText.Answer, "About {{case.number}}.");
        var key = Guid.NewGuid().ToString("N");

        var run = await (await RunAsync(app.Admin, number, macro, new { }, key)).JsonAsync();
        (run.Text("answer"), run.GetProperty("case").Text("status")).ShouldBe(($"About {number}.", "OnHold"));
        await (await RunAsync(app.Admin, number, macro, new { }, key)).JsonAsync();

        var said = (await app.Admin.GetFromJsonAsync<JsonElement>($"/api/v1/cases/{number}/messages")).GetProperty("items");
        said.GetArrayLength().ShouldBe(1);
    }

    [Fact]
    public async Task Macro_that_resolves_asks_for_a_reason_and_about_open_tasks()
    {
        var number = await CaseAsync();
        var macro = await SavedAsync("Over", new MacroActions { Status = CaseStatus.Resolved });
        await app.Admin.PostAsJsonAsync($"/api/v1/cases/{number}/tasks", new { department = "billing", text = "Was it paid?", dueAt = DateTimeOffset.UtcNow.AddHours(2) });

        (await (await RunAsync(app.Admin, number, macro, new { reason = "spoke" })).ShouldBeProblemAsync(HttpStatusCode.Conflict)).Text("code").ShouldBe("open_tasks");
        (await (await RunAsync(app.Admin, number, macro, new { tasksLeft = true })).ShouldBeProblemAsync(HttpStatusCode.UnprocessableEntity)).GetProperty("errors").TryGetProperty("reason", out _).ShouldBeTrue();
        (await (await RunAsync(app.Admin, number, macro, new { reason = "spoke", tasksLeft = true })).JsonAsync()).GetProperty("case").Text("status").ShouldBe("Resolved");
    }

    [Fact]
    public async Task Macro_that_offers_the_case_is_accepted_for_later()
    {
        var number = await CaseAsync();
        await app.Admin.PostAsJsonAsync($"/api/v1/cases/{number}/replies", new { text = "We look into it." });
        var macro = await SavedAsync("To billing", new MacroActions { DepartmentId = app.Billing.Id, Reason = "money" });

        (await (await RunAsync(app.Admin, number, macro, new { })).JsonAsync(HttpStatusCode.Accepted)).GetProperty("case").GetProperty("offeredTo").Text("key").ShouldBe("billing");
    }

    [Fact]
    public async Task Contractor_finds_and_runs_macros_of_its_own_department_alone()
    {
        var everybodys = await SavedAsync("For everybody", new MacroActions { AddTags = ["x"] });
        var billings = await SavedAsync("Of billing", new MacroActions { AddTags = ["z"] }, department: app.Billing.Id);
        var theirs = await SavedAsync("Of the bench", new MacroActions { AddTags = ["y"] }, department: app.Repair.Id);
        using var repair = await app.ApiClientAsync(Role.Agent, app.Repair.Id);
        using var support = await app.ApiClientAsync(Role.Agent, app.Support.Id);
        var number = await CaseAsync("workshop");

        (await ListAsync(repair)).Select(m => m.GetProperty("id").GetInt64()).ShouldBe([theirs]);
        (await ListAsync(repair, $"?case={number}")).Single().GetProperty("does").EnumerateArray().Select(d => d.GetString()).ShouldBe(["tag it y"]);
        var seen = (await ListAsync(support)).Select(m => m.GetProperty("id").GetInt64()).ToList();
        seen.ShouldContain(everybodys);
        seen.ShouldNotContain(billings);
        (await repair.GetAsync($"/api/v1/macros?case={await CaseAsync()}")).StatusCode.ShouldBe(HttpStatusCode.NotFound);

        (await (await RunAsync(repair, number, everybodys, new { })).ShouldBeProblemAsync(HttpStatusCode.NotFound)).Text("code").ShouldBe("macro_not_found");
        (await RunAsync(repair, number, theirs, new { })).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await RunAsync(support, number, everybodys, new { })).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await RunAsync(repair, await CaseAsync(), theirs, new { })).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    private Task<string> CaseAsync(string channel = "support") => app.CaseByMailAsync(Mails.Of(from: $"{Guid.NewGuid():N}@mail.example"), channel);

    private async Task<long> SavedAsync(string name, MacroActions actions, MacroText textIs = MacroText.None, string text = "", long? department = null)
    {
        var macro = new Macro { Name = name, TextIs = textIs, Text = text, Actions = actions, DepartmentId = department };
        await app.InsertAsync(macro);
        return macro.Id;
    }

    private static Task<HttpResponseMessage> RunAsync(HttpClient program, string number, long macro, object body, string? key = null) =>
        program.PostKeyedAsync($"/api/v1/cases/{number}/macros/{macro}", body, key);

    private static async Task<List<JsonElement>> ListAsync(HttpClient program, string query = "") =>
        [.. (await program.GetFromJsonAsync<JsonElement>("/api/v1/macros" + query)).GetProperty("items").EnumerateArray()];
}

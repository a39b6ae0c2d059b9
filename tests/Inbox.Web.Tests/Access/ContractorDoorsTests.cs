using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Inbox.Core.Access;
using Inbox.Core.Cases;
using Inbox.Core.Cases.Tasks;
using Inbox.Core.Notifications;
using Inbox.Testing;
using Inbox.Web.Tests.Api;
using Microsoft.EntityFrameworkCore;

namespace Inbox.Web.Tests.Access;

/// <summary>A contractor at every door behind which a case of somebody else stands.</summary>
public sealed class ContractorDoorsTests(ApiApp app) : IClassFixture<ApiApp>, IAsyncLifetime
{
    private readonly Actor _support = new(AgentId: null, "Support", Role.Agent, [], Everywhere: true);
    private HttpClient _contractor = null!;
    private HttpClient _program = null!;
    private string _number = "";
    private long _message;

    /// <summary>Of this test alone: other tests of the class offer their cases to the contractor.</summary>
    private string Secret { get; } = $"quill{Guid.NewGuid():N}";

    public async Task InitializeAsync()
    {
        _contractor = await app.SignInAsync(Role.Agent, app.Repair.Id);
        _program = await app.ApiClientAsync(Role.Agent, app.Repair.Id);
        _number = await app.CaseByMailAsync(Mails.Of(from: $"Zelda <{Secret}@mail.example>", subject: Secret, text: $"About the {Secret} matter."));
        var id = Id;
        _message = await app.QueryAsync(db => db.Messages.Where(m => m.CaseId == id).Select(m => m.Id).FirstAsync());
    }

    public Task DisposeAsync() => Task.CompletedTask;

    [Fact]
    public async Task Nothing_of_a_case_of_others_is_read()
    {
        string[] addresses =
        [
            $"/cases/{_number}", $"/cases/{_number}?handler=Panel", $"/cases/{_number}?handler=Earlier&before=999999999", $"/cases/{_number}?handler=Whole&message={_message}",
            $"/cases/{_number}?handler=Assignees", $"/cases/{_number}?handler=HandoffForm", $"/cases/{_number}?handler=Checklist&department={app.Billing.Id}",
            $"/cases/{_number}?handler=TaskForm", $"/cases/{_number}?handler=TaskPeople&department={app.Billing.Id}",
            $"/messages/{_message}/html", $"/messages/{_message}/raw", $"/messages/{_message}/reading",
        ];
        foreach (var address in addresses)
        {
            (await _contractor.GetAsync(address)).StatusCode.ShouldBe(HttpStatusCode.NotFound, address);
        }

        string[] lists = [$"/inbox?view=all&case={_number}", $"/inbox?q={Secret}", $"/inbox?q=from:{Secret}", "/inbox?view=handoffs", "/inbox?view=tasks", "/inbox?handler=Rows&view=all&rows=150", "/notifications"];
        foreach (var address in lists)
        {
            (await _contractor.GetStringAsync(address)).Replace($"q={Secret}", "", StringComparison.Ordinal).Replace($"value=\"{Secret}\"", "", StringComparison.Ordinal).Replace($"from:{Secret}", "", StringComparison.Ordinal).Replace($"from%3A{Secret}", "", StringComparison.Ordinal).ShouldNotContain(Secret, Shouldly.Case.Insensitive, address);
        }
    }

    [Theory]
    [InlineData("/customers")]
    [InlineData("/mentions")]
    [InlineData("/dashboard")]
    [InlineData("/dashboard?handler=Csv")]
    [InlineData("/deliveries")]
    [InlineData("/calls/new")]
    [InlineData("/settings")]
    public async Task Pages_of_the_company_stay_shut(string address)
    {
        var answer = await _contractor.GetAsync(address);

        (answer.StatusCode == HttpStatusCode.Forbidden || answer.Headers.Location?.ToString().Contains("/error/403", StringComparison.Ordinal) == true)
            .ShouldBeTrue($"{address}: {answer.StatusCode}");
    }

    [Theory]
    [InlineData("Note", "text=hello")]
    [InlineData("Status", "status=Open")]
    [InlineData("Take", "")]
    [InlineData("Handoff", "decision=Accepted")]
    [InlineData("HandBack", "reason=done")]
    [InlineData("Fill", "handoff=1")]
    [InlineData("Seen", "")]
    [InlineData("Task", "text=hello&department=1&due=2030-01-01T00:00:00Z")]
    [InlineData("Snooze", "")]
    [InlineData("Tags", "tags=x")]
    [InlineData("Department", "department=1&reason=x")]
    public async Task Nothing_is_done_to_a_case_of_others(string handler, string body)
    {
        using var form = new StringContent(body, System.Text.Encoding.UTF8, "application/x-www-form-urlencoded");

        (await _contractor.PostAsync(new Uri($"/cases/{_number}?handler={handler}", UriKind.Relative), form)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Api_knows_nothing_of_it_either()
    {
        foreach (var path in new[] { "", "/messages", "/handoffs" })
        {
            await (await _program.GetAsync($"/api/v1/cases/{_number}{path}")).ShouldBeProblemAsync(HttpStatusCode.NotFound);
        }

        await (await _program.GetAsync($"/api/v1/messages/{_message}")).ShouldBeProblemAsync(HttpStatusCode.NotFound);
        (await _program.GetFromJsonAsync<JsonElement>($"/api/v1/cases?q={Secret}")).GetProperty("items").GetArrayLength().ShouldBe(0);
        await (await _program.PostAsJsonAsync($"/api/v1/cases/{_number}/handoffs", new { department = "repair", reason = "mine" })).ShouldBeProblemAsync(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Offered_case_shows_what_is_shared_and_none_of_the_words_among_colleagues()
    {
        (await app.SendAsync(new ChangeStatus.Command(Id, CaseStatus.Open, null, _support))).IsOk.ShouldBeTrue();
        await app.SendAsync(new AddNote.Command(Id, "an unshared word", SharedOutside: false, _support));
        await app.SendAsync(new AddNote.Command(Id, "a shared word", SharedOutside: true, _support));
        await app.SendAsync(new OfferHandoff.Command(Id, app.Billing.Id, "for Billing alone", null, _support));
        await app.SendAsync(new DecideHandoff.Command(Id, HandoffState.Declined, "Billing says no", _support));
        await app.SendAsync(new AskTask.Command(Id, "asked of Billing", app.Billing.Id, null, DateTimeOffset.UtcNow.AddHours(3), _support));
        (await app.SendAsync(new OfferHandoff.Command(Id, app.Repair.Id, "for Repair", null, _support))).IsOk.ShouldBeTrue();

        var page = await _contractor.GetStringAsync($"/cases/{_number}");

        page.ShouldContain(Secret);
        page.ShouldContain("a shared word");
        page.ShouldContain("for Repair");
        foreach (var hidden in new[] { "an unshared word", "for Billing alone", "Billing says no", "asked of Billing", "belongs to Support" })
        {
            page.ShouldNotContain(hidden);
        }
    }

    [Fact]
    public async Task Task_of_a_contractor_shows_the_askers_words_and_nothing_of_the_case()
    {
        var task = (await app.SendAsync(new AskTask.Command(Id, "When can you look at it?", app.Repair.Id, null, DateTimeOffset.UtcNow.AddHours(3), _support))).Value;

        var view = await _contractor.GetStringAsync("/inbox?view=tasks");

        view.ShouldContain("When can you look at it?");
        view.ShouldContain(_number);
        view.ShouldNotContain(Secret);
        (await _contractor.GetAsync($"/cases/{_number}")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        using var form = new FormUrlEncodedContent([KeyValuePair.Create("reason", "Tomorrow at nine.")]);
        (await _contractor.PostAsync(new Uri($"/tasks/{task}?handler=Finish", UriKind.Relative), form)).StatusCode.ShouldBe(HttpStatusCode.NoContent);
    }

    [Fact]
    public async Task Notifications_of_a_contractor_tell_of_its_own_cases_and_tasks_alone()
    {
        var agent = await app.AddAgentAsync(Role.Agent, app.Repair.Id);
        await app.SendAsync(new AskTask.Command(Id, "for Billing", app.Billing.Id, null, DateTimeOffset.UtcNow.AddHours(3), _support));
        (await app.QueryAsync(db => db.Notifications.AnyAsync(n => n.AgentId == agent.Id))).ShouldBeFalse();

        await app.SendAsync(new AskTask.Command(Id, "for Repair", app.Repair.Id, agent.Id, DateTimeOffset.UtcNow.AddHours(3), _support));

        (await app.QueryAsync(db => db.Notifications.SingleAsync(n => n.AgentId == agent.Id))).ShouldSatisfyAllConditions(
            n => n.Kind.ShouldBe(NotificationKind.Task),
            n => n.CaseId.ShouldBeNull());
    }

    private long Id => CaseNumber.TryParse(_number, out var id) ? id : 0;
}

using System.Net;
using Inbox.Core;
using Inbox.Core.Access;
using Inbox.Core.Cases;
using Inbox.Core.Departments;
using Inbox.Core.Sla;
using Inbox.Testing;
using Inbox.Web.Tests.Api;
using Microsoft.Extensions.DependencyInjection;

namespace Inbox.Web.Tests.AgentsPage;

/// <summary>Which policy, which calendar, every cycle: for whoever may read the case.</summary>
public sealed class PromisesPageTests(ApiApp app) : IClassFixture<ApiApp>, IAsyncLifetime
{
    public async Task InitializeAsync()
    {
        if (await app.QueryAsync(db => Task.FromResult(db.SlaPolicies.Any())))
        {
            return;
        }

        var hours = new Calendar { Name = "Tokyo days", TimeZone = "Asia/Tokyo", Hours = Enum.GetNames<DayOfWeek>().ToDictionary(d => d.ToLowerInvariant(), _ => new[] { "00:00-24:00" }) };
        await app.InsertAsync(hours);
        await app.InsertAsync(
            new SlaPolicy { Name = "Gold", Position = 1, CustomerGroup = "VIP", Targets = [new(SlaMetric.FirstReply, 10, 10, 10, 10)] },
            new SlaPolicy { Name = "Loud & proud", Position = 2, MinReach = 5_000, Targets = [new(SlaMetric.FirstReply, 20, 20, 20, 20)] },
            new SlaPolicy { Name = "Letters", Position = 3, DepartmentId = app.Support.Id, CalendarId = hours.Id, Targets = [new(SlaMetric.FirstReply, 240, 240, 240, 240)] });
        app.Services.GetRequiredService<Rulebook>().Forget();
    }

    public Task DisposeAsync() => Task.CompletedTask;

    [Fact]
    public async Task Page_tells_why_this_policy_and_this_calendar_and_every_cycle()
    {
        var number = await app.CaseByMailAsync(Mails.Of(subject: "Lamp"));
        var agent = await app.SignInAsync(Role.Agent, app.Support.Id);

        var page = WebUtility.HtmlDecode(await agent.GetStringAsync($"/cases/{number}/promises"));

        page.ShouldContain("Policy: Letters");
        page.ShouldContain("of VIP customers <span class=\"muted\">(its customer is in no group)</span>");
        page.ShouldContain("read by 5,000 or more <span class=\"muted\">(0 read it)</span>");
        page.ShouldContain("This one: all of its conditions hold.");
        page.ShouldContain("Tokyo days: the policy “Letters” names it.");
        page.ShouldContain("Times are those of Asia/Tokyo.");
        page.ShouldContain("<b>First reply</b>");
        page.ShouldContain("of 4h");
        page.ShouldContain("<b>Resolution</b>");
        (await agent.GetStringAsync($"/cases/{number}")).ShouldContain($"href=\"/cases/{number}/promises\"");
    }

    [Fact]
    public async Task Who_may_not_read_the_case_does_not_read_its_promises()
    {
        var number = await app.CaseByMailAsync(Mails.Of(subject: "Salary"), "complaints");
        var (agent, contractor) = (await app.SignInAsync(Role.Agent, app.Support.Id), await app.SignInAsync(Role.Agent, app.Repair.Id));

        (await agent.GetAsync($"/cases/{number}/promises")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await contractor.GetAsync($"/cases/{number}/promises")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await agent.GetAsync("/cases/C-999999/promises")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Contractor_reads_what_is_promised_and_not_how_we_choose_or_why_we_gave_up()
    {
        var number = await app.CaseByMailAsync(Mails.Of(subject: "Toaster"));
        CaseNumber.TryParse(number, out var id).ShouldBeTrue();
        var (agent, contractor) = (await app.SignInAsync(Role.Agent, app.Support.Id), await app.SignInAsync(Role.Agent, app.Repair.Id));
        var manager = new Actor(AgentId: null, "Mia", Role.Admin, [], Everywhere: true);
        (await app.SendAsync(new ChangeDepartment.Command(id, app.Repair.Id, "it smokes", manager))).Error.ShouldBeNull();
        (await app.SendAsync(new DecideHandoff.Command(id, HandoffState.Accepted, null, manager))).Error.ShouldBeNull();
        (await app.SendAsync(new ChangeStatus.Command(id, CaseStatus.Resolved, "She shouted at us.", manager))).Error.ShouldBeNull();

        var (ours, theirs) = (WebUtility.HtmlDecode(await agent.GetStringAsync($"/cases/{number}/promises")), WebUtility.HtmlDecode(await contractor.GetStringAsync($"/cases/{number}/promises")));

        ours.ShouldContain("She shouted at us.");
        ours.ShouldContain("Time in a department, cycle 2");
        theirs.ShouldContain("Policy: Letters");
        theirs.ShouldContain("<b>First reply</b> <span class=\"chip \">cancelled</span>");
        theirs.ShouldContain("Time in a department, cycle 2");
        theirs.ShouldNotContain("<b>Time in a department</b>");
        theirs.ShouldNotContain("She shouted");
        theirs.ShouldNotContain("VIP");
        theirs.ShouldNotContain("Tokyo days: the policy");
    }
}

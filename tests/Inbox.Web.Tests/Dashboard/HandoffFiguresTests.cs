using System.Net;
using Inbox.Core.Access;
using Inbox.Core.Cases;
using Inbox.Testing;
using Inbox.Web.Pages.Handoffs;
using Inbox.Web.Tests.AgentsPage;
using Inbox.Web.Tests.Api;
using Microsoft.EntityFrameworkCore;

namespace Inbox.Web.Tests.Dashboard;

public sealed class HandoffFiguresTests(Desk desk) : IClassFixture<Desk>
{
    private Company Company => desk.Company;

    [Fact]
    public async Task Acceptances_are_counted_and_timed_by_receiver()
    {
        var (billing, support) = (Company.Billing.Id, Company.Support.Id);
        foreach (var minutes in new[] { 60, 120, 300 })
        {
            var id = await OfferedAsync(billing);
            Company.Clock.Advance(TimeSpan.FromMinutes(minutes));
            await DecideAsync(id, HandoffState.Accepted);
            Company.Clock.Advance(TimeSpan.FromHours(2));
            (await Company.SendAsync(new HandBackCase.Command(id, "done", Company.Ben))).IsOk.ShouldBeTrue();
        }

        await DecideAsync(await OfferedAsync(billing), HandoffState.Declined);
        await DecideAsync(await OfferedAsync(billing), HandoffState.Withdrawn);
        var first = Company.Clock.GetUtcNow();
        await OfferedAsync(billing);
        Company.Clock.Advance(TimeSpan.FromHours(5));
        await OfferedAsync(billing);

        var view = await desk.AskAsync(new HandoffFigures.Query(30, [billing, support]));

        view.Receivers[0].ShouldBe(new HandoffFigures.Receiver(
            billing, Offered: 7, Accepted: 3, Declined: 1, Withdrawn: 1, Open: 2, TimeSpan.FromMinutes(120), TimeSpan.FromMinutes(264), Due: 3, InTime: 2, TimeSpan.FromHours(2), PingPongs: 0));
        view.Receivers[1].Offered.ShouldBe(0);
        view.Waits.ShouldBe([new HandoffFigures.Waiting(support, billing, 2, 1, first)]);
    }

    [Fact]
    public async Task Manager_reads_all_and_a_lead_their_own_departments_alone()
    {
        var rules = await desk.RulesAsync();
        var lead = rules.Departments[Company.Repair.Id].LeadId;
        await Company.SetAsync(async db => (await db.Departments.SingleAsync(d => d.Id == Company.Repair.Id)).LeadId = Company.Rex.AgentId);
        rules = await desk.RulesAsync();

        HandoffFigures.ReadableTo(Company.Rex, rules).ShouldBe([Company.Repair.Id]);
        HandoffFigures.ReadableTo(Company.Ana, rules).ShouldBeEmpty();
        HandoffFigures.ReadableTo(Company.Ana with { Role = Role.Manager }, rules).Count.ShouldBe(rules.Departments.Count);
        lead.ShouldBeNull();
    }

    private async Task<long> OfferedAsync(long to)
    {
        var id = await Company.MailAsync(Mails.Of(from: $"{Guid.NewGuid():N}@mail.example"));
        await Company.SendAsync(new ChangeStatus.Command(id, CaseStatus.Open, null, Company.Ana));
        (await Company.SendAsync(new OfferHandoff.Command(id, to, "money", null, Company.Ana))).IsOk.ShouldBeTrue();
        return id;
    }

    private async Task DecideAsync(long id, HandoffState decision) =>
        (await Company.SendAsync(new DecideHandoff.Command(id, decision, "no", decision == HandoffState.Withdrawn ? Company.Ana : Company.Ben))).IsOk.ShouldBeTrue();
}

public sealed class HandoffReportPageTests(ApiApp app) : IClassFixture<ApiApp>
{
    [Fact]
    public async Task Page_is_for_managers_and_leads()
    {
        var lead = await app.AddAgentAsync(Role.Agent, app.Repair.Id);
        await app.QueryAsync(db => db.Departments.Where(d => d.Id == app.Repair.Id).ExecuteUpdateAsync(set => set.SetProperty(d => d.LeadId, lead.Id)));
        await app.InsertAsync();

        var page = await (await app.SignInAsync(lead)).GetStringAsync("/reports/handoffs");
        page.ShouldContain("Repair");
        page.ShouldNotContain("Billing");
        (await (await app.SignInAsync(Role.Manager)).GetStringAsync("/reports/handoffs?days=7")).ShouldContain("Billing");
        (await (await app.SignInAsync(Role.Agent, app.Support.Id)).GetAsync("/reports/handoffs")).StatusCode.ShouldNotBe(HttpStatusCode.OK);
    }
}

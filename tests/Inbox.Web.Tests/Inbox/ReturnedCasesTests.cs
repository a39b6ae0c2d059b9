using Inbox.Core.Access;
using Inbox.Core.Cases;
using Inbox.Core.Cases.Tasks;
using Inbox.Testing;
using Inbox.Web.Pages.AgentsPage;
using Inbox.Web.Pages.Cases;

namespace Inbox.Web.Tests.AgentsPage;

/// <summary>What came back from another department, what goes back and forth, and what is asked of others.</summary>
public sealed class ReturnedCasesTests(Desk desk) : IClassFixture<Desk>
{
    private Company Company => desk.Company;

    [Fact]
    public async Task Returned_case_stands_on_top_with_the_words_until_somebody_acts()
    {
        var due = await MineAsync("due first");
        Company.Clock.Advance(TimeSpan.FromMinutes(5));
        var back = await MineAsync("back again");
        await DeclineAsync(back, "we do not do that");

        var rows = (await ListAsync(InboxView.Mine)).Rows;

        rows[0].Id.ShouldBe(back);
        rows[0].Returned.ShouldBe(new CaseList.Return(Company.Billing.Id, HandoffState.Declined, "we do not do that"));
        rows.Select(r => r.Id).ShouldContain(due);
        rows.Count(r => r.Id == back).ShouldBe(1);
        (await Company.SendAsync(new SeeReturn.Command(back, Company.Ana))).IsOk.ShouldBeTrue();
        (await ListAsync(InboxView.Mine)).Rows.Single(r => r.Id == back).Returned.ShouldBeNull();
    }

    [Fact]
    public async Task Returned_cases_are_on_the_first_page_once_and_pages_keep_their_order()
    {
        var unassigned = new List<long>();
        for (var i = 0; i < 7; i++)
        {
            unassigned.Add(await OpenAsync($"page {i}"));
            Company.Clock.Advance(TimeSpan.FromMinutes(1));
        }

        await DeclineAsync(unassigned[4], "no");
        await DeclineAsync(unassigned[6], "no");

        var paged = await desk.ListAsync(InboxView.Unassigned, Company.Ana, rows: 2);

        paged[..2].ShouldBe([unassigned[6], unassigned[4]], ignoreOrder: true);
        paged.Distinct().Count().ShouldBe(paged.Count);
        paged.Skip(2).Where(unassigned.Contains).ShouldBe(unassigned.Where(id => id != unassigned[4] && id != unassigned[6]));
        paged.ShouldBe(await desk.ListAsync(InboxView.Unassigned, Company.Ana, rows: 500));
    }

    [Fact]
    public async Task Ping_pong_is_a_mark_and_a_filter()
    {
        var (quiet, passed) = (await MineAsync("quiet"), await MineAsync("passed on"));
        await DeclineAsync(passed, "no");
        await DeclineAsync(passed, "no again");

        var found = await desk.ListAsync(InboxView.All, Company.Ana, "is:pingpong");

        found.ShouldContain(passed);
        found.ShouldNotContain(quiet);
    }

    [Fact]
    public async Task Tasks_of_ones_departments_are_listed_by_due_time_and_counted()
    {
        var id = await MineAsync("with tasks");
        var later = await AskAsync(id, TimeSpan.FromHours(9));
        var sooner = await AskAsync(id, TimeSpan.FromHours(2));
        Company.Clock.Advance(TimeSpan.FromSeconds(2));

        var tasks = (await desk.AskAsync(new TaskList.Query(After: null, Company.Ben))).Rows;

        tasks.Select(t => t.Id).ShouldBe([sooner, later]);
        tasks[0].Subject.ShouldBe("with tasks");
        (await desk.AskAsync(new ViewCounts.Query(Company.Ben))).Of(InboxView.Tasks).ShouldBe(new ViewCounts.Count(2, Late: false));
        (await desk.AskAsync(new ViewCounts.Query(Company.Rex))).Of(InboxView.Tasks).Number.ShouldBe(0);
        Company.Clock.Advance(TimeSpan.FromHours(3));
        (await desk.AskAsync(new ViewCounts.Query(Company.Ben))).Of(InboxView.Tasks).Late.ShouldBeTrue();
        var second = await desk.AskAsync(new TaskList.Query(new CaseList.Cursor(tasks[0].DueAt, tasks[0].Id), Company.Ben));
        second.Rows.Select(t => t.Id).ShouldBe([later]);
    }

    [Fact]
    public async Task Way_of_a_case_tells_the_time_in_each_department()
    {
        var id = await MineAsync("on its way");
        Company.Clock.Advance(TimeSpan.FromHours(2));
        await Company.SendAsync(new OfferHandoff.Command(id, Company.Billing.Id, "money", null, Company.Ana));
        Company.Clock.Advance(TimeSpan.FromHours(1));
        await Company.SendAsync(new DecideHandoff.Command(id, HandoffState.Accepted, null, Company.Ben));
        Company.Clock.Advance(TimeSpan.FromHours(5));
        await Company.SendAsync(new HandBackCase.Command(id, "credited", Company.Ben));
        Company.Clock.Advance(TimeSpan.FromMinutes(30));

        var around = await desk.AskAsync(new CaseSurroundings.Query(id, Company.Ana));
        var clocks = (await desk.AskAsync(new ReadCase.Query(id, Company.Ana)))!.Clocks;
        var chain = HandoffChain.Of(around.Handoffs, clocks, await desk.RulesAsync(), Company.Ana, Company.Clock.GetUtcNow());

        chain.Where(l => l.Stay is not null).Select(l => (l.Stay!.Department, l.Stay.Wall.TotalHours, l.Stay.Runs)).ShouldBe(
            [(Company.Support.Id, 3, false), (Company.Billing.Id, 5, false), (Company.Support.Id, 0.5, true)]);
        chain.Select(l => l.Stay is null).ShouldBe([false, true, false, false]);
        around.Handoffs.Single().ShouldSatisfyAllConditions(h => h.DecidedBy.ShouldBe("Ben B."), h => h.DoneWords.ShouldBe("credited"));
    }

    private async Task<long> OpenAsync(string subject)
    {
        var id = await Company.MailAsync(Mails.Of(from: $"{Guid.NewGuid():N}@mail.example", subject: subject));
        (await Company.SendAsync(new ChangeStatus.Command(id, CaseStatus.Open, null, Company.Ana))).IsOk.ShouldBeTrue();
        return id;
    }

    private async Task<long> MineAsync(string subject)
    {
        var id = await OpenAsync(subject);
        await Company.SendAsync(new AssignCase.Command(id, Company.Ana.AgentId, Company.Ana));
        return id;
    }

    private async Task DeclineAsync(long id, string why)
    {
        (await Company.SendAsync(new OfferHandoff.Command(id, Company.Billing.Id, "money", null, Company.Ana))).IsOk.ShouldBeTrue();
        (await Company.SendAsync(new DecideHandoff.Command(id, HandoffState.Declined, why, Company.Ben))).IsOk.ShouldBeTrue();
    }

    private async Task<long> AskAsync(long id, TimeSpan due) =>
        (await Company.SendAsync(new AskTask.Command(id, "Was it paid?", Company.Billing.Id, null, Company.Clock.GetUtcNow() + due, Company.Ana))).Value;

    private Task<CaseList.Page> ListAsync(InboxView view) => desk.AskAsync(new CaseList.Query(view, SearchWords.Parse(""), Newest: false, After: null, Company.Ana, 150));
}

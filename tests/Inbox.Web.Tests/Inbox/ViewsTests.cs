using Inbox.Core.Access;
using Inbox.Core.Cases;
using Inbox.Core.Cases.Following;
using Inbox.Core.Departments;
using Inbox.Testing;
using Inbox.Web.Pages.AgentsPage;
using Microsoft.EntityFrameworkCore;

namespace Inbox.Web.Tests.AgentsPage;

public sealed class ViewsTests(Desk desk) : IClassFixture<Desk>
{
    private Company Company => desk.Company;

    [Fact]
    public async Task Counts_equal_the_lists_for_every_view_and_person()
    {
        await FillAsync();
        var rules = await desk.RulesAsync();
        Actor[] people = [Company.Ana, Company.Ben, Company.Rex, Actor.System];
        foreach (var actor in people)
        {
            var counts = await desk.AskAsync(new ViewCounts.Query(actor));
            var views = InboxView.Fixed.Where(v => v != InboxView.Automatic && v != InboxView.Tasks).Concat(rules.Departments.Values.Select(d => InboxView.Department(d.Id, d.Name)));
            foreach (var view in views)
            {
                var listed = await desk.ListAsync(view, actor);
                counts.Of(view).Number.ShouldBe(listed.Count, $"{view.Key} of {actor.Name}");
            }
        }
    }

    [Fact]
    public async Task Following_lists_what_one_follows_while_it_is_open()
    {
        var (open, resolved) = (await Company.MailAsync(Mails.Of()), await Company.MailAsync(Mails.Of()));
        foreach (var id in new[] { open, resolved })
        {
            (await Company.SendAsync(new FollowCase.Command(id, Follow: true, Company.Rex with { External = false }))).IsOk.ShouldBeTrue();
        }

        await Company.SendAsync(new ChangeStatus.Command(resolved, CaseStatus.Resolved, "by phone", Company.Ana));

        (await desk.ListAsync(InboxView.Following, Company.Rex with { External = false })).ShouldBe([open]);
    }

    [Fact]
    public async Task Counts_take_one_query_a_second()
    {
        var actor = Company.Ana with { Name = "someone who has not asked yet" };
        await desk.RulesAsync();
        var before = desk.Commands;
        (await desk.AskAsync(new ViewCounts.Query(actor))).Kept.ShouldBeFalse();
        (desk.Commands - before).ShouldBe(1);
        (await desk.AskAsync(new ViewCounts.Query(actor))).Kept.ShouldBeTrue("the page has to ask once more");
        (desk.Commands - before).ShouldBe(1);
        Company.Clock.Advance(TimeSpan.FromSeconds(1));
        (await desk.AskAsync(new ViewCounts.Query(actor))).Kept.ShouldBeFalse();
        (desk.Commands - before).ShouldBe(2);
    }

    [Fact]
    public async Task Contractor_sees_what_is_owned_by_or_offered_to_them_and_nothing_else()
    {
        var (hidden, offered) = (await Company.MailAsync(Mails.Of()), await Company.MailAsync(Mails.Of()));
        (await Company.SendAsync(new ChangeDepartment.Command(offered, Company.Repair.Id, "third repair", Company.Ana))).IsOk.ShouldBeTrue();

        var listed = await desk.ListAsync(InboxView.All, Company.Rex);

        listed.ShouldContain(offered);
        listed.ShouldNotContain(hidden);
        (await desk.ListAsync(InboxView.Handoffs, Company.Rex)).ShouldContain(offered);
    }

    [Fact]
    public async Task Confidential_cases_are_listed_to_members_only()
    {
        var secret = await Company.DbAsync(async db =>
        {
            var department = db.Departments.Add(new Department { Name = "Legal", Key = "legal", Confidential = true }).Entity;
            await db.SaveChangesAsync();
            return department;
        });
        var id = await Company.MailAsync(Mails.Of());
        await Company.DbAsync(db => db.Cases.Where(c => c.Id == id).ExecuteUpdateAsync(s => s.SetProperty(c => c.DepartmentId, secret.Id)));
        var outsider = new Actor(Company.Ana.AgentId, "Ana K.", Role.Agent, [Company.Support.Id], Hidden: [secret.Id]);

        (await desk.ListAsync(InboxView.All, outsider)).ShouldNotContain(id);
        (await desk.ListAsync(InboxView.All, Company.Ana)).ShouldContain(id);
        (await desk.AskAsync(new Pages.Cases.ReadCase.Query(id, outsider))).ShouldBeNull();
        await Company.DbAsync(db => db.Cases.Where(c => c.Id == id).ExecuteUpdateAsync(s => s.SetProperty(c => c.DepartmentId, Company.Support.Id)));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Pages_follow_each_other_without_gap_or_repeat(bool newest)
    {
        for (var i = 0; i < 7; i++)
        {
            await Company.MailAsync(Mails.Of(from: $"p{i}@mail.example"));
            Company.Clock.Advance(TimeSpan.FromMinutes(i % 3));
        }

        var whole = await desk.ListAsync(InboxView.All, Company.Ana, newest: newest, rows: 500);
        var paged = await desk.ListAsync(InboxView.All, Company.Ana, newest: newest, rows: 2);

        paged.ShouldBe(whole);
        paged.Count.ShouldBe(paged.Distinct().Count());
    }

    private async Task FillAsync()
    {
        var ids = new List<long>();
        for (var i = 0; i < 8; i++)
        {
            ids.Add(await Company.MailAsync(Mails.Of(from: $"fill{i}@mail.example")));
        }

        var later = Company.Clock.GetUtcNow().AddDays(2);
        (await Company.SendAsync(new AssignCase.Command(ids[0], Company.Ana.AgentId, Company.Ana))).IsOk.ShouldBeTrue();
        (await Company.SendAsync(new SnoozeCase.Command(ids[1], later, Company.Ana))).IsOk.ShouldBeTrue();
        (await Company.SendAsync(new SnoozeCase.Command(ids[6], SnoozeCase.UntilAnswer, Company.Ana))).IsOk.ShouldBeTrue();
        (await Company.SendAsync(new FollowCase.Command(ids[6], Follow: true, Company.Ben))).IsOk.ShouldBeTrue();
        (await Company.SendAsync(new FollowCase.Command(ids[3], Follow: true, Company.Ben))).IsOk.ShouldBeTrue();
        (await Company.SendAsync(new ChangeStatus.Command(ids[2], CaseStatus.Waiting, null, Company.Ana))).IsOk.ShouldBeTrue();
        (await Company.SendAsync(new ChangeStatus.Command(ids[3], CaseStatus.Resolved, "spoke on the phone", Company.Ana))).IsOk.ShouldBeTrue();
        (await Company.SendAsync(new ChangeDepartment.Command(ids[4], Company.Billing.Id, null, Company.Ana))).IsOk.ShouldBeTrue();
        (await Company.SendAsync(new ChangeDepartment.Command(ids[5], Company.Repair.Id, "the board again", Company.Ana))).IsOk.ShouldBeTrue();
        await Company.DbAsync(db => db.Cases.Where(c => c.Id == ids[3]).ExecuteUpdateAsync(s => s.SetProperty(c => c.ThanksUntil, later)));
    }
}

using Inbox.Core.Access;
using Inbox.Core.Cases;
using Inbox.Core.Routing;
using Inbox.Testing;
using Inbox.Web.Pages.Settings.Routing;
using Inbox.Web.Tests.AgentsPage;
using Microsoft.EntityFrameworkCore;

namespace Inbox.Web.Tests.Settings;

/// <summary>A rule is tried before it is switched on.</summary>
public sealed class TryRuleTests(Desk desk) : IClassFixture<Desk>
{
    private static readonly Actor Admin = new(AgentId: null, "Ada", Role.Admin, [], Everywhere: true);

    private Company Company => desk.Company;

    [Fact]
    public async Task Trial_says_what_would_change_in_its_place_of_the_order_and_changes_nothing()
    {
        var early = await RuleAsync(new RoutingRule { Name = "Early", Position = 1, Tags = ["early"], Conditions = Subject("invoice") });
        var late = await RuleAsync(new RoutingRule { Name = "Late", Position = 2, Priority = Priority.Low, Conditions = Subject("laptop") });
        await MailAsync("Invoice for the laptop");
        var laptop = await MailAsync("My laptop");
        await MailAsync("Something else");
        var draft = new SaveRoutingRule.Command(
            Id: null, Revision: 0, "Draft", Enabled: false, Subject("laptop", "else"), new RuleActions { DepartmentId = Company.Billing.Id, AssignBy = AssignBy.LeastLoaded }, Admin);

        var last = await desk.AskAsync(new TryRule.Query(draft, Admin));
        (last.Cases, last.Taken, last.Changed, last.OtherDepartment, last.OtherAssignee, last.OtherPriority).ShouldBe((3, 1, 1, 1, 1, 0));
        last.Rows.Single().Changes.ShouldBe(["Support → Billing", "nobody → the one with the fewest open cases"]);
        last.Rows.Single().Reason.ShouldBe("rule 3 “Draft” because the subject contains “else”");

        var edited = await desk.AskAsync(new TryRule.Query(draft with { Id = late }, Admin));
        (edited.Taken, edited.Changed, edited.OtherPriority).ShouldBe((2, 2, 1));
        edited.Rows.ShouldContain(r => r.Number == $"C-{laptop}" && r.Changes.Contains("Low → Normal"));
        (await Company.CaseAsync(laptop)).DepartmentId.ShouldBe(Company.Support.Id);
        (await Company.DbAsync(db => db.RoutingRules.OrderBy(r => r.Id).Select(r => r.Name).ToListAsync())).ShouldBe(["Early", "Late"]);
        early.ShouldBeLessThan(late);
    }

    [Fact]
    public async Task Rule_that_cannot_be_saved_is_not_tried_and_nobody_but_an_administrator_tries_any()
    {
        var broken = new SaveRoutingRule.Command(
            Id: null, Revision: 0, "Draft", Enabled: true, RuleConditions.All(new RuleCondition { Kind = ConditionKind.Pattern, Values = ["("] }), new RuleActions { Priority = Priority.High }, Admin);

        (await desk.AskAsync(new TryRule.Query(broken, Admin))).Problems.Single().ShouldStartWith("This is no regular expression");
        (await desk.AskAsync(new TryRule.Query(broken, Company.Ana))).Problems.Single().ShouldStartWith("Only an administrator");
    }

    private static RuleConditions Subject(params string[] words) => RuleConditions.All(new RuleCondition { Kind = ConditionKind.Words, Values = words, In = RuleWordsIn.Subject });

    private async Task<long> RuleAsync(RoutingRule rule)
    {
        await Company.SetAsync(db =>
        {
            db.RoutingRules.Add(rule);
            return Task.CompletedTask;
        });
        return rule.Id;
    }

    private Task<long> MailAsync(string subject) => Company.MailAsync(Mails.Of(from: $"Z <z{Guid.NewGuid():N}@mail.example>", subject: subject));
}

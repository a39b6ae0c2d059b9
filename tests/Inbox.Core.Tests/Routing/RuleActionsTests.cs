using System.Text;
using Inbox.Core.Access;
using Inbox.Core.Cases;
using Inbox.Core.Customers;
using Inbox.Core.Intake;
using Inbox.Core.Notifications;
using Inbox.Core.Routing;
using Inbox.Core.Sla;
using Inbox.Testing;
using Microsoft.EntityFrameworkCore;

namespace Inbox.Core.Tests.Routing;

/// <summary>What rules do to mail that really comes in.</summary>
public sealed class RuleActionsTests : IAsyncLifetime
{
    private Company _company = null!;

    public async Task InitializeAsync() => _company = await Company.OpenAsync();

    public async Task DisposeAsync() => await _company.DisposeAsync();

    [Fact]
    public async Task Turns_are_taken_by_those_who_are_here_and_have_room()
    {
        var (bea, cem, dan) = (await HireAsync("Bea"), await HireAsync("Cem"), await HireAsync("Dan"));
        await ChangeAsync(_company.Ana.AgentId!.Value, a => a.AwaySince = _company.Clock.GetUtcNow());
        await ChangeAsync(dan, a => a.Capacity = 1);
        await RuleAsync(r => r.AssignBy = AssignBy.RoundRobin);

        var batch = await FileAsync(5);
        var more = await FileAsync(1);

        (await AssigneesAsync([.. batch, .. more])).ShouldBe([bea, cem, dan, bea, cem, bea]);
    }

    [Fact]
    public async Task Fewest_open_cases_decide_and_are_counted_within_a_batch()
    {
        var bea = await HireAsync("Bea");
        var ana = _company.Ana.AgentId!.Value;
        var old = await FileAsync(2);
        foreach (var id in old)
        {
            await _company.SendAsync(new AssignCase.Command(id, bea, _company.Ana));
        }

        await RuleAsync(r => r.AssignBy = AssignBy.LeastLoaded);
        var cases = await FileAsync(4);

        // At two each it is the turn of whoever was never given one.
        (await AssigneesAsync(cases)).ShouldBe([ana, ana, bea, ana]);
        var first = await _company.CaseAsync(cases[0]);
        first.RoutingReason.ShouldBe("rule 1 “Rule” because it takes everything; given to Ana K., who has the fewest open cases");
        (await _company.DbAsync(db => db.Notifications.CountAsync(n => n.AgentId == ana && n.Kind == NotificationKind.Assigned))).ShouldBe(3);
        (await _company.DbAsync(db => db.Events.AnyAsync(e => e.CaseId == first.Id && e.Kind == CaseEventKind.Assigned))).ShouldBeTrue();
    }

    [Fact]
    public async Task Skill_is_looked_for_and_where_nobody_fits_the_case_waits_in_unassigned_and_says_why()
    {
        var bea = await HireAsync("Bea");
        await ChangeAsync(bea, a => (a.Skills, a.Capacity) = (["French"], 1));
        await RuleAsync(r => (r.AssignBy, r.Skill) = (AssignBy.Skill, "french"));

        var cases = await FileAsync(2);

        (await AssigneesAsync(cases)).ShouldBe([bea, null]);
        (await _company.CaseAsync(cases[1])).RoutingReason.ShouldEndWith("; nobody of Support who knows “french” is here with room for another case");
    }

    [Fact]
    public async Task Customer_stays_with_whoever_answered_them_last()
    {
        await HireAsync("Bea");
        var first = await _company.MailAsync(Mails.Of());
        await _company.AnswerAsync(first);
        await RuleAsync(r => r.AssignBy = AssignBy.LastAgent);

        var known = await _company.MailAsync(Mails.Of(subject: "Something else"));
        var stranger = await _company.MailAsync(Mails.Of(from: "Zed <zed@mail.example>"));

        (await AssigneesAsync([known, stranger])).ShouldBe([_company.Ana.AgentId, null]);
    }

    [Fact]
    public async Task Named_person_gets_the_case_unless_they_are_away()
    {
        var bea = await HireAsync("Bea");
        await RuleAsync(r => (r.AssignBy, r.PersonId) = (AssignBy.Person, bea));
        var before = await FileAsync(1);
        await ChangeAsync(bea, a => (a.AwaySince, a.AwayUntil) = (_company.Clock.GetUtcNow(), _company.Clock.GetUtcNow().AddHours(1)));
        var away = await FileAsync(1);
        _company.Clock.Advance(TimeSpan.FromHours(1));
        var back = await FileAsync(1);

        (await AssigneesAsync([.. before, .. away, .. back])).ShouldBe([bea, null, bea]);
    }

    [Fact]
    public async Task Two_who_open_cases_at_once_do_not_share_the_last_free_place()
    {
        await ChangeAsync(_company.Ana.AgentId!.Value, a => a.Capacity = 3);
        await RuleAsync(r => r.AssignBy = AssignBy.LeastLoaded);

        var mail = FileAsync(3);
        var calls = Enumerable.Range(0, 3).Select(i => _company.SendAsync(new OpenCase.Command(
            $"Call {i}", "It leaks.", new OpenCase.Person(HandleKinds.Email, $"c{i}@mail.example", "Cleo"), _company.Mail.Id, DepartmentId: null, Priority: null, Tags: [], Actor.System)));
        await Task.WhenAll(calls.Cast<Task>().Append(mail));

        (await _company.DbAsync(db => db.Cases.CountAsync(c => c.AssigneeId == _company.Ana.AgentId))).ShouldBe(3);
    }

    [Fact]
    public async Task Policy_of_the_rule_is_the_promise_whatever_the_policies_ask_for()
    {
        var policy = 0L;
        await _company.SetAsync(async db =>
        {
            var gold = db.SlaPolicies.Add(new SlaPolicy { Name = "Gold", Position = 9, Tag = "never", Targets = [new(SlaMetric.FirstReply, 5, 5, 5, 5)] }).Entity;
            await db.SaveChangesAsync();
            policy = gold.Id;
        });
        await RuleAsync(r => r.SlaPolicyId = policy);

        var id = await _company.MailAsync(Mails.Of());

        (await _company.CaseAsync(id)).SlaPolicyId.ShouldBe(policy);
        (await _company.ClocksAsync(id, SlaMetric.FirstReply)).Single().DueAt.ShouldBe(_company.Clock.GetUtcNow().AddMinutes(5));
    }

    [Fact]
    public async Task Followers_of_the_rule_follow_the_case()
    {
        var bea = await HireAsync("Bea");
        await RuleAsync(r => r.FollowerIds = [bea]);

        var mailed = await _company.MailAsync(Mails.Of());
        var called = await _company.SendAsync(new OpenCase.Command(
            "Call", "It leaks.", new OpenCase.Person(HandleKinds.Email, "c@mail.example", "Cleo"), _company.Mail.Id, DepartmentId: null, Priority: null, Tags: [], Actor.System));

        (await _company.DbAsync(db => db.CaseFollowers.Where(f => f.AgentId == bea).OrderBy(f => f.CaseId).Select(f => f.CaseId).ToListAsync())).ShouldBe([mailed, called.Value]);
    }

    [Fact]
    public async Task Held_by_a_rule_opens_no_case_until_somebody_lets_it_in()
    {
        await RuleAsync(r => (r.Fate, r.Conditions) = (RuleFate.Held, RuleConditions.All(new RuleCondition { Kind = ConditionKind.Words, Values = ["casino"] })));

        var held = (await _company.FileAsync(_company.Mail, Encoding.UTF8.GetBytes(Mails.Of(subject: "Casino")))).Single();

        (held.State, held.CaseId).ShouldBe((InboundState.Held, null));
        held.Error.ShouldBe("Held by rule 1 “Rule” because the subject contains “Casino”.".Replace("Casino", "casino", StringComparison.Ordinal));
        (await _company.SendAsync(new ReleaseDelivery.Command(held.Id, _company.Ana))).IsOk.ShouldBeTrue();
        await _company.FilePendingAsync();
        var opened = await _company.DbAsync(db => db.InboundDeliveries.Where(d => d.Id == held.Id).Select(d => d.CaseId).SingleAsync());
        (await _company.CaseAsync(opened!.Value)).Status.ShouldBe(CaseStatus.New);
    }

    [Fact]
    public async Task Spam_by_a_rule_runs_no_clock_and_comes_back_with_not_spam()
    {
        await RuleAsync(r => r.Fate = RuleFate.Spam);

        var id = await _company.MailAsync(Mails.Of());

        var spam = await _company.CaseAsync(id);
        (spam.Status, spam.IsOpen, spam.NextDueAt).ShouldBe((CaseStatus.Spam, false, Clock.Never));
        (await _company.ClocksAsync(id, SlaMetric.FirstReply)).Single().IsRunning.ShouldBeFalse();
        (await _company.SendAsync(new ChangeStatus.Command(id, CaseStatus.Open, Reason: null, _company.Ana))).IsOk.ShouldBeTrue();
        (await _company.ClocksAsync(id, SlaMetric.FirstReply)).Single().IsRunning.ShouldBeTrue();
    }

    [Fact]
    public async Task Earlier_cases_count_those_of_the_same_batch_and_not_spam()
    {
        await RuleAsync(r => (r.DepartmentId, r.Conditions) = (_company.Billing.Id, RuleConditions.All(new RuleCondition { Kind = ConditionKind.EarlierCases, Number = 2, Days = 30 })));
        var spam = await _company.MailAsync(Mails.Of(from: "Zed <zed@mail.example>"));
        await _company.SendAsync(new ChangeStatus.Command(spam, CaseStatus.Spam, Reason: null, _company.Ana));

        var batch = await FileAsync(3, "Zed <zed@mail.example>");

        var cases = await _company.DbAsync(db => db.Cases.Where(c => batch.Contains(c.Id)).OrderBy(c => c.Id).Select(c => c.DepartmentId).ToListAsync());
        cases.ShouldBe([_company.Support.Id, _company.Support.Id, _company.Billing.Id]);
    }

    [Fact]
    public async Task Every_match_is_counted_by_day_and_a_slow_pattern_stands_on_its_rule()
    {
        const string Slow = @"^(a+)+\1$";
        await RuleAsync(r => (r.GoesOn, r.Tags) = (true, ["seen"]));
        await RuleAsync(r => r.Conditions = RuleConditions.All(new RuleCondition { Kind = ConditionKind.Pattern, Values = [Slow] }));
        await RuleAsync(r => r.Priority = Priority.High);

        await _company.FileAsync(_company.Mail, [.. Enumerable.Range(0, 3).Select(_ => Encoding.UTF8.GetBytes(Mails.Of(text: new string('a', 40) + "!")))]);
        _company.Clock.Advance(TimeSpan.FromDays(1));
        await FileAsync(1);

        var rules = await _company.DbAsync(db => db.RoutingRules.OrderBy(r => r.Position).ToListAsync());
        var hits = await _company.DbAsync(db => db.RuleHits.OrderBy(h => h.Day).ToListAsync());
        hits.Where(h => h.RuleId == rules[0].Id).Select(h => h.Hits).ShouldBe([3, 1]);
        hits.Where(h => h.RuleId == rules[1].Id).ShouldBeEmpty();
        hits.Where(h => h.RuleId == rules[2].Id).Sum(h => h.Hits).ShouldBe(4);
        (rules[1].SlowPattern, rules[0].SlowPattern).ShouldBe((Slow, null));
    }

    [Fact]
    public async Task Message_on_a_case_of_somebody_who_is_away_alerts_the_lead()
    {
        var lead = await HireAsync("Lea");
        await _company.SetAsync(async db => (await db.Departments.SingleAsync(d => d.Id == _company.Support.Id)).LeadId = lead);
        var id = await _company.MailAsync(Mails.Of(id: "first@mail.example"));
        await _company.SendAsync(new AssignCase.Command(id, _company.Ana.AgentId, _company.Ana));
        await _company.MailAsync(Mails.Of(inReplyTo: "first@mail.example"));
        (await ToldAsync(lead)).ShouldBeEmpty();

        (await _company.SendAsync(new SetPresence.Command(_company.Ana.AgentId!.Value, Away: true, Until: null, _company.Ana))).IsOk.ShouldBeTrue();
        _company.Services.GetService(typeof(Rulebook)).ShouldBeOfType<Rulebook>().Forget();
        await _company.MailAsync(Mails.Of(inReplyTo: "first@mail.example"));

        (await ToldAsync(lead)).ShouldHaveSingleItem().ShouldBe($"C-{id}: the customer wrote, and Ana K. is away");
        (await _company.CaseAsync(id)).AssigneeId.ShouldBe(_company.Ana.AgentId);
    }

    [Fact]
    public async Task Presence_is_set_by_oneself_ones_manager_or_an_administrator()
    {
        var ana = _company.Ana.AgentId!.Value;
        Task<Result<Done>> By(Actor actor) => _company.SendAsync(new SetPresence.Command(ana, Away: true, Until: null, actor));

        (await By(_company.Ben)).Error!.Kind.ShouldBe(ErrorKind.Forbidden);
        (await By(_company.Ben with { Role = Role.Manager })).Error!.Kind.ShouldBe(ErrorKind.Forbidden);
        (await By(_company.Ben with { Role = Role.Manager, Departments = [_company.Support.Id] })).IsOk.ShouldBeTrue();
        (await By(_company.Ben with { Role = Role.Admin })).IsOk.ShouldBeTrue();
        (await By(_company.Ana)).IsOk.ShouldBeTrue();
    }

    private Task<List<string>> ToldAsync(long agent) =>
        _company.DbAsync(db => db.Notifications.Where(n => n.AgentId == agent && n.Kind == NotificationKind.CustomerWrote).Select(n => n.Text).ToListAsync());

    private Task RuleAsync(Action<RoutingRule> set) => _company.SetAsync(async db =>
    {
        var rule = new RoutingRule { Name = "Rule", Position = await db.RoutingRules.CountAsync() + 1 };
        set(rule);
        db.RoutingRules.Add(rule);
    });

    private async Task<long> HireAsync(string name)
    {
        var agent = new Agent { DisplayName = name, Departments = [new AgentDepartment { DepartmentId = _company.Support.Id }] };
        await _company.SetAsync(db =>
        {
            db.Users.Add(agent);
            return Task.CompletedTask;
        });
        return agent.Id;
    }

    private Task ChangeAsync(long id, Action<Agent> change) => _company.SetAsync(async db => change(await db.Users.SingleAsync(a => a.Id == id)));

    /// <summary>New cases in one batch, in the order in which they were filed, each of another customer unless one is named.</summary>
    private async Task<long[]> FileAsync(int count, string? from = null)
    {
        var mails = Enumerable.Range(0, count).Select(_ => Encoding.UTF8.GetBytes(Mails.Of(from: from ?? $"Z <z{Guid.NewGuid():N}@mail.example>"))).ToArray();
        return [.. (await _company.FileAsync(_company.Mail, mails)).Select(d => d.CaseId!.Value).Order()];
    }

    private async Task<List<long?>> AssigneesAsync(params long[] ids)
    {
        var found = await _company.DbAsync(db => db.Cases.Where(c => ids.Contains(c.Id)).ToDictionaryAsync(c => c.Id, c => c.AssigneeId));
        return [.. ids.Select(id => found[id])];
    }
}

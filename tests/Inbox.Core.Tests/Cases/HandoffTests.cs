using Inbox.Core.Access;
using Inbox.Core.Cases;
using Inbox.Core.Departments;
using Inbox.Core.Notifications;
using Inbox.Core.Routing;
using Inbox.Core.Sla;
using Inbox.Testing;
using Microsoft.EntityFrameworkCore;

namespace Inbox.Core.Tests.Cases;

public sealed class HandoffTests : IAsyncLifetime
{
    private Company _company = null!;

    public async Task InitializeAsync()
    {
        _company = await Company.OpenAsync();
        await _company.SetAsync(async db =>
        {
            var repair = await db.Departments.SingleAsync(d => d.Key == "repair");
            repair.Checklist = [new("Order number", ChecklistKind.Number, Required: true), new("Colour", ChecklistKind.Text, Required: false), new("Sent in", ChecklistKind.Tick, Required: true)];
        });
    }

    public async Task DisposeAsync() => await _company.DisposeAsync();

    [Fact]
    public async Task Offer_carries_the_answers_to_what_the_receiver_demands()
    {
        var id = await OpenAsync();

        (await OfferAsync(id, ("order number", "4711"), ("Sent in", "true"))).IsOk.ShouldBeTrue();

        (await LastAsync(id)).Checklist.ShouldBe(
        [
            new ChecklistEntry("Order number", ChecklistKind.Number, Required: true, "4711"),
            new ChecklistEntry("Colour", ChecklistKind.Text, Required: false, Value: null),
            new ChecklistEntry("Sent in", ChecklistKind.Tick, Required: true, Checklist.Yes),
        ]);
        (await _company.CaseAsync(id)).ShouldSatisfyAllConditions(
            c => c.OfferedToId.ShouldBe(_company.Repair.Id),
            c => c.DepartmentId.ShouldBe(_company.Support.Id));
    }

    [Fact]
    public async Task Offer_without_what_is_demanded_is_refused_in_words_and_changes_nothing()
    {
        var id = await OpenAsync();

        (await OfferAsync(id, ("Sent in", "no"))).Error!.ShouldSatisfyAllConditions(
            e => e.Code.ShouldBe("checklist_missing"),
            e => e.Message.ShouldBe("Repair asks for: Order number, Sent in."));
        (await OfferAsync(id, ("Order number", "many"), ("Sent in", "yes"))).Error!.Message.ShouldBe("Order number: give a number.");
        (await OfferAsync(id, ("Order number", "1"), ("Sent in", "yes"), ("Weight", "2"))).Error!.Message.ShouldContain("does not ask for “Weight”");

        (await _company.CaseAsync(id)).OfferedToId.ShouldBeNull();
        (await NoticesAsync(id)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Rule_offers_without_answers_and_the_offering_side_fills_them_in_later()
    {
        await _company.SetAsync(db =>
        {
            db.RoutingRules.Add(new RoutingRule { Name = "repairs", Position = 1, Conditions = RuleConditions.All(new RuleCondition { Kind = ConditionKind.Words, Values = ["broken"] }), DepartmentId = _company.Repair.Id });
            return Task.CompletedTask;
        });
        var id = await _company.MailAsync(Mails.Of(subject: "It is broken"));
        var handoff = await LastAsync(id);
        handoff.Missing.ShouldBe(["Order number", "Sent in"]);
        (await NoticesAsync(id)).ShouldBe([(_company.Rex.AgentId!.Value, $"{CaseNumber.Format(id)} is offered to Repair")]);

        (await _company.SendAsync(new FillChecklist.Command(id, handoff.Id, Answers(("Order number", "7")), _company.Rex))).Error!.Kind.ShouldBe(ErrorKind.Forbidden);
        (await _company.SendAsync(new FillChecklist.Command(id, handoff.Id, Answers(("Order number", "7")), _company.Ana))).IsOk.ShouldBeTrue();

        (await LastAsync(id)).Missing.ShouldBe(["Sent in"]);
    }

    [Fact]
    public async Task Accepting_gives_the_case_to_who_accepts_and_tells_who_offered()
    {
        var id = await OfferedAsync();

        (await _company.SendAsync(new DecideHandoff.Command(id, HandoffState.Accepted, null, _company.Rex))).IsOk.ShouldBeTrue();

        (await _company.CaseAsync(id)).ShouldSatisfyAllConditions(
            c => c.DepartmentId.ShouldBe(_company.Repair.Id),
            c => c.AssigneeId.ShouldBe(_company.Rex.AgentId),
            c => c.OfferedToId.ShouldBeNull());
        (await NoticesAsync(id)).ShouldContain((_company.Ana.AgentId!.Value, $"{CaseNumber.Format(id)}: Repair accepted it"));
    }

    [Fact]
    public async Task Declining_returns_the_case_until_somebody_acts_on_it()
    {
        var id = await OfferedAsync();
        await _company.SendAsync(new SnoozeCase.Command(id, _company.Clock.GetUtcNow().AddDays(1), _company.Ana));

        (await _company.SendAsync(new DecideHandoff.Command(id, HandoffState.Declined, "not ours", _company.Rex))).IsOk.ShouldBeTrue();

        (await _company.CaseAsync(id)).ShouldSatisfyAllConditions(
            c => c.DepartmentId.ShouldBe(_company.Support.Id),
            c => c.ReturnedAt.ShouldBe(_company.Clock.GetUtcNow()),
            c => c.SnoozedUntil.ShouldBeNull());
        (await NoticesAsync(id)).ShouldContain((_company.Ana.AgentId!.Value, $"{CaseNumber.Format(id)}: Repair declined it"));
        await _company.SendAsync(new AssignCase.Command(id, _company.Ana.AgentId, _company.Ana));
        (await _company.CaseAsync(id)).ReturnedAt.ShouldBeNull();
    }

    [Fact]
    public async Task Only_the_side_concerned_decides_and_only_once()
    {
        var id = await OfferedAsync();

        (await _company.SendAsync(new DecideHandoff.Command(id, HandoffState.Accepted, null, _company.Ana))).Error!.Code.ShouldBe("not_yours_to_decide");
        (await _company.SendAsync(new DecideHandoff.Command(id, HandoffState.Withdrawn, null, _company.Rex))).Error!.Code.ShouldBe("not_yours_to_decide");
        (await _company.SendAsync(new DecideHandoff.Command(id, HandoffState.Withdrawn, null, _company.Ana))).IsOk.ShouldBeTrue();
        (await _company.SendAsync(new DecideHandoff.Command(id, HandoffState.Withdrawn, null, _company.Ana))).Error!.Code.ShouldBe("no_offer");
        (await _company.SendAsync(new DecideHandoff.Command(id, HandoffState.Accepted, null, _company.Rex))).Error!.Kind.ShouldBe(ErrorKind.NotFound);
    }

    [Fact]
    public async Task Offered_case_goes_nowhere_else()
    {
        var id = await _company.MailAsync(Mails.Of());
        await OfferAsync(id, ("Order number", "1"), ("Sent in", "yes"));

        (await _company.SendAsync(new ChangeDepartment.Command(id, _company.Billing.Id, null, _company.Ana))).Error!.Code.ShouldBe("already_offered");
        (await _company.SendAsync(new OfferHandoff.Command(id, _company.Billing.Id, "why not", null, _company.Ana))).Error!.Code.ShouldBe("already_offered");
    }

    [Fact]
    public async Task Hand_back_returns_an_accepted_case_to_who_offered_it_without_acceptance()
    {
        var id = await OfferedAsync();
        (await _company.SendAsync(new HandBackCase.Command(id, "nothing yet", _company.Ana))).Error!.Code.ShouldBe("already_offered");
        await _company.SendAsync(new DecideHandoff.Command(id, HandoffState.Accepted, null, _company.Rex));
        _company.Clock.Advance(TimeSpan.FromHours(3));

        (await _company.SendAsync(new HandBackCase.Command(id, "board changed", _company.Rex))).IsOk.ShouldBeTrue();

        (await _company.CaseAsync(id)).ShouldSatisfyAllConditions(
            c => c.DepartmentId.ShouldBe(_company.Support.Id),
            c => c.AssigneeId.ShouldBe(_company.Ana.AgentId),
            c => c.ReturnedAt.ShouldNotBeNull());
        (await LastAsync(id)).ShouldSatisfyAllConditions(
            h => h.State.ShouldBe(HandoffState.Done),
            h => h.DoneWords.ShouldBe("board changed"),
            h => h.DecidedById.ShouldBe(_company.Rex.AgentId));
        (await _company.ClocksAsync(id, SlaMetric.DepartmentTime)).Select(c => c.DepartmentId).ShouldBe([_company.Support.Id, _company.Repair.Id, _company.Support.Id]);
        (await NoticesAsync(id)).ShouldContain((_company.Ana.AgentId!.Value, $"{CaseNumber.Format(id)}: Repair has done its part"));
        (await _company.SendAsync(new HandBackCase.Command(id, "again", _company.Ana))).Error!.Code.ShouldBe("nothing_to_hand_back");
    }

    [Fact]
    public async Task Hand_back_is_for_nobody_when_the_offerer_has_left_the_department()
    {
        var id = await OfferedAsync();
        await _company.SendAsync(new DecideHandoff.Command(id, HandoffState.Accepted, null, _company.Rex));
        await _company.DbAsync(db => db.AgentDepartments.Where(m => m.AgentId == _company.Ana.AgentId).ExecuteDeleteAsync());

        (await _company.SendAsync(new HandBackCase.Command(id, "done", _company.Rex))).IsOk.ShouldBeTrue();

        (await _company.CaseAsync(id)).AssigneeId.ShouldBeNull();
    }

    [Fact]
    public async Task Second_decline_flags_the_case_and_tells_both_leads_once()
    {
        await LeadAsync();
        var id = await OpenAsync();
        for (var round = 0; round < 3; round++)
        {
            (await OfferAsync(id, ("Order number", "1"), ("Sent in", "yes"))).IsOk.ShouldBeTrue();
            (await _company.CaseAsync(id)).PingPong.ShouldBe(round == 2);
            await _company.SendAsync(new DecideHandoff.Command(id, HandoffState.Declined, "not ours", _company.Rex));
        }

        (await _company.CaseAsync(id)).PingPong.ShouldBeTrue();
        (await NoticesAsync(id)).Where(n => n.Text.Contains("back and forth", StringComparison.Ordinal)).ShouldBe(
            [(_company.Ben.AgentId!.Value, $"{CaseNumber.Format(id)} goes back and forth between Support and Repair")]);
    }

    [Fact]
    public async Task Third_offer_to_one_department_flags_the_case()
    {
        var id = await OpenAsync();
        for (var round = 1; round <= 3; round++)
        {
            await _company.SendAsync(new OfferHandoff.Command(id, _company.Billing.Id, "money", null, _company.Ana));
            (await _company.CaseAsync(id)).PingPong.ShouldBe(round == 3);
            await _company.SendAsync(new DecideHandoff.Command(id, HandoffState.Withdrawn, null, _company.Ana));
        }
    }

    [Fact]
    public async Task Acceptance_is_owed_by_the_receivers_hours_also_when_a_rule_offers()
    {
        await _company.SetAsync(async db =>
        {
            var hours = db.Calendars.Add(new Calendar { Name = "Workshop", TimeZone = "UTC", Hours = new Dictionary<string, string[]>(StringComparer.Ordinal) { ["monday"] = ["14:00-16:00"], ["tuesday"] = ["14:00-16:00"], ["wednesday"] = ["14:00-16:00"] } }).Entity;
            await db.SaveChangesAsync();
            (await db.Departments.SingleAsync(d => d.Key == "repair")).CalendarId = hours.Id;
            db.RoutingRules.Add(new RoutingRule { Name = "repairs", Position = 1, Conditions = RuleConditions.All(new RuleCondition { Kind = ConditionKind.Words, Values = ["broken"] }), DepartmentId = _company.Repair.Id });
        });

        var id = await _company.MailAsync(Mails.Of(subject: "It is broken"));

        // Monday 09:00, four hours promised, two a day from 14:00: Tuesday 16:00.
        (await _company.ClocksAsync(id, SlaMetric.HandoffAccept)).Single().DueAt.ShouldBe(new DateTimeOffset(2026, 11, 3, 16, 0, 0, TimeSpan.Zero));
    }

    [Fact]
    public async Task Reopening_an_offered_case_owes_the_acceptance_again()
    {
        var id = await OfferedAsync();
        await _company.SendAsync(new ChangeStatus.Command(id, CaseStatus.Resolved, "spoke", _company.Ana));
        (await _company.ClocksAsync(id, SlaMetric.HandoffAccept)).Single().Outcome.ShouldBe(SlaOutcome.Cancelled);

        await _company.SendAsync(new ChangeStatus.Command(id, CaseStatus.Open, null, _company.Ana));

        (await _company.ClocksAsync(id, SlaMetric.HandoffAccept))[^1].StoppedAt.ShouldBeNull();
    }

    private async Task<long> OpenAsync()
    {
        var id = await _company.MailAsync(Mails.Of());
        (await _company.SendAsync(new ChangeStatus.Command(id, CaseStatus.Open, null, _company.Ana))).IsOk.ShouldBeTrue();
        return id;
    }

    private async Task<long> OfferedAsync()
    {
        var id = await OpenAsync();
        (await OfferAsync(id, ("Order number", "1"), ("Sent in", "yes"))).IsOk.ShouldBeTrue();
        return id;
    }

    private Task<Result<long>> OfferAsync(long id, params (string Label, string Value)[] answers) =>
        _company.SendAsync(new OfferHandoff.Command(id, _company.Repair.Id, "third repair", Answers(answers), _company.Ana));

    private static Dictionary<string, string> Answers(params (string Label, string Value)[] answers) =>
        answers.ToDictionary(a => a.Label, a => a.Value, StringComparer.Ordinal);

    private Task<Handoff> LastAsync(long id) => _company.DbAsync(db => db.Handoffs.AsNoTracking().Where(h => h.CaseId == id).OrderBy(h => h.Id).LastAsync());

    private Task<List<(long Agent, string Text)>> NoticesAsync(long id) => _company.DbAsync(async db =>
        (await db.Notifications.Where(n => n.CaseId == id && n.Kind == NotificationKind.Handoff).OrderBy(n => n.Id).Select(n => new { n.AgentId, n.Text }).ToListAsync())
            .ConvertAll(n => (n.AgentId, n.Text)));

    /// <summary>Ben leads both, so that one person is told once.</summary>
    private Task LeadAsync() => _company.SetAsync(async db =>
    {
        foreach (var department in await db.Departments.Where(d => d.Key == "support" || d.Key == "repair").ToListAsync())
        {
            department.LeadId = _company.Ben.AgentId;
        }
    });
}

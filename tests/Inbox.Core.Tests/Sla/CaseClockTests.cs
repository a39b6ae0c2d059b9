using Inbox.Core.Cases;
using Inbox.Core.Sla;
using Inbox.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Inbox.Core.Tests.Sla;

/// <summary>What commands do to the clocks of a case, told by what a manager would read of them.</summary>
public sealed class CaseClockTests : IAsyncLifetime
{
    private Company _company = null!;
    private long _case;

    public async Task InitializeAsync()
    {
        _company = await Company.OpenAsync();
        _case = await _company.MailAsync(Mails.Of(id: "first@mail.example"));
    }

    public async Task DisposeAsync() => await _company.DisposeAsync();

    [Fact]
    public async Task Answer_in_time_meets_the_first_reply_and_pauses_the_resolution()
    {
        _company.Clock.Advance(TimeSpan.FromMinutes(20));
        await _company.AnswerAsync(_case);

        var first = (await _company.ClocksAsync(_case, SlaMetric.FirstReply)).Single();
        first.Outcome.ShouldBe(SlaOutcome.Met);
        first.Consumed.ShouldBe(TimeSpan.FromMinutes(20));
        (await _company.ClocksAsync(_case, SlaMetric.Resolution)).Single().IsPaused.ShouldBeTrue();
        (await _company.CaseAsync(_case)).NextDueAt.ShouldBe(Clock.Never);
    }

    [Fact]
    public async Task Late_answer_is_met_late_and_charged_to_the_department_at_due()
    {
        _company.Clock.Advance(TimeSpan.FromMinutes(61));
        await _company.AnswerAsync(_case);

        var first = (await _company.ClocksAsync(_case, SlaMetric.FirstReply)).Single();
        first.Outcome.ShouldBe(SlaOutcome.MetLate);
        first.BreachedAt.ShouldBe(first.StartedAt.AddMinutes(60));
        first.DepartmentAtDue.ShouldBe(_company.Support.Id);
    }

    [Fact]
    public async Task Undo_restores_the_promise_as_if_nobody_had_answered()
    {
        _company.Clock.Advance(TimeSpan.FromMinutes(20));
        var answer = await _company.AnswerAsync(_case);
        _company.Clock.Advance(TimeSpan.FromSeconds(5));

        var undone = await _company.SendAsync(new UndoReply.Command(answer.Id, _company.Ana));

        undone.Value.Text.ShouldBe("We look into it.");
        var first = (await _company.ClocksAsync(_case, SlaMetric.FirstReply)).Single();
        first.IsRunning.ShouldBeTrue();
        first.DueAt.ShouldBe(first.StartedAt.AddMinutes(60));
        (await _company.CaseAsync(_case)).Status.ShouldBe(CaseStatus.New);
        (await _company.ClocksAsync(_case, SlaMetric.Resolution)).Single().IsRunning.ShouldBeTrue();
    }

    [Fact]
    public async Task Waiting_for_the_customer_costs_no_resolution_time()
    {
        _company.Clock.Advance(TimeSpan.FromMinutes(30));
        await _company.AnswerAsync(_case);
        _company.Clock.Advance(TimeSpan.FromDays(3));
        await _company.MailAsync(Mails.Of(inReplyTo: "first@mail.example"));
        _company.Clock.Advance(TimeSpan.FromMinutes(10));
        await _company.AnswerAsync(_case, then: CaseStatus.Resolved);

        (await _company.ClocksAsync(_case, SlaMetric.Resolution)).Single().Consumed.ShouldBe(TimeSpan.FromMinutes(40));
    }

    [Fact]
    public async Task Next_reply_runs_from_the_oldest_unanswered_message()
    {
        await _company.AnswerAsync(_case);
        await _company.MailAsync(Mails.Of(inReplyTo: "first@mail.example"));
        var since = _company.Clock.GetUtcNow();
        _company.Clock.Advance(TimeSpan.FromHours(1));
        await _company.MailAsync(Mails.Of(inReplyTo: "first@mail.example"));

        (await _company.ClocksAsync(_case, SlaMetric.NextReply)).Single().StartedAt.ShouldBe(since);
    }

    [Fact]
    public async Task Resolving_an_unanswered_case_needs_a_reason_and_cancels_its_promise()
    {
        (await _company.SendAsync(new ChangeStatus.Command(_case, CaseStatus.Resolved, null, _company.Ana))).Error!.Code.ShouldBe("reason_needed");
        (await _company.SendAsync(new ChangeStatus.Command(_case, CaseStatus.Resolved, "a duplicate", _company.Ana))).IsOk.ShouldBeTrue();

        var first = (await _company.ClocksAsync(_case, SlaMetric.FirstReply)).Single();
        (first.Outcome, first.CancelReason).ShouldBe((SlaOutcome.Cancelled, "a duplicate"));
    }

    [Fact]
    public async Task Reopened_case_has_what_was_left_but_at_least_a_quarter()
    {
        _company.Clock.Advance(TimeSpan.FromHours(23));
        await _company.AnswerAsync(_case, then: CaseStatus.Resolved);
        await _company.MailAsync(Mails.Of(inReplyTo: "first@mail.example", text: "It is still broken."));

        var cycles = await _company.ClocksAsync(_case, SlaMetric.Resolution);
        cycles.Count.ShouldBe(2);
        cycles[1].Target.ShouldBe(TimeSpan.FromHours(6));
    }

    [Fact]
    public async Task Raised_priority_never_makes_a_promise_late_at_once()
    {
        _company.Clock.Advance(TimeSpan.FromMinutes(50));
        await _company.SendAsync(new ChangePriority.Command(_case, Priority.Urgent, null, _company.Ana));

        (await _company.ClocksAsync(_case, SlaMetric.FirstReply)).Single().DueAt.ShouldBe(_company.Clock.GetUtcNow().AddMinutes(15 / 4.0));
    }

    [Fact]
    public async Task Lowered_priority_needs_a_reason()
    {
        (await _company.SendAsync(new ChangePriority.Command(_case, Priority.Low, null, _company.Ana))).Error!.Code.ShouldBe("reason_needed");
        (await _company.SendAsync(new ChangePriority.Command(_case, Priority.Low, "only a question", _company.Ana))).IsOk.ShouldBeTrue();
        var first = (await _company.ClocksAsync(_case, SlaMetric.FirstReply)).Single();
        first.DueAt.ShouldBe(first.StartedAt.AddMinutes(240));
    }

    [Fact]
    public async Task Spam_cancels_every_promise_and_not_spam_brings_them_back()
    {
        await _company.SendAsync(new ChangeStatus.Command(_case, CaseStatus.Spam, null, _company.Ana));
        (await _company.ClocksAsync(_case, SlaMetric.FirstReply)).Single().Outcome.ShouldBe(SlaOutcome.Cancelled);

        await _company.SendAsync(new ChangeStatus.Command(_case, CaseStatus.Open, null, _company.Ana));
        (await _company.ClocksAsync(_case, SlaMetric.FirstReply)).Single().IsRunning.ShouldBeTrue();
    }

    [Fact]
    public async Task Offer_runs_a_clock_for_the_receiver_while_the_offerer_owns()
    {
        await _company.AnswerAsync(_case, then: CaseStatus.Open);
        var offered = await _company.SendAsync(new ChangeDepartment.Command(_case, _company.Billing.Id, "an invoice", _company.Ana));
        offered.Value.Offered.ShouldBeTrue();
        (await _company.CaseAsync(_case)).DepartmentId.ShouldBe(_company.Support.Id);
        _company.Clock.Advance(TimeSpan.FromMinutes(30));

        (await _company.SendAsync(new DecideHandoff.Command(_case, HandoffState.Accepted, null, _company.Ben))).IsOk.ShouldBeTrue();

        var moved = await _company.CaseAsync(_case);
        (moved.DepartmentId, moved.AssigneeId, moved.OfferedToId).ShouldBe((_company.Billing.Id, _company.Ben.AgentId, null));
        (await _company.ClocksAsync(_case, SlaMetric.HandoffAccept)).Single().Consumed.ShouldBe(TimeSpan.FromMinutes(30));
        (await _company.ClocksAsync(_case, SlaMetric.DepartmentTime)).Select(c => c.DepartmentId).ShouldBe([_company.Support.Id, _company.Billing.Id]);
    }

    [Fact]
    public async Task Escalation_takes_each_step_once_and_in_order()
    {
        _company.Clock.Advance(TimeSpan.FromMinutes(45));
        await EscalateAsync();
        await EscalateAsync();
        (await StepsAsync()).ShouldBe(["1 NotifyAssignee"]);
        (await _company.DbAsync(db => db.Notifications.Select(n => n.AgentId).ToListAsync())).ShouldBe([_company.Ana.AgentId!.Value]);

        _company.Clock.Advance(TimeSpan.FromMinutes(15));
        await EscalateAsync();
        await EscalateAsync();

        (await StepsAsync()).ShouldBe(["1 NotifyAssignee", "2 NotifyLead", "3 RaisePriority"]);
        var late = await _company.CaseAsync(_case);
        late.Priority.ShouldBe(Priority.High);
        (await _company.ClocksAsync(_case, SlaMetric.FirstReply)).Single().BreachedAt.ShouldNotBeNull();
    }

    [Fact]
    public async Task Steps_missed_while_nothing_ran_are_taken_once_when_it_runs_again()
    {
        _company.Clock.Advance(TimeSpan.FromHours(5));
        await Task.WhenAll(EscalateAsync(), EscalateAsync(), EscalateAsync());

        (await StepsAsync()).ShouldBe(["1 NotifyAssignee", "2 NotifyLead", "3 RaisePriority"]);
        // The warning and the breach say the same to the department by now, since nobody is assigned and nobody leads.
        (await _company.DbAsync(db => db.LateNotices.CountAsync())).ShouldBe(1);
    }

    private async Task EscalateAsync()
    {
        await using var scope = _company.Services.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<EscalateCases>().RunAsync([_case], default);
    }

    private Task<List<string>> StepsAsync() => _company.DbAsync(db => db.Escalations
        .OrderBy(e => e.OwedAt).ThenBy(e => e.Position).Select(e => e.Position + " " + e.Action).ToListAsync());
}

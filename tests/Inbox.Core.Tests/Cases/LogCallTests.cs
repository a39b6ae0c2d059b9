using Inbox.Core.Access;
using Inbox.Core.Cases;
using Inbox.Core.Channels;
using Inbox.Core.Customers;
using Inbox.Core.Routing;
using Inbox.Core.Sla;
using Inbox.Testing;
using Microsoft.EntityFrameworkCore;

namespace Inbox.Core.Tests.Cases;

public sealed class LogCallTests : IAsyncLifetime
{
    private const string Nora = "020 7946 0123";
    private Company _company = null!;
    private Channel _line = null!;

    public async Task InitializeAsync()
    {
        _company = await Company.OpenAsync();
        _line = new Channel { Key = "hotline", Name = "Hotline", Kind = "phone", DepartmentId = _company.Support.Id, Address = "+442079460000", Settings = """{"countryCode":"44"}""" };
        await _company.SetAsync(db =>
        {
            db.Channels.Add(_line);
            return Task.CompletedTask;
        });
    }

    public async Task DisposeAsync() => await _company.DisposeAsync();

    [Fact]
    public async Task An_answered_call_opens_a_waiting_case_whose_first_reply_is_met()
    {
        var id = await LogAsync(Call(CallOutcome.Answered));

        var @case = await _company.CaseAsync(id);
        (@case.Status, @case.DepartmentId, @case.AssigneeId).ShouldBe((CaseStatus.Waiting, _company.Support.Id, _company.Ana.AgentId));
        (await ClockAsync(id, SlaMetric.FirstReply)).Outcome.ShouldBe(SlaOutcome.Met);
        (await ClockAsync(id, SlaMetric.Resolution)).IsPaused.ShouldBeTrue();
        @case.Subject.ShouldBe("The kettle leaks");
        var message = await _company.DbAsync(db => db.Messages.SingleAsync(m => m.CaseId == id));
        message.Call.ShouldBe(new CallDetails(Incoming: true, HoldSeconds: 125, DurationSeconds: 300, CallOutcome.Answered, CallBackAt: null));
        (message.Direction, message.AuthorId, message.FromName).ShouldBe((Direction.Inbound, _company.Ana.AgentId, "Nora"));
    }

    [Fact]
    public async Task A_voicemail_opens_a_new_case_whose_first_reply_runs()
    {
        var id = await LogAsync(Call(CallOutcome.LeftVoicemail) with { Text = "" });

        var @case = await _company.CaseAsync(id);
        @case.Status.ShouldBe(CaseStatus.New);
        @case.Preview.ShouldBe("Left a voicemail.");
        @case.NextDueAt.ShouldBe(_company.Clock.GetUtcNow().AddMinutes(60));
    }

    [Fact]
    public async Task The_same_number_written_in_another_way_is_the_same_customer()
    {
        var first = await LogAsync(Call(CallOutcome.Answered));
        var second = await LogAsync(Call(CallOutcome.Answered) with { Number = "+44 (0)20 7946-0123", Name = "" });

        (await _company.CaseAsync(second)).CustomerId.ShouldBe((await _company.CaseAsync(first)).CustomerId);
        (await _company.DbAsync(db => db.Handles.SingleAsync())).Value.ShouldBe("+442079460123");
    }

    [Fact]
    public async Task A_customer_known_by_a_number_alone_gets_the_name_they_tell()
    {
        await LogAsync(Call(CallOutcome.Answered) with { Name = "" });
        await LogAsync(Call(CallOutcome.Answered) with { Name = "Nora Vance" });

        (await _company.DbAsync(db => db.Customers.SingleAsync())).Name.ShouldBe("Nora Vance");
    }

    [Fact]
    public async Task A_shared_number_with_another_name_is_another_person()
    {
        var first = await LogAsync(Call(CallOutcome.Answered));
        await _company.DbAsync(db => db.Handles.ExecuteUpdateAsync(set => set.SetProperty(h => h.Shared, true)));
        var second = await LogAsync(Call(CallOutcome.Answered) with { Name = "Paul" });

        (await _company.CaseAsync(second)).CustomerId.ShouldNotBe((await _company.CaseAsync(first)).CustomerId);
        (await _company.DbAsync(db => db.Handles.CountAsync())).ShouldBe(1);
    }

    [Fact]
    public async Task A_withheld_number_with_a_name_makes_a_customer_without_an_address()
    {
        var id = await LogAsync(Call(CallOutcome.Answered) with { Number = "" });

        (await _company.CaseAsync(id)).CustomerId.ShouldNotBeNull();
        (await _company.DbAsync(db => db.Handles.CountAsync())).ShouldBe(0);
    }

    [Fact]
    public async Task A_spoken_call_on_an_open_case_is_an_answer()
    {
        var id = await LogAsync(Call(CallOutcome.LeftVoicemail));
        _company.Clock.Advance(TimeSpan.FromMinutes(90));
        await LogAsync(Call(CallOutcome.Answered) with { CaseId = id, Incoming = false });

        var @case = await _company.CaseAsync(id);
        (@case.Status, @case.LastAnswerAt, @case.MessageCount).ShouldBe((CaseStatus.Waiting, _company.Clock.GetUtcNow(), 2));
        var reply = await ClockAsync(id, SlaMetric.FirstReply);
        (reply.Outcome, reply.Consumed).ShouldBe((SlaOutcome.MetLate, TimeSpan.FromMinutes(90)));
    }

    [Fact]
    public async Task A_voicemail_on_a_waiting_case_reopens_it_and_owes_a_next_reply()
    {
        var id = await LogAsync(Call(CallOutcome.Answered));
        await LogAsync(Call(CallOutcome.LeftVoicemail) with { CaseId = id });

        (await _company.CaseAsync(id)).Status.ShouldBe(CaseStatus.Open);
        (await ClockAsync(id, SlaMetric.NextReply)).DueAt.ShouldBe(_company.Clock.GetUtcNow().AddMinutes(240));
    }

    [Fact]
    public async Task A_call_of_ours_that_nobody_takes_changes_no_status_and_no_clock()
    {
        var id = await LogAsync(Call(CallOutcome.LeftVoicemail));
        await LogAsync(Call(CallOutcome.NoAnswer) with { CaseId = id, Incoming = false });

        (await _company.CaseAsync(id)).Status.ShouldBe(CaseStatus.New);
        (await ClockAsync(id, SlaMetric.FirstReply)).IsRunning.ShouldBeTrue();
    }

    [Fact]
    public async Task A_promised_call_back_is_due_at_its_time_and_kept_when_we_speak()
    {
        var due = new DateTimeOffset(2026, 11, 2, 16, 0, 0, TimeSpan.FromHours(2));
        var id = await LogAsync(Call(CallOutcome.CallBackPromised) with { CallBackAt = due });

        (await _company.CaseAsync(id)).Status.ShouldBe(CaseStatus.Open);
        (await ClockAsync(id, SlaMetric.Callback)).DueAt.ShouldBe(new DateTimeOffset(2026, 11, 2, 14, 0, 0, TimeSpan.Zero));

        _company.Clock.Advance(TimeSpan.FromHours(4));
        await LogAsync(Call(CallOutcome.NoAnswer) with { CaseId = id, Incoming = false });
        (await ClockAsync(id, SlaMetric.Callback)).IsRunning.ShouldBeTrue();
        await LogAsync(Call(CallOutcome.Resolved) with { CaseId = id, Incoming = false });
        (await ClockAsync(id, SlaMetric.Callback)).Outcome.ShouldBe(SlaOutcome.Met);
        (await _company.CaseAsync(id)).Status.ShouldBe(CaseStatus.Resolved);
    }

    [Fact]
    public async Task Any_department_logs_calls_on_a_case_but_only_its_own_resolves_it()
    {
        var id = await LogAsync(Call(CallOutcome.LeftVoicemail));
        await LogAsync(Call(CallOutcome.Resolved) with { CaseId = id, Actor = _company.Ben });

        (await _company.CaseAsync(id)).Status.ShouldBe(CaseStatus.Waiting);
        var refused = await _company.SendAsync(Call(CallOutcome.Answered) with { CaseId = id, Actor = _company.Ben, Then = CaseStatus.Resolved });
        refused.Error!.Kind.ShouldBe(ErrorKind.Forbidden);
    }

    [Fact]
    public async Task A_contractor_logs_no_call_on_a_case_they_cannot_see()
    {
        var id = await LogAsync(Call(CallOutcome.LeftVoicemail));

        (await _company.SendAsync(Call(CallOutcome.Answered) with { CaseId = id, Actor = _company.Rex })).Error!.Kind.ShouldBe(ErrorKind.NotFound);
        (await _company.SendAsync(Call(CallOutcome.Answered) with { Actor = _company.Rex })).Error!.Code.ShouldBe("department_not_yours");
    }

    [Fact]
    public async Task Rules_route_a_call_only_when_no_department_was_chosen()
    {
        await _company.SetAsync(db =>
        {
            db.RoutingRules.Add(new RoutingRule { Name = "Leaks", Conditions = RuleConditions.All(new RuleCondition { Kind = ConditionKind.Words, Values = ["leaks"] }), DepartmentId = _company.Billing.Id, Priority = Priority.High });
            return Task.CompletedTask;
        });

        var routed = await _company.CaseAsync(await LogAsync(Call(CallOutcome.LeftVoicemail)));
        var chosen = await _company.CaseAsync(await LogAsync(Call(CallOutcome.LeftVoicemail) with { DepartmentId = _company.Support.Id }));

        (routed.DepartmentId, routed.Priority).ShouldBe((_company.Billing.Id, Priority.High));
        (chosen.DepartmentId, chosen.Priority, chosen.RoutingReason).ShouldBe((_company.Support.Id, Priority.Normal, "Ana K. chose Support"));
    }

    [Fact]
    public async Task A_chosen_contractor_is_offered_the_case()
    {
        var @case = await _company.CaseAsync(await LogAsync(Call(CallOutcome.LeftVoicemail) with { DepartmentId = _company.Repair.Id }));

        (@case.DepartmentId, @case.OfferedToId).ShouldBe((_company.Support.Id, _company.Repair.Id));
        (await ClockAsync(@case.Id, SlaMetric.HandoffAccept)).IsRunning.ShouldBeTrue();
    }

    [Fact]
    public async Task A_closed_case_gets_a_follow_up()
    {
        var closed = await LogAsync(Call(CallOutcome.Resolved));
        await _company.SendAsync(new ChangeStatus.Command(closed, CaseStatus.Closed, Reason: null, _company.Ana));
        var id = await LogAsync(Call(CallOutcome.LeftVoicemail) with { CaseId = closed });

        id.ShouldNotBe(closed);
        (await _company.CaseAsync(id)).FollowUpOfId.ShouldBe(closed);
    }

    [Fact]
    public async Task The_same_key_twice_is_one_call()
    {
        var call = Call(CallOutcome.Answered) with { IdempotencyKey = "k1" };

        (await LogAsync(call)).ShouldBe(await LogAsync(call));
        (await _company.DbAsync(db => db.Messages.CountAsync())).ShouldBe(1);
    }

    [Theory]
    [InlineData(CallOutcome.CallBackPromised, "CallBackAt", "When did you promise to call back?")]
    [InlineData(CallOutcome.Answered, "Text", "Write down what was said.")]
    public async Task What_an_outcome_needs_is_asked_for_at_its_field(CallOutcome outcome, string field, string message)
    {
        var failure = await Should.ThrowAsync<FluentValidation.ValidationException>(() => _company.SendAsync(Call(outcome) with { Text = "" }));

        failure.Errors.ShouldContain(e => e.PropertyName == field && e.ErrorMessage == message);
    }

    [Fact]
    public async Task Marketing_logs_no_calls() =>
        (await _company.SendAsync(Call(CallOutcome.Answered) with { Actor = new Actor(_company.Ana.AgentId, "Dee", Role.Marketing, []) })).Error!.Kind.ShouldBe(ErrorKind.Forbidden);

    private LogCall.Command Call(CallOutcome outcome) => new(
        CaseId: null, Nora, "Nora", Incoming: true, "The kettle leaks", HoldSeconds: 125, DurationSeconds: 300, outcome,
        CallBackAt: null, DepartmentId: null, _line.Id, Subject: null, Priority.Normal, _company.Ana);

    private async Task<long> LogAsync(LogCall.Command call)
    {
        var logged = await _company.SendAsync(call);
        logged.Error.ShouldBeNull();
        return logged.Value;
    }

    private async Task<SlaClock> ClockAsync(long caseId, SlaMetric metric) => (await _company.ClocksAsync(caseId, metric))[^1];
}

using Inbox.Core.Access;
using Inbox.Core.Cases;
using Inbox.Core.Cases.Approval;
using Inbox.Core.Cases.Drafts;
using Inbox.Core.Delivery;
using Inbox.Core.Notifications;
using Inbox.Core.Sla;
using Inbox.Testing;
using Microsoft.EntityFrameworkCore;

namespace Inbox.Core.Tests.Cases.Approval;

/// <summary>Answers that a second person reads before they leave.</summary>
public sealed class AnswerApprovalTests : IAsyncLifetime
{
    private Company _company = null!;
    private Actor _mia = null!;
    private Actor _newcomer = null!;
    private long _case;

    public async Task InitializeAsync()
    {
        _company = await Company.OpenAsync();
        _mia = await _company.HireAsync("Mia M.", Role.Manager, _company.Support);
        _newcomer = (await _company.HireAsync("Nick N.", Role.Agent, _company.Support)) with { NeedsApproval = true };
        _case = await _company.MailAsync(Mails.Of(from: "Nora Vale <nora@mail.example>", id: "first@mail.example"));
        _company.Clock.Advance(TimeSpan.FromMinutes(10));
    }

    public async Task DisposeAsync() => await _company.DisposeAsync();

    [Fact]
    public async Task Answer_of_a_newcomer_waits_while_the_promise_runs_and_leaves_when_it_is_approved()
    {
        var answer = await AskAsync();

        (await _company.CaseAsync(_case)).Status.ShouldBe(CaseStatus.New);
        (await FirstReplyAsync()).IsRunning.ShouldBeTrue();
        (await StateAsync(answer)).ShouldBe(OutboundState.AwaitingApproval);
        (await ToldAsync(_mia)).ShouldBe([$"Nick N. asks you to approve an answer on C-{_case}"]);

        _company.Clock.Advance(TimeSpan.FromMinutes(5));
        (await _company.SendAsync(new ApproveAnswer.Command(answer, Anyway: false, _mia))).Error.ShouldBeNull();

        var found = await _company.CaseAsync(_case);
        (found.Status, found.LastAnswerAt).ShouldBe((CaseStatus.Waiting, _company.Clock.GetUtcNow()));
        var first = await FirstReplyAsync();
        (first.Outcome, first.StoppedAt).ShouldBe((SlaOutcome.Met, _company.Clock.GetUtcNow()));
        (await StateAsync(answer)).ShouldBe(OutboundState.Pending);
        (await _company.DbAsync(db => db.Messages.SingleAsync(m => m.Id == answer))).AuthorId.ShouldBe(_newcomer.AgentId);
        (await EventsAsync()).ShouldBe([(CaseEventKind.ApprovalAsked, _newcomer.AgentId), (CaseEventKind.ApprovalGiven, _mia.AgentId)]);
    }

    [Fact]
    public async Task Approvers_are_reminded_once_when_half_of_the_time_left_is_over()
    {
        // The first reply is due after 60 minutes, of which 50 are left.
        await AskAsync();
        await _company.DbAsync(db => db.Notifications.ExecuteDeleteAsync());

        _company.Clock.Advance(TimeSpan.FromMinutes(24));
        await _company.RunJobAsync("approval-reminders");
        (await ToldAsync(_mia)).ShouldBeEmpty();

        _company.Clock.Advance(TimeSpan.FromMinutes(1));
        await _company.RunJobAsync("approval-reminders");
        await _company.RunJobAsync("approval-reminders");
        (await ToldAsync(_mia)).ShouldBe([$"An answer on C-{_case} still waits for approval, and half of the time for it is over"]);
    }

    [Fact]
    public async Task Returned_answer_is_a_draft_of_its_author_again_with_the_reason()
    {
        var answer = await AskAsync("It is on its way.");

        (await _company.SendAsync(new ReturnAnswer.Command(answer, "Tell her when.", _mia))).Error.ShouldBeNull();

        var draft = await _company.DbAsync(db => db.Drafts.SingleAsync(d => d.CaseId == _case));
        (draft.AgentId, draft.Mode, draft.Text).ShouldBe((_newcomer.AgentId!.Value, DraftMode.Reply, "It is on its way."));
        (await ToldAsync(_newcomer)).ShouldBe([$"Mia M. returned your answer on C-{_case}: Tell her when."]);
        (await _company.DbAsync(db => db.Events.SingleAsync(e => e.Kind == CaseEventKind.ApprovalRefused))).Detail.ShouldBe("Tell her when.");
        (await _company.DbAsync(db => db.Messages.CountAsync(m => m.Direction == Direction.Outbound))).ShouldBe(0);
        (await FirstReplyAsync()).IsRunning.ShouldBeTrue();
    }

    [Fact]
    public async Task Refusal_needs_its_reason()
    {
        var answer = await AskAsync();

        await Should.ThrowAsync<FluentValidation.ValidationException>(_company.SendAsync(new ReturnAnswer.Command(answer, " ", _mia)));
    }

    [Fact]
    public async Task Only_a_lead_a_manager_or_an_administrator_approves_and_nobody_their_own()
    {
        var answer = await AskAsync();

        (await ApproveAsync(answer, _company.Ana)).ShouldBe("not_an_approver");
        (await ApproveAsync(answer, _newcomer)).ShouldBe("not_an_approver");
        (await ApproveAsync(answer, _company.Ben)).ShouldBe("case_not_yours");
        (await _company.SendAsync(new ReturnAnswer.Command(answer, "No.", _company.Ana))).Error!.Code.ShouldBe("not_an_approver");
        (await _company.SendAsync(new SendScheduled.Command(answer, _newcomer))).Error!.Code.ShouldBe("awaiting_approval");
        await _company.SetAsync(db => db.Departments.Where(d => d.Id == _company.Support.Id).ExecuteUpdateAsync(set => set.SetProperty(d => d.LeadId, _company.Ana.AgentId)));
        (await ApproveAsync(answer, _company.Ana)).ShouldBeNull();

        var own = await _company.SendAsync(new ReplyToCase.Command(_case, "And one more thing.", CaseStatus.Waiting, [], SeenMessageId: null, Anyway: true, _company.Ana) { ForApproval = true });
        (await ApproveAsync(own.Value.MessageId, _company.Ana)).ShouldBe("not_an_approver");
        (await ApproveAsync(own.Value.MessageId, _mia)).ShouldBeNull();
    }

    [Fact]
    public async Task What_changed_since_is_said_before_it_leaves()
    {
        var answer = await AskAsync();
        _company.Clock.Advance(TimeSpan.FromMinutes(1));
        await _company.MailAsync(Mails.Of(from: "Nora Vale <nora@mail.example>", inReplyTo: "first@mail.example", text: "I have found it."));

        (await ApproveAsync(answer, _mia)).ShouldBe("changed_since");
        (await _company.SendAsync(new ApproveAnswer.Command(answer, Anyway: true, _mia))).Error.ShouldBeNull();

        (await _company.CaseAsync(_case)).Status.ShouldBe(CaseStatus.Waiting);
    }

    [Fact]
    public async Task Author_takes_it_back_to_change_it()
    {
        var answer = await AskAsync("It is on its way.");

        (await _company.SendAsync(new CancelScheduled.Command(answer, Edit: true, _newcomer))).Error.ShouldBeNull();

        (await _company.DbAsync(db => db.Drafts.SingleAsync(d => d.CaseId == _case))).Text.ShouldBe("It is on its way.");
        (await EventsAsync()).Select(e => e.Kind).ShouldBe([CaseEventKind.ApprovalAsked, CaseEventKind.ApprovalWithdrawn]);
        (await ApproveAsync(answer, _mia)).ShouldBe("not_scheduled");
    }

    [Fact]
    public async Task Newcomer_reaches_customers_in_no_other_way()
    {
        var later = Reply(_newcomer) with { SendAt = _company.Clock.GetUtcNow().AddHours(1) };
        (await _company.SendAsync(later)).Error!.Code.ShouldBe("approval_without_time");
        (await _company.SendAsync(new ForwardMessage.Command(_case, "Fwd", "Look.", ["desk@courier.example"], [], OnHold: false, _newcomer))).Error!.Code.ShouldBe("approval_needed");
        var first = new OpenOutboundCase.Command(_company.Mail.Id, DepartmentId: null, "Your parcel", "It is late.", ["otto@mail.example"], [], CaseStatus.Waiting, _newcomer);
        (await _company.SendAsync(first)).Error!.Code.ShouldBe("approval_needed");
        (await _company.DbAsync(db => db.OutboundDeliveries.CountAsync())).ShouldBe(0);
    }

    [Fact]
    public async Task Nobody_is_asked_where_nobody_could_approve()
    {
        await _company.DbAsync(db => db.Users.Where(a => a.Id == _mia.AgentId).ExecuteUpdateAsync(set => set.SetProperty(a => a.DisabledAt, _company.Clock.GetUtcNow())));

        (await _company.SendAsync(Reply(_newcomer))).Error!.Code.ShouldBe("no_approver");
        (await _company.SendAsync(Reply(_mia with { AgentId = null }) with { ForApproval = true })).Error!.Code.ShouldBe("approval_needs_author");
    }

    private ReplyToCase.Command Reply(Actor actor, string text = "We look into it.") => new(_case, text, CaseStatus.Waiting, [], SeenMessageId: null, Anyway: true, actor);

    private async Task<long> AskAsync(string text = "We look into it.")
    {
        var asked = await _company.SendAsync(Reply(_newcomer, text));
        asked.Value.AwaitsApproval.ShouldBeTrue();
        return asked.Value.MessageId;
    }

    private async Task<string?> ApproveAsync(long answer, Actor actor) => (await _company.SendAsync(new ApproveAnswer.Command(answer, Anyway: false, actor))).Error?.Code;

    private async Task<SlaClock> FirstReplyAsync() => (await _company.ClocksAsync(_case, SlaMetric.FirstReply)).Single();

    private Task<OutboundState> StateAsync(long message) => _company.DbAsync(db => db.OutboundDeliveries.Where(d => d.MessageId == message).Select(d => d.State).SingleAsync());

    private Task<List<string>> ToldAsync(Actor actor) =>
        _company.DbAsync(db => db.Notifications.Where(n => n.AgentId == actor.AgentId && n.Kind == NotificationKind.Approval).OrderBy(n => n.Id).Select(n => n.Text).ToListAsync());

    private async Task<List<(CaseEventKind Kind, long? By)>> EventsAsync() =>
        [.. (await _company.DbAsync(db => db.Events.Where(e => e.CaseId == _case && (e.Kind == CaseEventKind.ApprovalAsked || e.Kind == CaseEventKind.ApprovalGiven || e.Kind == CaseEventKind.ApprovalWithdrawn))
            .OrderBy(e => e.Id).Select(e => new { e.Kind, e.AgentId }).ToListAsync())).Select(e => (e.Kind, e.AgentId))];
}

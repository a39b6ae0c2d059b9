using Inbox.Core.Cases;
using Inbox.Core.Delivery;
using Inbox.Core.Notifications;
using Inbox.Core.Sla;
using Inbox.Core.Tests.Cases.Drafts;
using Inbox.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Inbox.Core.Tests.Cases;

/// <summary>An answer that leaves later counts when it leaves, and not if the customer has written before.</summary>
public sealed class ScheduledAnswerTests : IAsyncLifetime
{
    private Company _company = null!;
    private long _case;

    public async Task InitializeAsync()
    {
        _company = await Company.OpenAsync();
        _case = await _company.MailAsync(Mails.Of());
    }

    public async Task DisposeAsync() => await _company.DisposeAsync();

    [Fact]
    public async Task Promise_runs_until_the_answer_leaves()
    {
        var id = await ScheduleAsync(TimeSpan.FromMinutes(30));

        (await _company.CaseAsync(_case)).Status.ShouldBe(CaseStatus.New);
        (await FirstReplyAsync()).IsRunning.ShouldBeTrue();
        (await _company.StateAsync(id)).ShouldBe(OutboundState.Scheduled);

        await PassAsync(TimeSpan.FromMinutes(29));
        (await _company.StateAsync(id)).ShouldBe(OutboundState.Scheduled);
        await PassAsync(TimeSpan.FromMinutes(2));

        (await _company.StateAsync(id)).ShouldBe(OutboundState.Pending);
        var @case = await _company.CaseAsync(_case);
        (@case.Status, @case.LastAnswerAt).ShouldBe((CaseStatus.Waiting, _company.Clock.GetUtcNow()));
        var clock = await FirstReplyAsync();
        (clock.StoppedAt, clock.Outcome).ShouldBe((_company.Clock.GetUtcNow(), SlaOutcome.Met));
        (await _company.MessageAsync(id)).ReceivedAt.ShouldBe(_company.Clock.GetUtcNow());
    }

    [Fact]
    public async Task Promise_is_broken_by_an_answer_that_leaves_too_late()
    {
        await ScheduleAsync(TimeSpan.FromHours(2));
        await PassAsync(TimeSpan.FromHours(3));

        (await FirstReplyAsync()).Outcome.ShouldBe(SlaOutcome.MetLate);
    }

    [Fact]
    public async Task Customer_who_writes_before_holds_it_and_its_author_is_told_at_once()
    {
        var id = await ScheduleAsync(TimeSpan.FromHours(2));
        await NoraWritesAsync();

        (await _company.StateAsync(id)).ShouldBe(OutboundState.Held);
        var told = await _company.DbAsync(db => db.Notifications.SingleAsync(n => n.Kind == NotificationKind.AnswerTrouble));
        (told.AgentId, told.Text).ShouldBe((_company.Ana.AgentId!.Value, $"Your scheduled answer on C-{_case} is held: the customer has written again"));
        await PassAsync(TimeSpan.FromHours(3));
        (await _company.StateAsync(id)).ShouldBe(OutboundState.Held);
        (await FirstReplyAsync()).StoppedAt.ShouldBeNull();
    }

    [Fact]
    public async Task Automatic_mail_and_third_parties_hold_nothing()
    {
        var forwarded = await _company.SendAsync(new ForwardMessage.Command(_case, "Where?", "Where is it?", ["desk@courier.example"], [], OnHold: false, _company.Ana));
        var id = await ScheduleAsync(TimeSpan.FromMinutes(30));
        var ours = await _company.MessageAsync(forwarded.Value.MessageId);
        await _company.MailAsync(Mails.Of(from: "desk@courier.example", inReplyTo: ours.ExternalId));
        await _company.MailAsync(Mails.Of(subject: $"Away [C-{_case}]", extra: "Auto-Submitted: auto-replied\r\n"));

        await PassAsync(TimeSpan.FromHours(1));

        (await _company.StateAsync(id)).ShouldBe(OutboundState.Pending);
    }

    [Fact]
    public async Task Answer_by_somebody_else_or_a_resolved_case_holds_it()
    {
        var id = await ScheduleAsync(TimeSpan.FromMinutes(30));
        await _company.AnswerAsync(_case);
        await PassAsync(TimeSpan.FromHours(1));
        var other = await _company.MailAsync(Mails.Of(from: "paul@mail.example"));
        var second = await ScheduleAsync(TimeSpan.FromMinutes(30), other);
        await _company.SendAsync(new ChangeStatus.Command(other, CaseStatus.Resolved, "told by phone", _company.Ana));
        await PassAsync(TimeSpan.FromHours(1));

        (await DetailAsync(id)).ShouldBe("somebody else has answered meanwhile");
        (await DetailAsync(second)).ShouldBe("the case is Resolved now");
    }

    [Fact]
    public async Task Held_answer_can_leave_all_the_same()
    {
        var id = await ScheduleAsync(TimeSpan.FromHours(2));
        await NoraWritesAsync();

        (await _company.SendAsync(new SendScheduled.Command(id, _company.Ana))).IsOk.ShouldBeTrue();

        (await _company.StateAsync(id)).ShouldBe(OutboundState.Pending);
        (await FirstReplyAsync()).Outcome.ShouldBe(SlaOutcome.Met);
        (await _company.SendAsync(new UndoReply.Command(id, _company.Ana))).IsOk.ShouldBeTrue();
        (await _company.CaseAsync(_case)).Status.ShouldBe(CaseStatus.New);
        (await FirstReplyAsync()).IsRunning.ShouldBeTrue();
    }

    [Fact]
    public async Task Whom_it_is_written_and_copied_to_are_on_the_case_when_it_leaves_and_not_before()
    {
        var sent = await _company.SendAsync(_company.Answer(_case) with { To = ["nora@mail.example", "lena@mail.example"], Cc = ["paul@mail.example"], SendAt = _company.Clock.GetUtcNow().AddMinutes(30) });
        (await PeopleAsync()).ShouldBeEmpty();

        await PassAsync(TimeSpan.FromHours(1));

        (await _company.StateAsync(sent.Value.MessageId)).ShouldBe(OutboundState.Pending);
        (await PeopleAsync()).ShouldBe(["lena@mail.example Accepted", "paul@mail.example Accepted"]);
    }

    private Task<List<string>> PeopleAsync() => _company.DbAsync(db => db.Participants.Where(p => p.CaseId == _case)
        .Join(db.Handles, p => p.HandleId, h => h.Id, (p, h) => h.Value + " " + p.State).OrderBy(p => p).ToListAsync());

    [Fact]
    public async Task Address_that_died_meanwhile_holds_it()
    {
        var id = await ScheduleAsync(TimeSpan.FromMinutes(30));
        await _company.DbAsync(db => db.Handles.Where(h => h.Value == "nora@mail.example").ExecuteUpdateAsync(set => set.SetProperty(h => h.DeadSince, _company.Clock.GetUtcNow())));

        await PassAsync(TimeSpan.FromHours(1));

        (await DetailAsync(id)).ShouldBe("Mail to nora@mail.example came back for good. Reach the customer another way, or allow the address again on the customer's page.");
    }

    [Fact]
    public async Task Whom_it_is_written_to_and_who_became_a_third_party_holds_it()
    {
        await _company.SendAsync(_company.Answer(_case) with { Cc = ["paul@mail.example"] });
        await _company.MailAsync(Mails.Of(from: "paul@mail.example", subject: $"Re: [C-{_case}]"));
        var sent = await _company.SendAsync(_company.Answer(_case) with { SendAt = _company.Clock.GetUtcNow().AddMinutes(30) });
        (await _company.MessageAsync(sent.Value.MessageId)).To.ShouldHaveSingleItem().Address.ShouldBe("paul@mail.example");
        var paul = await _company.DbAsync(db => db.Participants.SingleAsync());
        await _company.SendAsync(new AcceptGuest.Command(_case, paul.HandleId, ParticipantState.ThirdParty, _company.Ana));

        await PassAsync(TimeSpan.FromHours(1));

        (await DetailAsync(sent.Value.MessageId)).ShouldBe("None of these addresses belongs to the customer of this case. Use Forward to write to somebody else.");
    }

    [Fact]
    public async Task Edited_it_is_a_draft_again_with_its_files()
    {
        var file = await _company.AttachAsync(_case, "a.pdf", [1]);
        var id = await ScheduleAsync(TimeSpan.FromHours(2), draft: file.DraftId);

        (await _company.SendAsync(new CancelScheduled.Command(id, Edit: true, _company.Ana))).IsOk.ShouldBeTrue();

        var draft = (await _company.DraftsAsync()).Single();
        draft.Text.ShouldBe("Tomorrow then.");
        (await _company.DbAsync(db => db.Attachments.SingleAsync())).DraftId.ShouldBe(draft.Id);
        await PassAsync(TimeSpan.FromHours(3));
        (await _company.DbAsync(db => db.Messages.CountAsync(m => m.Direction == Direction.Outbound))).ShouldBe(0);
    }

    [Fact]
    public async Task Cancelled_it_is_gone_and_who_may_not_answer_may_not_cancel()
    {
        var id = await ScheduleAsync(TimeSpan.FromHours(2));

        (await _company.SendAsync(new CancelScheduled.Command(id, Edit: false, _company.Ben))).Error?.Code.ShouldBe("case_not_yours");
        (await _company.SendAsync(new CancelScheduled.Command(id, Edit: false, _company.Ana))).IsOk.ShouldBeTrue();
        (await _company.DraftsAsync()).ShouldBeEmpty();
        (await _company.SendAsync(new SendScheduled.Command(id, _company.Ana))).Error?.Code.ShouldBe("not_scheduled");
    }

    [Fact]
    public async Task Time_that_has_passed_is_refused()
    {
        var past = await _company.SendAsync(_company.Answer(_case) with { SendAt = _company.Clock.GetUtcNow() });
        var far = await _company.SendAsync(_company.Answer(_case) with { SendAt = _company.Clock.GetUtcNow().AddYears(2) });

        (past.Error?.Code, far.Error?.Code).ShouldBe(("send_at_past", "send_at_far"));
    }

    [Fact]
    public async Task Worker_sends_it_when_its_time_has_come()
    {
        var id = await ScheduleAsync(TimeSpan.FromMinutes(30));
        await _company.RunAsync<DeliveryWorker>();
        _company.Clock.Advance(TimeSpan.FromMinutes(31));

        await Eventually.IsAsync(async () => await _company.StateAsync(id) == OutboundState.Sent);
        _company.Outbox.GetFiles("*.eml").Length.ShouldBe(1);
    }

    private async Task<long> ScheduleAsync(TimeSpan after, long? caseId = null, long? draft = null)
    {
        var sent = await _company.SendAsync(_company.Answer(caseId ?? _case, "Tomorrow then.") with { SendAt = _company.Clock.GetUtcNow() + after, DraftId = draft });
        return sent.Value.MessageId;
    }

    private async Task PassAsync(TimeSpan time)
    {
        _company.Clock.Advance(time);
        await using var scope = _company.Services.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<ScheduledAnswers>().LeaveDueAsync(default);
    }

    private async Task NoraWritesAsync()
    {
        var first = await _company.DbAsync(db => db.Messages.OrderBy(m => m.Id).FirstAsync());
        (await _company.MailAsync(Mails.Of(inReplyTo: first.ExternalId, text: "One thing more?"))).ShouldBe(_case);
    }

    private async Task<SlaClock> FirstReplyAsync() => (await _company.ClocksAsync(_case, SlaMetric.FirstReply)).Single();

    private Task<string?> DetailAsync(long messageId) =>
        _company.DbAsync(db => db.OutboundDeliveries.Where(d => d.MessageId == messageId && d.State == OutboundState.Held).Select(d => d.Detail).SingleAsync());
}

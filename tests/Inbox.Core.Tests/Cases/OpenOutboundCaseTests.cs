using Inbox.Core.Cases;
using Inbox.Core.Cases.Drafts;
using Inbox.Core.Sla;
using Inbox.Core.Tests.Cases.Drafts;
using Inbox.Testing;
using Microsoft.EntityFrameworkCore;

namespace Inbox.Core.Tests.Cases;

public sealed class OpenOutboundCaseTests : IAsyncLifetime
{
    private Company _company = null!;

    public async Task InitializeAsync() => _company = await Company.OpenAsync();

    public async Task DisposeAsync() => await _company.DisposeAsync();

    [Fact]
    public async Task Case_opened_by_us_waits_with_its_first_reply_met()
    {
        var opened = (await _company.SendAsync(Write())).Value;

        var @case = await _company.CaseAsync(opened.CaseId);
        (@case.Status, @case.Subject, @case.DepartmentId, @case.AssigneeId).ShouldBe((CaseStatus.Waiting, "Your recall", _company.Support.Id, _company.Ana.AgentId));
        (await _company.ClocksAsync(opened.CaseId, SlaMetric.FirstReply)).Single().Outcome.ShouldBe(SlaOutcome.Met);
        (await _company.ClocksAsync(opened.CaseId, SlaMetric.Resolution)).Single().IsPaused.ShouldBeTrue();
        (await _company.DbAsync(db => db.Handles.SingleAsync(h => h.Value == "nora@mail.example"))).CustomerId.ShouldBe(@case.CustomerId!.Value);
        var (message, _) = await _company.OutgoingAsync(opened.MessageId);
        (message.To.Single().Address, message.Cc.Single().Address, message.Bcc.Single().Address, message.Subject).ShouldBe(("nora@mail.example", "paul@mail.example", "audit@acme.example", "Your recall"));
    }

    [Fact]
    public async Task Answer_of_the_customer_joins_it_and_owes_a_next_reply()
    {
        var opened = (await _company.SendAsync(Write())).Value;
        var ours = await _company.MessageAsync(opened.MessageId);

        (await _company.MailAsync(Mails.Of(inReplyTo: ours.ExternalId))).ShouldBe(opened.CaseId);

        (await _company.CaseAsync(opened.CaseId)).Status.ShouldBe(CaseStatus.Open);
        (await _company.ClocksAsync(opened.CaseId, SlaMetric.NextReply)).Single().IsRunning.ShouldBeTrue();
    }

    [Fact]
    public async Task Whom_its_first_message_copies_in_is_no_guest()
    {
        var opened = (await _company.SendAsync(Write())).Value;
        var ours = await _company.MessageAsync(opened.MessageId);

        (await _company.MailAsync(Mails.Of(from: "paul@mail.example", inReplyTo: ours.ExternalId))).ShouldBe(opened.CaseId);

        (await _company.DbAsync(db => db.Participants.SingleAsync())).State.ShouldBe(ParticipantState.Accepted);
        (await _company.DbAsync(db => db.Messages.AnyAsync(m => m.Guest))).ShouldBeFalse();
    }

    [Fact]
    public async Task Undone_the_case_never_was_and_the_message_is_a_draft_again()
    {
        var file = await _company.AttachAsync(caseId: null, "notice.pdf", [1, 2], mode: DraftMode.New);
        var opened = (await _company.SendAsync(Write() with { DraftId = file.DraftId })).Value;
        (await _company.DraftsAsync()).ShouldBeEmpty();

        var undone = await _company.SendAsync(new UndoReply.Command(opened.MessageId, _company.Ana));

        undone.Value.CaseGone.ShouldBeTrue();
        (await _company.DbAsync(db => db.Cases.CountAsync())).ShouldBe(0);
        (await _company.DbAsync(db => db.SlaClocks.CountAsync())).ShouldBe(0);
        var draft = (await _company.DraftsAsync()).Single();
        (draft.Mode, draft.CaseId, draft.Subject, draft.To!.Single(), draft.ChannelId).ShouldBe((DraftMode.New, null, "Your recall", "nora@mail.example", _company.Mail.Id));
        (await _company.DbAsync(db => db.Attachments.SingleAsync())).DraftId.ShouldBe(draft.Id);
    }

    [Fact]
    public async Task Only_for_a_department_one_works_for_and_through_a_door_that_can_send()
    {
        (await _company.SendAsync(Write() with { Actor = _company.Ben })).Error?.Code.ShouldBe("department_not_yours");
        (await _company.SendAsync(Write() with { Actor = _company.Ben, DepartmentId = _company.Billing.Id })).IsOk.ShouldBeTrue();
        (await _company.SendAsync(Write() with { Actor = _company.Rex, DepartmentId = _company.Repair.Id })).Error?.Code.ShouldBe("department_not_yours");
        await _company.SetAsync(db => db.Channels.ExecuteUpdateAsync(set => set.SetProperty(c => c.Enabled, false)));
        (await _company.SendAsync(Write())).Error?.Code.ShouldBe("cannot_answer_here");
        (await _company.SendAsync(Write() with { ChannelId = 999 })).Error?.Code.ShouldBe("no_such_channel");
    }

    private OpenOutboundCase.Command Write() =>
        new(_company.Mail.Id, DepartmentId: null, "Your recall", "Please stop using it.", ["nora@mail.example"], ["paul@mail.example"], CaseStatus.Waiting, _company.Ana) { Bcc = ["audit@acme.example"] };
}

using Inbox.Core.Cases;
using Inbox.Core.Channels;
using Inbox.Core.Delivery;
using Inbox.Core.Sla;
using Inbox.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Inbox.Core.Tests.Sla;

/// <summary>Answers that turn out to be none, long after they were given.</summary>
public sealed class WithdrawnAnswerTests : IAsyncLifetime
{
    private Company _company = null!;
    private long _case;
    private DateTimeOffset _opened;

    public async Task InitializeAsync()
    {
        _company = await Company.OpenAsync();
        _opened = _company.Clock.GetUtcNow();
        _case = await _company.MailAsync(Mails.Of(from: "Nora Vale <nora@mail.example>", id: "first@mail.example"));
        _company.Clock.Advance(TimeSpan.FromMinutes(10));
    }

    public async Task DisposeAsync() => await _company.DisposeAsync();

    [Fact]
    public async Task What_fell_due_meanwhile_was_late_then()
    {
        var answer = await _company.AnswerAsync(_case);
        _company.Clock.Advance(TimeSpan.FromDays(1));
        await FailAsync(answer);

        await _company.AnswerAsync(_case);

        var first = (await _company.ClocksAsync(_case, SlaMetric.FirstReply)).Single();
        (first.Outcome, first.BreachedAt).ShouldBe((SlaOutcome.MetLate, _opened.AddMinutes(60)));
    }

    [Fact]
    public async Task Whoever_owns_the_case_when_it_falls_due_is_charged()
    {
        var answer = await _company.AnswerAsync(_case);
        await _company.SendAsync(new ChangeDepartment.Command(_case, _company.Billing.Id, "an invoice", _company.Ana));
        await _company.SendAsync(new DecideHandoff.Command(_case, HandoffState.Accepted, null, _company.Ben));
        await FailAsync(answer);
        _company.Clock.Advance(TimeSpan.FromDays(1));

        (await _company.SendAsync(new ReplyToCase.Command(_case, "Here it is.", CaseStatus.Waiting, [], SeenMessageId: null, Anyway: true, _company.Ben))).Error.ShouldBeNull();

        (await _company.ClocksAsync(_case, SlaMetric.FirstReply)).Single().DepartmentAtDue.ShouldBe(_company.Billing.Id);
    }

    [Fact]
    public async Task Later_answer_that_arrived_has_stopped_what_this_one_did_not()
    {
        var lost = await _company.AnswerAsync(_case);
        _company.Clock.Advance(TimeSpan.FromHours(2));
        await _company.MailAsync(Mails.Of(from: "Nora Vale <nora@mail.example>", inReplyTo: "first@mail.example", text: "Is there any news?"));
        _company.Clock.Advance(TimeSpan.FromMinutes(1));
        var arrived = await _company.AnswerAsync(_case);
        _company.Clock.Advance(TimeSpan.FromDays(1));

        await FailAsync(lost);

        var first = (await _company.ClocksAsync(_case, SlaMetric.FirstReply)).Single();
        (first.Outcome, first.StoppedAt, first.StoppedByMessageId, first.BreachedAt).ShouldBe((SlaOutcome.MetLate, arrived.ReceivedAt, arrived.Id, _opened.AddMinutes(60)));
        var found = await _company.CaseAsync(_case);
        (found.Status, found.NextDueAt, found.LastAnswerAt).ShouldBe((CaseStatus.Waiting, Clock.Never, arrived.ReceivedAt));
    }

    [Fact]
    public async Task Question_after_the_later_answer_is_still_owed()
    {
        var lost = await _company.AnswerAsync(_case);
        _company.Clock.Advance(TimeSpan.FromMinutes(1));
        await _company.AnswerAsync(_case);
        _company.Clock.Advance(TimeSpan.FromMinutes(1));
        var asked = _company.Clock.GetUtcNow();
        await _company.MailAsync(Mails.Of(from: "Nora Vale <nora@mail.example>", inReplyTo: "first@mail.example", text: "Is there any news?"));
        _company.Clock.Advance(TimeSpan.FromMinutes(1));

        await FailAsync(lost);

        var next = (await _company.ClocksAsync(_case, SlaMetric.NextReply)).Single();
        (next.IsRunning, next.StartedAt).ShouldBe((true, asked));
        (await _company.CaseAsync(_case)).Status.ShouldBe(CaseStatus.Open);
    }

    [Fact]
    public async Task Case_that_is_spam_by_now_stays_where_it_is()
    {
        var answer = await _company.AnswerAsync(_case);
        await _company.SendAsync(new ChangeStatus.Command(_case, CaseStatus.Spam, Reason: null, _company.Ana));

        await FailAsync(answer);

        (await _company.CaseAsync(_case)).Status.ShouldBe(CaseStatus.Spam);
        (await _company.DbAsync(db => db.SlaClocks.CountAsync(c => c.CaseId == _case && c.StoppedAt == null))).ShouldBe(0);
        (await _company.DbAsync(db => db.Messages.SingleAsync(m => m.Id == answer.Id))).Failure.ShouldNotBeNull();
        var again = await _company.SendAsync(new RetryAnswer.Command(answer.Id, _company.Ana));
        again.Error!.Code.ShouldBe("case_closed");
    }

    [Fact]
    public async Task Answer_sent_again_leaves_a_case_resolved_that_was_resolved_since()
    {
        var answer = await _company.AnswerAsync(_case);
        await FailAsync(answer);
        await _company.SendAsync(new ChangeStatus.Command(_case, CaseStatus.Resolved, "told by phone", _company.Ana));

        (await _company.SendAsync(new RetryAnswer.Command(answer.Id, _company.Ana))).Error.ShouldBeNull();

        (await _company.CaseAsync(_case)).Status.ShouldBe(CaseStatus.Resolved);
    }

    private async Task FailAsync(Message answer)
    {
        var delivery = await _company.DbAsync(db => db.OutboundDeliveries.SingleAsync(d => d.MessageId == answer.Id));
        var rules = await _company.Services.GetRequiredService<Rulebook>().GetAsync(default);
        await using var scope = _company.Services.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<DeliveryEnds>().StoreAsync(delivery, new SendResult(SendOutcome.Failed, "No such mailbox."), threadScope: null, rules, default);
    }
}

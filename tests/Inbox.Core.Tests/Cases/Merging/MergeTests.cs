using Inbox.Core.Access;
using Inbox.Core.Cases;
using Inbox.Core.Cases.Following;
using Inbox.Core.Cases.Merging;
using Inbox.Core.Sla;
using Inbox.Testing;
using Microsoft.EntityFrameworkCore;

namespace Inbox.Core.Tests.Cases.Merging;

/// <summary>Merging, and taking it back exactly.</summary>
public sealed class MergeTests : IAsyncLifetime
{
    private const string Nora = "Nora Vale <nora@mail.example>";
    private Company _company = null!;
    private long _first;
    private long _second;

    public async Task InitializeAsync()
    {
        _company = await Company.OpenAsync();
        _first = await _company.MailAsync(Mails.Of(from: Nora, id: "first@mail.example"));
        _company.Clock.Advance(TimeSpan.FromMinutes(10));
        _second = await _company.MailAsync(Mails.Of(from: Nora, id: "second@mail.example", subject: "The charger"));
        _company.Clock.Advance(TimeSpan.FromMinutes(10));
    }

    public async Task DisposeAsync() => await _company.DisposeAsync();

    [Fact]
    public async Task Survivor_owes_from_the_earliest_unanswered_message_of_both()
    {
        var asked = (await _company.ClocksAsync(_first, SlaMetric.FirstReply)).Single().StartedAt;
        await MergeAsync(_first, _second);

        (await _company.ClocksAsync(_first, SlaMetric.FirstReply)).Single().CancelReason.ShouldBe($"merged into C-{_second}");
        var cycles = await _company.ClocksAsync(_second, SlaMetric.FirstReply);
        cycles[0].CancelReason.ShouldBe($"merged with C-{_first}, which waited longer");
        (cycles[1].StartedAt, cycles[1].IsRunning, cycles[1].DueAt).ShouldBe((asked, true, asked.AddMinutes(60)));
        (await _company.CaseAsync(_second)).NextDueAt.ShouldBe(asked.AddMinutes(60));
    }

    [Fact]
    public async Task Survivor_that_waited_longer_keeps_its_clock()
    {
        await MergeAsync(_second, _first);

        (await _company.ClocksAsync(_first, SlaMetric.FirstReply)).Single().IsRunning.ShouldBeTrue();
        (await _company.CaseAsync(_second)).FoldedIntoId.ShouldBe(_first);
        (await _company.CaseAsync(_first)).MessageCount.ShouldBe(2);
    }

    [Fact]
    public async Task Answered_survivor_opens_and_owes_the_next_reply_from_the_merged_message()
    {
        await _company.AnswerAsync(_first);
        var asked = (await _company.ClocksAsync(_second, SlaMetric.FirstReply)).Single().StartedAt;

        await MergeAsync(_second, _first);

        (await _company.CaseAsync(_first)).Status.ShouldBe(CaseStatus.Open);
        (await _company.ClocksAsync(_first, SlaMetric.NextReply)).Single().StartedAt.ShouldBe(asked);
    }

    [Fact]
    public async Task Answered_case_brings_no_debt_and_closed_survivors_open_only_for_one()
    {
        await _company.AnswerAsync(_second);
        await _company.SendAsync(new ChangeStatus.Command(_first, CaseStatus.Closed, "by phone", _company.Ana));
        await MergeAsync(_second, _first);
        (await _company.CaseAsync(_first)).Status.ShouldBe(CaseStatus.Closed);

        var third = await _company.MailAsync(Mails.Of(from: Nora, subject: "Else"));
        await MergeAsync(third, _first);
        (await _company.CaseAsync(_first)).Status.ShouldBe(CaseStatus.Open);
    }

    [Fact]
    public async Task Answer_that_came_back_after_the_merge_is_owed_by_the_survivor_from_the_same_message()
    {
        var asked = (await _company.ClocksAsync(_first, SlaMetric.FirstReply)).Single().StartedAt;
        var answer = await _company.AnswerAsync(_first);
        await _company.AnswerAsync(_second);
        await MergeAsync(_first, _second);
        await _company.MailAsync(Bounces.Hard("nora@mail.example", answer.ExternalId));

        (await _company.CaseAsync(_second)).Status.ShouldBe(CaseStatus.Open);
        var owed = (await _company.ClocksAsync(_second, SlaMetric.NextReply)).Single();
        (owed.StartedAt, owed.IsRunning).ShouldBe((asked, true));
        (await _company.ClocksAsync(_first, SlaMetric.FirstReply)).Single().Outcome.ShouldBe(SlaOutcome.Met);

        (await _company.MailAsync(Mails.Of(from: Nora, inReplyTo: "second@mail.example"))).ShouldBe(_second);
        (await _company.ClocksAsync(_second, SlaMetric.NextReply)).ShouldHaveSingleItem().StartedAt.ShouldBe(asked);
    }

    [Fact]
    public async Task Answer_that_came_back_before_the_merge_is_undone_is_owed_by_its_own_case_again()
    {
        var asked = (await _company.ClocksAsync(_first, SlaMetric.FirstReply)).Single().StartedAt;
        var answer = await _company.AnswerAsync(_first);
        await _company.AnswerAsync(_second);
        var move = await MergeAsync(_first, _second);
        _company.Clock.Advance(TimeSpan.FromMinutes(1));
        await _company.MailAsync(Bounces.Hard("nora@mail.example", answer.ExternalId));
        (await _company.SendAsync(new UndoMove.Command(_second, move, _company.Ana))).Error.ShouldBeNull();

        (await _company.CaseAsync(_first)).Status.ShouldBe(CaseStatus.Open);
        var owed = (await _company.ClocksAsync(_first, SlaMetric.FirstReply)).Single();
        (owed.StartedAt, owed.IsRunning).ShouldBe((asked, true));
        (await _company.ClocksAsync(_second, SlaMetric.NextReply)).ShouldAllBe(c => c.Outcome == SlaOutcome.Cancelled);
    }

    [Fact]
    public async Task Undo_takes_back_exactly_what_moved()
    {
        await _company.SendAsync(new TagCase.Command(_first, ["refund", "repair"], _company.Ana));
        await _company.SendAsync(new TagCase.Command(_second, ["repair"], _company.Ana));
        await _company.SendAsync(new FollowCase.Command(_first, Follow: true, _company.Ben));
        var before = (await PictureAsync(_first), await PictureAsync(_second));
        var move = await MergeAsync(_first, _second);
        (await _company.CaseAsync(_second)).Tags.ShouldBe(["repair", "refund"]);
        _company.Clock.Advance(TimeSpan.FromMinutes(5));

        await UndoAsync(_second, move);

        (await PictureAsync(_first), await PictureAsync(_second)).ShouldBe(before);
        (await _company.MailAsync(Mails.Of(from: Nora, inReplyTo: "first@mail.example"))).ShouldBe(_first);
        (await _company.MailAsync(Mails.Of(from: Nora, inReplyTo: "second@mail.example"))).ShouldBe(_second);
    }

    [Fact]
    public async Task Undo_lets_promises_go_on_as_if_nothing_had_been()
    {
        await _company.AnswerAsync(_first);
        var (owed, paused) = ((await _company.ClocksAsync(_second, SlaMetric.FirstReply)).Single(), (await _company.ClocksAsync(_first, SlaMetric.Resolution)).Single());
        var move = await MergeAsync(_first, _second);
        _company.Clock.Advance(TimeSpan.FromMinutes(30));

        await UndoAsync(_second, move);

        var resolution = (await _company.ClocksAsync(_first, SlaMetric.Resolution)).Single();
        (resolution.IsPaused, resolution.Consumed).ShouldBe((true, paused.Consumed));
        (await _company.CaseAsync(_first)).Status.ShouldBe(CaseStatus.Waiting);
        (await _company.ClocksAsync(_second, SlaMetric.FirstReply)).Single().DueAt.ShouldBe(owed.DueAt);
    }

    [Fact]
    public async Task Undo_restores_the_cycle_that_the_merge_had_replaced()
    {
        var own = (await _company.ClocksAsync(_second, SlaMetric.FirstReply)).Single();
        var move = await MergeAsync(_first, _second);

        await UndoAsync(_second, move);

        var cycles = await _company.ClocksAsync(_second, SlaMetric.FirstReply);
        (cycles[0].IsRunning, cycles[0].DueAt).ShouldBe((true, own.DueAt));
        cycles[1].Outcome.ShouldBe(SlaOutcome.Cancelled);
        (await _company.ClocksAsync(_first, SlaMetric.FirstReply)).Single().IsRunning.ShouldBeTrue();
    }

    [Fact]
    public async Task Messages_since_go_back_with_what_they_answer_and_else_stay()
    {
        await _company.AnswerAsync(_first);
        await _company.AnswerAsync(_second);
        var move = await MergeAsync(_first, _second);
        _company.Clock.Advance(TimeSpan.FromMinutes(1));
        await _company.MailAsync(Mails.Of(from: Nora, inReplyTo: "first@mail.example", text: "About the first."));
        _company.Clock.Advance(TimeSpan.FromMinutes(1));
        var answer = await _company.AnswerAsync(_second);
        await _company.MailAsync(Mails.Of(from: Nora, id: "late@mail.example", inReplyTo: "second@mail.example", text: "About the second."));
        var late = _company.Clock.GetUtcNow();

        await UndoAsync(_second, move);

        (await TextsAsync(_first)).ShouldBe(["My son's laptop came back with the same fault.", "We look into it.", "About the first.", "We look into it."]);
        (await TextsAsync(_second)).ShouldBe(["My son's laptop came back with the same fault.", "We look into it.", "About the second."]);
        ((await _company.CaseAsync(_first)).Status, (await _company.CaseAsync(_second)).Status).ShouldBe((CaseStatus.Waiting, CaseStatus.Open));
        (await _company.ClocksAsync(_second, SlaMetric.NextReply)).Last(c => c.IsRunning).StartedAt.ShouldBe(late);
        (await _company.MailAsync(Mails.Of(from: Nora, inReplyTo: answer.ExternalId))).ShouldBe(_first);
    }

    [Fact]
    public async Task Chain_is_undone_from_its_end()
    {
        var third = await _company.MailAsync(Mails.Of(from: Nora, subject: "Else"));
        var inner = await MergeAsync(_second, _first);
        var outer = await MergeAsync(_first, third);
        (await _company.CaseAsync(_second)).FoldedIntoId.ShouldBe(third);

        (await _company.SendAsync(new UndoMove.Command(_first, inner, _company.Ana))).Error!.Code.ShouldBe("merged_again");
        await UndoAsync(third, outer);
        (await _company.CaseAsync(_second)).FoldedIntoId.ShouldBe(_first);
        await UndoAsync(_first, inner);

        foreach (var id in new[] { _first, _second, third })
        {
            (await _company.CaseAsync(id)).FoldedIntoId.ShouldBeNull();
            (await TextsAsync(id)).Count.ShouldBe(1);
        }

        (await _company.SendAsync(new UndoMove.Command(_first, inner, _company.Ana))).Error!.Code.ShouldBe("already_undone");
    }

    [Fact]
    public async Task Undo_is_there_for_thirty_days()
    {
        var move = await MergeAsync(_first, _second);
        _company.Clock.Advance(TimeSpan.FromDays(31));

        (await _company.SendAsync(new UndoMove.Command(_second, move, _company.Ana))).Error!.Code.ShouldBe("too_late");
    }

    [Fact]
    public async Task Different_customers_ask_first()
    {
        var other = await _company.MailAsync(Mails.Of(from: "Omar Reed <omar@mail.example>"));
        var refused = await _company.SendAsync(new MergeCases.Command(other, _first, _company.Ana));
        (refused.Error!.Code, refused.Error.Message).ShouldBe(("other_customer", $"C-{other} is Omar Reed's, C-{_first} is Nora Vale's. Merge them all the same?"));

        (await _company.SendAsync(new MergeCases.Command(other, _first, _company.Ana) { Anyway = true })).IsOk.ShouldBeTrue();
    }

    [Fact]
    public async Task Who_may_change_only_one_of_two_cases_neither_merges_nor_undoes()
    {
        var move = await MergeAsync(_first, _second);
        (await _company.SendAsync(new UndoMove.Command(_second, move, _company.Ben))).Error!.Code.ShouldBe("case_not_yours");
        (await _company.SendAsync(new UndoMove.Command(_second, move, _company.Rex))).Error!.Code.ShouldBe("case_not_found");
        var billing = await _company.MailAsync(Mails.Of(from: Nora, subject: "Invoice"));
        await _company.SendAsync(new ChangeDepartment.Command(billing, _company.Billing.Id, null, _company.Ana));

        (await _company.SendAsync(new MergeCases.Command(billing, _second, _company.Ana))).Error!.Code.ShouldBe("case_not_yours");
        (await _company.SendAsync(new MergeCases.Command(_second, billing, _company.Ana))).Error!.Code.ShouldBe("case_not_yours");
    }

    [Fact]
    public async Task Two_merges_of_the_same_cases_at_once_end_in_one()
    {
        for (var i = 0; i < 5; i++)
        {
            var (a, b) = (await _company.MailAsync(Mails.Of(from: Nora, subject: $"A{i}")), await _company.MailAsync(Mails.Of(from: Nora, subject: $"B{i}")));

            var done = await Task.WhenAll(
                _company.SendAsync(new MergeCases.Command(a, b, _company.Ana)),
                _company.SendAsync(new MergeCases.Command(b, a, _company.Ana)));

            done.Count(d => d.IsOk).ShouldBe(1);
            done.Single(d => !d.IsOk).Error!.Code.ShouldBeOneOf("same_case", "merged_meanwhile");
            (await _company.DbAsync(db => db.Cases.CountAsync(c => (c.Id == a || c.Id == b) && c.FoldedIntoId == null))).ShouldBe(1);
        }
    }

    [Fact]
    public async Task Case_the_filer_folded_comes_apart_again()
    {
        await _company.MailAsync(Mails.Of(from: Nora, references: "<first@mail.example> <second@mail.example>"));
        (await _company.CaseAsync(_second)).FoldedIntoId.ShouldBe(_first);
        var move = await _company.DbAsync(db => db.CaseMoves.AsNoTracking().SingleAsync());
        move.ById.ShouldBeNull();

        await UndoAsync(_first, move.Id);

        (await TextsAsync(_second)).Count.ShouldBe(1);
        (await TextsAsync(_first)).Count.ShouldBe(2);
    }

    private async Task<long> MergeAsync(long from, long into)
    {
        var merged = await _company.SendAsync(new MergeCases.Command(from, into, _company.Ana));
        merged.IsOk.ShouldBeTrue();
        return merged.Value.MoveId;
    }

    private async Task UndoAsync(long caseId, long move)
    {
        var undone = await _company.SendAsync(new UndoMove.Command(caseId, move, _company.Ana));
        undone.Error.ShouldBeNull();
    }

    private Task<List<string>> TextsAsync(long caseId) =>
        _company.DbAsync(db => db.Messages.Where(m => m.CaseId == caseId).OrderBy(m => m.Id).Select(m => m.ReplyText.Trim()).ToListAsync());

    /// <summary>All that a merge touches, as one line.</summary>
    private Task<string> PictureAsync(long id) => _company.DbAsync(async db =>
    {
        var c = await db.Cases.AsNoTracking().SingleAsync(x => x.Id == id);
        var messages = await db.Messages.Where(m => m.CaseId == id).OrderBy(m => m.Id).Select(m => m.Id).ToListAsync();
        var keys = await db.ThreadKeys.CountAsync(k => k.CaseId == id);
        var followers = await db.CaseFollowers.Where(f => f.CaseId == id).Select(f => f.AgentId).ToListAsync();
        var search = await db.Database.SqlQuery<int>($"SELECT count(*)::int AS \"Value\" FROM message_search WHERE case_id = {id}").SingleAsync();
        var deliveries = await db.InboundDeliveries.CountAsync(d => d.CaseId == id);
        return $"{c.Status} {c.MessageCount} {c.Preview} {c.LastMessageAt:O} {c.NextDueAt:O} [{string.Join(',', c.Tags)}] m{string.Join(',', messages)} k{keys} f{string.Join(',', followers)} s{search} d{deliveries}";
    });
}

using Inbox.Core.Cases;
using Inbox.Core.Cases.Merging;
using Inbox.Core.Sla;
using Inbox.Testing;
using Microsoft.EntityFrameworkCore;

namespace Inbox.Core.Tests.Cases.Merging;

/// <summary>Splitting: who gets which message, clock and later reply.</summary>
public sealed class SplitTests : IAsyncLifetime
{
    private const string Nora = "Nora Vale <nora@mail.example>";
    private Company _company = null!;
    private long _case;
    private DateTimeOffset _opened;
    private DateTimeOffset _charger;

    public async Task InitializeAsync()
    {
        _company = await Company.OpenAsync();
        _opened = _company.Clock.GetUtcNow();
        _case = await _company.MailAsync(Mails.Of(from: Nora, id: "laptop@mail.example", text: "The laptop."));
        _company.Clock.Advance(TimeSpan.FromMinutes(10));
        _charger = _company.Clock.GetUtcNow();
        await _company.MailAsync(Mails.Of(from: Nora, id: "charger@mail.example", references: "laptop@mail.example", inReplyTo: "laptop@mail.example", subject: "The charger", text: "The charger, too."));
        _company.Clock.Advance(TimeSpan.FromMinutes(10));
    }

    public async Task DisposeAsync() => await _company.DisposeAsync();

    [Fact]
    public async Task New_case_counts_from_its_own_message_and_the_old_one_goes_on()
    {
        var split = await SplitAsync("The charger, too.");

        var opened = await _company.CaseAsync(split);
        (opened.Subject, opened.Status, opened.DepartmentId, opened.MessageCount, opened.RoutingReason)
            .ShouldBe(("The charger", CaseStatus.New, _company.Support.Id, 1, $"split from C-{_case}"));
        (await _company.ClocksAsync(split, SlaMetric.FirstReply)).Single().StartedAt.ShouldBe(_charger);
        (await _company.ClocksAsync(split, SlaMetric.Resolution)).Single().StartedAt.ShouldBe(_charger);
        (await _company.ClocksAsync(_case, SlaMetric.FirstReply)).Single().StartedAt.ShouldBe(_opened);
        (await _company.CaseAsync(_case)).MessageCount.ShouldBe(1);
    }

    [Fact]
    public async Task Old_case_that_gives_its_oldest_question_away_owes_from_what_stays()
    {
        var split = await SplitAsync("The laptop.");

        (await _company.ClocksAsync(split, SlaMetric.FirstReply)).Single().StartedAt.ShouldBe(_opened);
        var cycles = await _company.ClocksAsync(_case, SlaMetric.FirstReply);
        cycles[0].CancelReason.ShouldBe($"split off to C-{split}");
        (cycles[1].StartedAt, cycles[1].IsRunning).ShouldBe((_charger, true));
    }

    [Fact]
    public async Task Old_case_that_gives_all_it_owes_away_returns_to_where_it_was()
    {
        await _company.AnswerAsync(_case);
        await _company.MailAsync(Mails.Of(from: Nora, inReplyTo: "laptop@mail.example", subject: "An invoice", text: "And the invoice is wrong."));
        var asked = _company.Clock.GetUtcNow();

        var split = await SplitAsync("And the invoice is wrong.");

        (await _company.CaseAsync(_case)).Status.ShouldBe(CaseStatus.Waiting);
        (await _company.ClocksAsync(_case, SlaMetric.NextReply)).Single().Outcome.ShouldBe(SlaOutcome.Cancelled);
        (await _company.ClocksAsync(split, SlaMetric.FirstReply)).Single().StartedAt.ShouldBe(asked);
        (await _company.CaseAsync(split)).Status.ShouldBe(CaseStatus.New);
    }

    [Fact]
    public async Task What_was_answered_is_not_owed_again()
    {
        await _company.AnswerAsync(_case);

        var split = await SplitAsync("The charger, too.");

        (await _company.CaseAsync(split)).Status.ShouldBe(CaseStatus.Waiting);
        (await _company.ClocksAsync(split, SlaMetric.FirstReply)).ShouldBeEmpty();
        (await _company.ClocksAsync(split, SlaMetric.Resolution)).Single().IsPaused.ShouldBeTrue();
    }

    [Fact]
    public async Task Answer_that_came_back_after_it_was_split_off_is_owed_by_the_new_case_from_what_it_answered()
    {
        var answer = await _company.AnswerAsync(_case, text: "About the charger.");
        var split = await SplitAsync("The charger, too.", "About the charger.");
        await _company.MailAsync(Bounces.Hard("nora@mail.example", answer.ExternalId));

        (await _company.CaseAsync(split)).Status.ShouldBe(CaseStatus.Open);
        var owed = (await _company.ClocksAsync(split, SlaMetric.FirstReply)).Single();
        (owed.StartedAt, owed.IsRunning, owed.DueAt).ShouldBe((_charger, true, _charger.AddMinutes(60)));
        (await _company.ClocksAsync(_case, SlaMetric.FirstReply)).Single().Outcome.ShouldBe(SlaOutcome.Met);
    }

    [Fact]
    public async Task Word_is_owed_by_the_case_that_holds_the_last_answer()
    {
        await PromiseUpdatesAsync();
        await _company.AnswerAsync(_case, CaseStatus.Open, "About the charger.");
        var answered = _company.Clock.GetUtcNow();
        _company.Clock.Advance(TimeSpan.FromMinutes(5));

        var split = await SplitAsync("The charger, too.", "About the charger.");

        var update = (await _company.ClocksAsync(split, SlaMetric.Update)).Single();
        (update.StartedAt, update.IsRunning, update.DueAt).ShouldBe((answered, true, answered.AddMinutes(120)));
        (await _company.ClocksAsync(_case, SlaMetric.Update)).Single().CancelReason.ShouldBe($"split off to C-{split}");
        (await _company.DbAsync(db => db.CaseMoves.CountAsync())).ShouldBe(1);
    }

    [Fact]
    public async Task Word_that_is_owed_by_a_waiting_part_has_stood_still_since_its_answer()
    {
        await PromiseUpdatesAsync();
        await _company.AnswerAsync(_case, text: "About the charger.");
        _company.Clock.Advance(TimeSpan.FromMinutes(30));

        var split = await SplitAsync("The charger, too.", "About the charger.");

        var update = (await _company.ClocksAsync(split, SlaMetric.Update)).Single();
        (update.IsPaused, update.Consumed).ShouldBe((true, TimeSpan.Zero));
        await _company.SendAsync(new ChangeStatus.Command(split, CaseStatus.Open, null, _company.Ana));
        (await _company.ClocksAsync(split, SlaMetric.Update)).Single().DueAt.ShouldBe(_company.Clock.GetUtcNow().AddMinutes(120));
    }

    [Fact]
    public async Task Undone_split_owes_word_from_the_answer_that_came_back()
    {
        await PromiseUpdatesAsync();
        await _company.AnswerAsync(_case, CaseStatus.Open, "About the charger.");
        var answered = _company.Clock.GetUtcNow();
        var split = await SplitAsync("The charger, too.", "About the charger.");
        var move = await _company.DbAsync(db => db.CaseMoves.Select(m => m.Id).SingleAsync());
        await _company.SendAsync(new UndoMove.Command(split, move, _company.Ana));

        var update = (await _company.ClocksAsync(_case, SlaMetric.Update)).Single();
        (update.StartedAt, update.IsRunning).ShouldBe((answered, true));
    }

    [Fact]
    public async Task Later_replies_find_the_case_that_holds_what_they_answer()
    {
        var split = await SplitAsync("The charger, too.");
        (await _company.MailAsync(Mails.Of(from: Nora, inReplyTo: "charger@mail.example", references: "<laptop@mail.example> <charger@mail.example>"))).ShouldBe(split);
        (await _company.MailAsync(Mails.Of(from: Nora, inReplyTo: "laptop@mail.example"))).ShouldBe(_case);

        var answer = await _company.AnswerAsync(split);
        (await _company.MailAsync(Mails.Of(from: Nora, inReplyTo: answer.ExternalId, references: $"<laptop@mail.example> <charger@mail.example> <{answer.ExternalId}>"))).ShouldBe(split);
        var old = await _company.AnswerAsync(_case);
        (await _company.MailAsync(Mails.Of(from: Nora, inReplyTo: old.ExternalId))).ShouldBe(_case);
    }

    [Fact]
    public async Task Answer_that_moves_takes_its_signed_address_along()
    {
        var answer = await _company.AnswerAsync(_case, text: "About the charger.");

        var split = await SplitAsync("The charger, too.", "About the charger.");

        (await _company.MailAsync(Mails.Of(from: Nora, inReplyTo: answer.ExternalId))).ShouldBe(split);
        (await _company.DbAsync(db => db.OutboundDeliveries.Where(d => d.MessageId == answer.Id).Select(d => d.CaseId).SingleAsync())).ShouldBe(split);
    }

    [Fact]
    public async Task Mail_that_was_waited_for_comes_to_the_part_that_named_it()
    {
        await _company.MailAsync(Mails.Of(from: Nora, references: "<unseen@mail.example> <laptop@mail.example>", inReplyTo: "laptop@mail.example", text: "See what I wrote before."));
        var split = await SplitAsync("See what I wrote before.");

        (await _company.MailAsync(Mails.Of(from: Nora, id: "unseen@mail.example"))).ShouldBe(split);
    }

    [Fact]
    public async Task Other_writer_becomes_the_customer_of_the_new_case()
    {
        var answer = await _company.AnswerAsync(_case);
        await _company.MailAsync(Mails.Of(from: "Omar Reed <omar@mail.example>", inReplyTo: answer.ExternalId, text: "I have the same fault."));

        var split = await _company.CaseAsync(await SplitAsync("I have the same fault."));

        var omar = await _company.DbAsync(db => db.Customers.SingleAsync(c => c.Name == "Omar Reed"));
        split.CustomerId.ShouldBe(omar.Id);
    }

    [Fact]
    public async Task Undo_brings_it_all_back_under_the_old_number()
    {
        var split = await SplitAsync("The laptop.");
        var move = await _company.DbAsync(db => db.CaseMoves.Select(m => m.Id).SingleAsync());
        await _company.MailAsync(Mails.Of(from: Nora, inReplyTo: "laptop@mail.example", text: "One more thing."));

        (await _company.SendAsync(new UndoMove.Command(split, move, _company.Ana))).Error.ShouldBeNull();

        (await _company.CaseAsync(split)).FoldedIntoId.ShouldBe(_case);
        (await _company.CaseAsync(_case)).MessageCount.ShouldBe(3);
        var owed = (await _company.ClocksAsync(_case, SlaMetric.FirstReply)).Single(c => c.IsRunning);
        (owed.StartedAt, owed.Cycle).ShouldBe((_opened, 1));
        (await _company.MailAsync(Mails.Of(from: Nora, subject: $"[C-{split}]"))).ShouldBe(_case);
    }

    [Fact]
    public async Task Merge_split_and_merge_again_lose_nothing()
    {
        var other = await _company.MailAsync(Mails.Of(from: Nora, id: "other@mail.example", subject: "Other", text: "Other."));
        var merged = await _company.SendAsync(new MergeCases.Command(other, _case, _company.Ana));
        var split = await SplitAsync("Other.", "The charger, too.");
        await _company.SendAsync(new MergeCases.Command(split, _case, _company.Ana));

        (await _company.DbAsync(db => db.Messages.CountAsync(m => m.CaseId == _case))).ShouldBe(3);
        foreach (var id in new[] { "laptop@mail.example", "charger@mail.example", "other@mail.example" })
        {
            (await _company.MailAsync(Mails.Of(from: Nora, inReplyTo: id))).ShouldBe(_case);
        }

        (await _company.SendAsync(new UndoMove.Command(_case, merged.Value.MoveId, _company.Ana))).Error.ShouldBeNull();
        (await _company.MailAsync(Mails.Of(from: Nora, inReplyTo: "other@mail.example"))).ShouldBe(other);
    }

    [Fact]
    public async Task Everything_notes_alone_and_messages_of_other_cases_are_refused()
    {
        var note = await _company.SendAsync(new AddNote.Command(_case, "Look at the fan.", false, _company.Ana));
        var all = await _company.DbAsync(db => db.Messages.Where(m => m.CaseId == _case && m.Direction == Direction.Inbound).Select(m => m.Id).ToListAsync());
        var elsewhere = await _company.DbAsync(db => db.Messages.MaxAsync(m => m.Id)) + 1000;

        (await _company.SendAsync(new SplitCase.Command(_case, all, null, _company.Ana))).Error!.Code.ShouldBe("nothing_left");
        (await _company.SendAsync(new SplitCase.Command(_case, [note.Value], null, _company.Ana))).Error!.Code.ShouldBe("only_notes");
        (await _company.SendAsync(new SplitCase.Command(_case, [all[0], elsewhere], null, _company.Ana))).Error!.Code.ShouldBe("not_on_this_case");
        (await _company.SendAsync(new SplitCase.Command(_case, [all[0]], null, _company.Ben))).Error!.Code.ShouldBe("case_not_yours");
    }

    private Task PromiseUpdatesAsync() => _company.SetAsync(async db =>
    {
        var policy = await db.SlaPolicies.SingleAsync();
        policy.Targets = [.. policy.Targets, new(SlaMetric.Update, 120, 120, 120, 120)];
    });

    private async Task<long> SplitAsync(params string[] texts)
    {
        var ids = await _company.DbAsync(db => db.Messages.Where(m => m.CaseId == _case && texts.Contains(m.ReplyText.Trim())).Select(m => m.Id).ToListAsync());
        ids.Count.ShouldBe(texts.Length);
        var split = await _company.SendAsync(new SplitCase.Command(_case, ids, null, _company.Ana));
        split.Error.ShouldBeNull();
        return split.Value.NewCaseId;
    }
}

using System.Text.Json;
using Inbox.Core.Access;
using Inbox.Core.Cases;
using Inbox.Core.Cases.Merging;
using Inbox.Core.Channels;
using Inbox.Core.Delivery;
using Inbox.Core.Delivery.Changes;
using Inbox.Core.Notifications;
using Inbox.Core.Sla;
using Inbox.Testing;
using Inbox.Testing.Social;
using Microsoft.EntityFrameworkCore;

namespace Inbox.Core.Tests.Delivery.Changes;

/// <summary>Answers that have left are edited and deleted where they stand.</summary>
public sealed class SentAnswerTests : IAsyncLifetime
{
    private readonly Pinboard _board = new();
    private Company _company = null!;
    private Channel _door = null!;
    private long _case;

    public async Task InitializeAsync()
    {
        _company = await PinboardCompany.OpenAsync(_board);
        _door = await _company.OpenDoorAsync();
        _case = await PinAsync("My kettle leaks");
        await _company.RunAsync<DeliveryWorker>();
        await _company.RunAsync<AnswerChangeWorker>();
    }

    public async Task DisposeAsync() => await _company.DisposeAsync();

    [Fact]
    public async Task Edit_replaces_the_text_there_and_here_and_keeps_what_it_said()
    {
        var answer = await SentAsync("We look into it on Monday.");

        (await EditAsync(answer, "We look into it today.\r\n")).Error.ShouldBeNull();
        await DoneAsync();

        _board.Answers.ShouldHaveSingleItem().Text.ShouldBe("We look into it today.");
        var now = await MessageAsync(answer.Id);
        (now.Text, now.ReplyText).ShouldBe(("We look into it today.", "We look into it today."));
        var change = await ChangeAsync();
        (change.Before, change.AgentId, change.Attempts).ShouldBe(("We look into it on Monday.", _company.Ana.AgentId, 1));
        (await EventsAsync()).ShouldContain(CaseEventKind.AnswerEdited);
        (await _company.CaseAsync(_case)).Status.ShouldBe(CaseStatus.Waiting);
    }

    [Fact]
    public async Task Edited_words_are_found_and_the_old_ones_are_not()
    {
        var answer = await SentAsync("Bring it on Monday.");
        await _company.RunJobAsync("index-messages");

        await EditAsync(answer, "Bring it today.");
        await DoneAsync();

        (await FoundAsync("today"), await FoundAsync("monday")).ShouldBe((1, 0));
    }

    [Fact]
    public async Task Deleted_answer_opens_the_case_and_another_is_owed_from_then_on()
    {
        var answer = await SentAsync("It is your fault.");
        _company.Clock.Advance(TimeSpan.FromHours(3));

        (await DeleteAsync(answer)).Error.ShouldBeNull();
        await DoneAsync();

        _board.Answers.ShouldBeEmpty();
        (await MessageAsync(answer.Id)).DeletedAt.ShouldBe(_company.Clock.GetUtcNow());
        var found = await _company.CaseAsync(_case);
        (found.Status, found.LastAnswerAt).ShouldBe((CaseStatus.Open, null));
        (await _company.ClocksAsync(_case, SlaMetric.FirstReply)).ShouldHaveSingleItem().Outcome.ShouldBe(SlaOutcome.Met);
        (await _company.ClocksAsync(_case, SlaMetric.NextReply)).ShouldHaveSingleItem().StartedAt.ShouldBe(_company.Clock.GetUtcNow());
        (await EventsAsync()).ShouldContain(CaseEventKind.AnswerDeleted);
    }

    [Fact]
    public async Task Merged_after_the_deletion_the_answer_is_still_owed_from_the_deletion_on()
    {
        var answer = await SentAsync("It is your fault.");
        _company.Clock.Advance(TimeSpan.FromHours(3));
        await DeleteAsync(answer);
        await DoneAsync();
        var deleted = _company.Clock.GetUtcNow();
        _company.Clock.Advance(TimeSpan.FromMinutes(5));
        var other = await PinAsync("And it hums");

        (await _company.SendAsync(new MergeCases.Command(_case, other, _company.Ana) { Anyway = true })).Error.ShouldBeNull();

        var owed = (await _company.DbAsync(db => db.SlaClocks.AsNoTracking().Where(c => c.CaseId == other && c.StoppedAt == null).ToListAsync()))
            .Where(c => c.Metric is SlaMetric.FirstReply or SlaMetric.NextReply).ShouldHaveSingleItem();
        owed.StartedAt.ShouldBe(deleted);
    }

    [Fact]
    public async Task Thread_is_deleted_whole_and_cannot_be_edited_as_one()
    {
        var text = string.Join(' ', Enumerable.Repeat("kettle", 150));
        var answer = await SentAsync(text, asThread: true);
        _board.Answers.Count.ShouldBeGreaterThan(1);

        (await EditAsync(answer, "Shorter.")).Error!.Code.ShouldBe("several_posts");
        (await DeleteAsync(answer)).Error.ShouldBeNull();
        await DoneAsync();

        _board.Answers.ShouldBeEmpty();
    }

    [Fact]
    public async Task Refused_edit_stands_with_its_reason_tells_its_author_and_can_be_left_at_that()
    {
        var answer = await SentAsync("We look.");
        _board.Delete(_board.Answers[0].Id);

        await EditAsync(answer, "We look today.");
        await StateAsync(AnswerChangeState.Failed);

        (await ChangeAsync()).Detail.ShouldBe("The pin is no longer there.");
        (await MessageAsync(answer.Id)).Text.ShouldBe("We look.");
        (await _company.DbAsync(db => db.Notifications.Where(n => n.AgentId == _company.Ana.AgentId && n.Kind == NotificationKind.AnswerTrouble).Select(n => n.Text).ToListAsync()))
            .ShouldHaveSingleItem().ShouldEndWith("could not be edited");

        (await _company.SendAsync(new DropAnswerChange.Command(answer.Id, _company.Ana))).Error.ShouldBeNull();
        (await ChangeAsync()).State.ShouldBe(AnswerChangeState.Dropped);
    }

    [Fact]
    public async Task Node_that_died_in_the_middle_leaves_the_change_to_be_made_again()
    {
        var answer = await SentAsync("We look.");
        await _company.StopAsync<AnswerChangeWorker>();
        await EditAsync(answer, "We look today.");
        await _company.DbAsync(db => db.AnswerChanges.ExecuteUpdateAsync(set => set
            .SetProperty(c => c.State, AnswerChangeState.Doing).SetProperty(c => c.Attempts, 1).SetProperty(c => c.LeaseUntil, _company.Clock.GetUtcNow().AddMinutes(3))));

        _company.Clock.Advance(TimeSpan.FromMinutes(4));
        await _company.RunAsync<AnswerChangeWorker>();
        await DoneAsync();

        (await ChangeAsync()).Attempts.ShouldBe(2);
        _board.Answers.ShouldHaveSingleItem().Text.ShouldBe("We look today.");
    }

    [Fact]
    public async Task What_cannot_be_changed_says_why()
    {
        var waiting = await _company.AnswerAsync(_case, text: "Not yet gone.");
        (await EditAsync(waiting, "Other words.")).Error!.Code.ShouldBe("not_there");
        _company.Clock.Advance(TimeSpan.FromSeconds(10));
        await SentAsync(waiting);

        await Should.ThrowAsync<FluentValidation.ValidationException>(() => EditAsync(waiting, "  "));
        (await EditAsync(waiting, "Not yet gone. ")).Error!.Code.ShouldBe("same_text");
        (await EditAsync(waiting, new string('a', 501))).Error!.Code.ShouldBe("text_too_long");
        (await _company.SendAsync(new EditSentAnswer.Command(waiting.Id, "Other words.", _company.Ana with { NeedsApproval = true }))).Error!.Code.ShouldBe("needs_approval");
        (await _company.SendAsync(new EditSentAnswer.Command(waiting.Id, "Other words.", _company.Ben))).Error!.Code.ShouldBe("case_not_yours");
        (await _company.SendAsync(new DeleteSentAnswer.Command(waiting.Id, _company.Rex))).Error!.Kind.ShouldBe(ErrorKind.NotFound);

        await _company.StopAsync<AnswerChangeWorker>();
        (await EditAsync(waiting, "Other words.")).Error.ShouldBeNull();
        (await DeleteAsync(waiting)).Error!.Code.ShouldBe("change_waits");
        await _company.RunAsync<AnswerChangeWorker>();
        await DoneAsync();
        await DeleteAsync(waiting);
        await DoneAsync();
        (await DeleteAsync(waiting)).Error!.Code.ShouldBe("deleted");
    }

    [Fact]
    public async Task Answer_of_another_account_is_left_alone()
    {
        var answer = await SentAsync("We look.");
        await _company.SetAsync(db => db.Channels.Where(c => c.Id == _door.Id).ExecuteUpdateAsync(set => set.SetProperty(c => c.Address, "acme-new")));

        (await DeleteAsync(answer)).Error!.Code.ShouldBe("other_account");
    }

    [Fact]
    public async Task Limit_on_changes_holds_up_no_answers_and_a_door_that_works_again_makes_the_change_at_once()
    {
        var answer = await SentAsync("We look.");
        (_board.Fault, _board.LimitedUntil) = (PinboardFault.Limited, _company.Clock.GetUtcNow().AddHours(1));
        await EditAsync(answer, "We look today.");
        await Eventually.IsAsync(async () => (await ChangeAsync()) is { State: AnswerChangeState.Pending, Attempts: 1 });
        (await _company.DbAsync(db => db.ChannelLinks.AnyAsync(l => l.LimitedUntil != null))).ShouldBeFalse();

        _board.Fault = PinboardFault.Broken;
        _company.Clock.Advance(TimeSpan.FromHours(1));
        await Eventually.IsAsync(async () => (await ChangeAsync()).Attempts == 2 && await _company.DbAsync(db => db.Channels.AnyAsync(c => c.SendingFailsSince != null)));
        _board.Fault = PinboardFault.None;
        await SentAsync("Another one.");

        await DoneAsync();
    }

    [Fact]
    public async Task Mail_cannot_be_taken_back()
    {
        var answer = await _company.AnswerAsync(await _company.MailAsync(Mails.Of()));
        await _company.DbAsync(db => db.OutboundDeliveries.ExecuteUpdateAsync(set => set.SetProperty(d => d.State, OutboundState.Sent)));

        (await DeleteAsync(answer)).Error!.Code.ShouldBe("cannot_change");
    }

    private async Task<long> PinAsync(string text)
    {
        var pin = _board.Find(_board.Post(_company.Clock.GetUtcNow(), text));
        return (await _company.FileAsync(_door, JsonSerializer.SerializeToUtf8Bytes(pin, JsonSerializerOptions.Web)))[0].CaseId!.Value;
    }

    private async Task<Message> SentAsync(string text, bool asThread = false)
    {
        var reply = new ReplyToCase.Command(_case, text, CaseStatus.Waiting, [], SeenMessageId: null, Anyway: true, _company.Ana, UndoSeconds: 0) { AsThread = asThread };
        var sent = await _company.SendAsync(reply);
        sent.Error.ShouldBeNull();
        return await SentAsync(await MessageAsync(sent.Value.MessageId));
    }

    private async Task<Message> SentAsync(Message answer)
    {
        await Eventually.IsAsync(() => _company.DbAsync(db => db.OutboundDeliveries.AnyAsync(d => d.MessageId == answer.Id && d.State == OutboundState.Sent)));
        return answer;
    }

    private Task<Result<Done>> EditAsync(Message answer, string text) => _company.SendAsync(new EditSentAnswer.Command(answer.Id, text, _company.Ana));

    private Task<Result<Done>> DeleteAsync(Message answer) => _company.SendAsync(new DeleteSentAnswer.Command(answer.Id, _company.Ana));

    private Task DoneAsync() => StateAsync(AnswerChangeState.Done);

    private Task StateAsync(AnswerChangeState state) => Eventually.IsAsync(async () => (await ChangeAsync()).State == state);

    private Task<AnswerChange> ChangeAsync() => _company.DbAsync(db => db.AnswerChanges.AsNoTracking().OrderBy(c => c.Id).LastAsync());

    private Task<Message> MessageAsync(long id) => _company.DbAsync(db => db.Messages.AsNoTracking().SingleAsync(m => m.Id == id));

    private Task<List<CaseEventKind>> EventsAsync() => _company.DbAsync(db => db.Events.Where(e => e.CaseId == _case).Select(e => e.Kind).ToListAsync());

    private Task<int> FoundAsync(string word) => _company.DbAsync(db => db.Database.SqlQuery<int>($"SELECT count(*)::int AS \"Value\" FROM message_search WHERE words @@ to_tsquery('simple', {word})").SingleAsync());
}

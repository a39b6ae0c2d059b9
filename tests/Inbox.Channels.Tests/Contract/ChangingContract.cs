using Inbox.Core.Cases;
using Inbox.Core.Channels;
using Inbox.Core.Channels.Health;
using Inbox.Core.Delivery;
using Inbox.Core.Delivery.Changes;
using Microsoft.EntityFrameworkCore;

namespace Inbox.Channels.Tests.Contract;

/// <summary>What Core relies on of every door whose answers can be changed after they left: each change is made, however often that breaks off.</summary>
public abstract class ChangingContract<T> : AnsweringContract<T>
    where T : IChangeableFarSide
{
    private const string Better = "We look into it today.";

    [Fact]
    public async Task Edited_answer_says_its_new_words_where_the_door_edits()
    {
        var answer = await SentAsync();

        var asked = await EditAsync(answer);

        if (!Adapter.Traits.Edits)
        {
            asked.Error!.Code.ShouldBe("cannot_change");
            Far.Answers.ShouldBe([Answer]);
            return;
        }

        asked.Error.ShouldBeNull();
        await StateIsAsync(AnswerChangeState.Done);
        Far.Answers.ShouldBe([Better]);
        (await MessageAsync(answer.Id)).Text.ShouldBe(Better);
        await PollAsync();
        (await Company.DbAsync(db => db.Messages.CountAsync(m => m.ChannelId == DoorId))).ShouldBe(2, "what comes back of it is no message of its own");
    }

    [Fact]
    public async Task Deleted_answer_is_gone_where_the_door_deletes()
    {
        var answer = await SentAsync();

        var asked = await DeleteAsync(answer);

        if (!Adapter.Traits.Deletes)
        {
            asked.Error!.Code.ShouldBe("cannot_change");
            Far.Answers.ShouldBe([Answer]);
            return;
        }

        asked.Error.ShouldBeNull();
        await StateIsAsync(AnswerChangeState.Done);
        Far.Answers.ShouldBeEmpty();
        (await MessageAsync(answer.Id)).DeletedAt.ShouldNotBeNull();
    }

    [Fact]
    public async Task What_is_gone_already_counts_as_deleted_and_cannot_be_edited()
    {
        var answer = await SentAsync();
        Far.DeleteAnswer();
        if (Adapter.Traits.Edits)
        {
            (await EditAsync(answer)).Error.ShouldBeNull();
            await StateIsAsync(AnswerChangeState.Failed);
            (await ChangeAsync()).Detail.ShouldNotBeNullOrEmpty();
            (await MessageAsync(answer.Id)).Text.ShouldBe(Answer);
        }

        if (Adapter.Traits.Deletes)
        {
            (await DeleteAsync(answer)).Error.ShouldBeNull();
            await StateIsAsync(AnswerChangeState.Done);
        }

        Far.Answers.ShouldBeEmpty();
    }

    [Fact]
    public async Task Broken_far_side_is_asked_again()
    {
        var answer = await SentAsync();
        Far.Fault = FarFault.Broken;
        await ChangeAnyAsync(answer);
        await UntilAsync(async () => await ChangeAsync() is { State: AnswerChangeState.Pending, Attempts: 1, Detail: not null });
        Far.Answers.ShouldBe([Answer]);

        Far.Fault = FarFault.None;
        Company.Clock.MoveTo((await ChangeAsync()).NotBefore);

        await StateIsAsync(AnswerChangeState.Done);
        Far.Answers.ShouldBe(Adapter.Traits.Edits ? [Better] : []);
    }

    [Fact]
    public async Task Limit_is_waited_out()
    {
        var answer = await SentAsync();
        var reset = Core.Clock.Stored(Now.AddMinutes(30));
        Far.LimitedUntil = reset;
        await ChangeAnyAsync(answer);
        await UntilAsync(async () => await ChangeAsync() is { State: AnswerChangeState.Pending, Attempts: 1 });
        (await ChangeAsync()).NotBefore.ShouldBe(reset);

        Far.LimitedUntil = null;
        Company.Clock.MoveTo(reset);

        await StateIsAsync(AnswerChangeState.Done);
    }

    [Fact]
    public async Task Lost_access_is_told_and_the_change_waits()
    {
        var answer = await SentAsync();
        Far.RevokeAccess();
        await ChangeAnyAsync(answer);
        await UntilAsync(async () => await ChangeAsync() is { State: AnswerChangeState.Pending, Attempts: 1 } && (await DoorAsync()).SendingProblem is not null);

        (await StateAsync()).ShouldBe(DoorState.AccessLost);
        Far.Answers.ShouldBe([Answer]);
    }

    private async Task<Message> SentAsync()
    {
        var answer = await OwedAsync();
        await SendAsync();
        await StateIsAsync(OutboundState.Sent);
        await Company.RunAsync<AnswerChangeWorker>();
        return answer;
    }

    private Task<Core.Result<Core.Done>> EditAsync(Message answer) => Company.SendAsync(new EditSentAnswer.Command(answer.Id, Better, Company.Ana));

    private Task<Core.Result<Core.Done>> DeleteAsync(Message answer) => Company.SendAsync(new DeleteSentAnswer.Command(answer.Id, Company.Ana));

    private async Task ChangeAnyAsync(Message answer) => (Adapter.Traits.Edits ? await EditAsync(answer) : await DeleteAsync(answer)).Error.ShouldBeNull();

    private Task<AnswerChange> ChangeAsync() => Company.DbAsync(db => db.AnswerChanges.AsNoTracking().OrderBy(c => c.Id).LastAsync());

    private Task<Message> MessageAsync(long id) => Company.DbAsync(db => db.Messages.AsNoTracking().SingleAsync(m => m.Id == id));

    private Task StateIsAsync(AnswerChangeState state) => UntilAsync(async () => (await ChangeAsync()).State == state);
}

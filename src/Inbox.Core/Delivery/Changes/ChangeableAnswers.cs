using Inbox.Core.Access;
using Inbox.Core.Cases;
using Inbox.Core.Channels;
using Inbox.Core.Data;
using Microsoft.EntityFrameworkCore;

namespace Inbox.Core.Delivery.Changes;

/// <summary>Which answers can still be edited or deleted at the far side, and who asks for that: one way for both.</summary>
internal sealed class ChangeableAnswers(InboxDb db, Rulebook rulebook, ChannelKinds kinds, TimeProvider time)
{
    public const string Replaced = "A later answer has taken the place of this one. Change that one.";

    private static readonly Error NoAnswer = new(ErrorKind.NotFound, "answer_not_found", "There is no such answer, or its case is not yours to see.");

    /// <summary>The answer, with its case locked, or why it can no longer be changed so.</summary>
    public async Task<Result<Changeable>> FindAsync(long messageId, AnswerChangeKind kind, Actor actor, CancellationToken cancellationToken)
    {
        var rules = await rulebook.GetAsync(cancellationToken);
        var message = await db.Messages.SingleOrDefaultAsync(m => m.Id == messageId && m.Direction == Direction.Outbound && m.Automatic == Automatic.None, cancellationToken);
        if (message?.CaseId is not { } caseId)
        {
            return NoAnswer;
        }

        var locked = await db.LockAsync(caseId, actor, rules, cancellationToken);
        if (!locked.IsOk)
        {
            return locked.Error.Kind == ErrorKind.NotFound ? NoAnswer : locked.Error;
        }

        var channel = rules.Channels[message.ChannelId];
        var traits = kinds.Of(channel).Traits;
        if (!traits.Allow(kind, message.Visibility))
        {
            return new Error(ErrorKind.Invalid, "cannot_change", $"{channel.Name} does not let {(kind == AnswerChangeKind.Edit ? "edit" : "delete")} this answer once it has left.");
        }

        var delivery = await db.OutboundDeliveries.AsNoTracking().SingleOrDefaultAsync(d => d.MessageId == messageId, cancellationToken);
        if (delivery is not { State: OutboundState.Sent } || message.Failure is not null)
        {
            return new Error(ErrorKind.Conflict, "not_there", "This answer does not stand there: only what has left can be changed.");
        }

        if (!message.FromAddress.Trim().Equals(channel.Address.Trim(), StringComparison.OrdinalIgnoreCase))
        {
            return new Error(ErrorKind.Conflict, "other_account", $"{message.FromAddress} gave this answer, and {channel.Name} is another account now. Change it there.");
        }

        if (message.DeletedAt is not null)
        {
            return new Error(ErrorKind.Conflict, "deleted", "This answer is deleted there already.");
        }

        if (await db.IsReplacedAsync(message, traits, cancellationToken))
        {
            return new Error(ErrorKind.Conflict, "replaced", Replaced);
        }

        if (kind == AnswerChangeKind.Edit && delivery.FurtherIds.Length > 0)
        {
            return new Error(ErrorKind.Invalid, "several_posts", "This answer stands there as several posts, which cannot be edited as one. Delete it and answer again.");
        }

        if (message.AsThread && delivery.FurtherIds.Length == 0 && traits.LimitOf(message.Visibility, channel.TextLimit)?.Problem(message.Text) is not null)
        {
            return new Error(ErrorKind.Invalid, "posts_not_known", "This answer left as several posts before Inbox kept their names. Change them there.");
        }

        return await db.AnswerChanges.AnyAsync(c => c.MessageId == messageId && (c.State == AnswerChangeState.Pending || c.State == AnswerChangeState.Doing), cancellationToken)
            ? new Error(ErrorKind.Conflict, "change_waits", "This answer is being changed already. Wait until that is done.")
            : new Changeable(message, locked.Value, channel, traits);
    }

    /// <summary>What is to be done, saved with the command; one that failed before is settled by it.</summary>
    public async Task OweAsync(Changeable answer, AnswerChangeKind kind, string? text, Actor actor, CancellationToken cancellationToken)
    {
        await DropFailedAsync(answer.Message.Id, cancellationToken);
        db.AnswerChanges.Add(new AnswerChange
        {
            MessageId = answer.Message.Id,
            ChannelId = answer.Message.ChannelId,
            Kind = kind,
            Before = answer.Message.Text,
            Text = text,
            AgentId = actor.AgentId,
            CreatedAt = time.Now(),
            NotBefore = time.Now(),
        });
        await answer.Locked.SaveAsync(cancellationToken);
    }

    public Task<int> DropFailedAsync(long messageId, CancellationToken cancellationToken) =>
        db.AnswerChanges.Where(c => c.MessageId == messageId && c.State == AnswerChangeState.Failed)
            .ExecuteUpdateAsync(set => set.SetProperty(c => c.State, AnswerChangeState.Dropped), cancellationToken);
}

/// <param name="Locked">Its case.</param>
internal sealed record Changeable(Message Message, LockedCase Locked, Channel Channel, ChannelTraits Traits);

internal static class ReplacedAnswers
{
    /// <summary>Where a message takes one answer, a later one that has left stands in the place of this.</summary>
    public static async Task<bool> IsReplacedAsync(this InboxDb db, Message answer, ChannelTraits traits, CancellationToken cancellationToken) =>
        answer.Visibility == Visibility.Public && traits.PublicReply is { Overwrites: true } && await db.Messages.AnyAsync(
            m => m.AnswersId == answer.AnswersId && m.Id > answer.Id && m.Direction == Direction.Outbound && m.Failure == null && m.DeletedAt == null
                && db.OutboundDeliveries.Any(d => d.MessageId == m.Id && d.State == OutboundState.Sent),
            cancellationToken);
}

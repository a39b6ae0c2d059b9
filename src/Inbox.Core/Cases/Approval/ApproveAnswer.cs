using Inbox.Core.Access;
using Inbox.Core.Channels;
using Inbox.Core.Data;
using Inbox.Core.Live;
using Inbox.Core.Requests;
using MediatR;

namespace Inbox.Core.Cases.Approval;

/// <summary>Lets an answer leave that waited for approval: from now on it counts as one of its author's.</summary>
public static class ApproveAnswer
{
    /// <param name="Anyway">Although the customer wrote, or somebody answered, since it was written.</param>
    /// <param name="UndoSeconds">How long it can be taken back.</param>
    public sealed record Command(long MessageId, bool Anyway, Actor Actor, int UndoSeconds = 10) : ICommand<ReplyToCase.Reply>;

    internal sealed class Handler(InboxDb db, Rulebook rulebook, ChannelKinds kinds, CaseParticipants participants, LiveChanges changes, TimeProvider time)
        : IRequestHandler<Command, Result<ReplyToCase.Reply>>
    {
        public async Task<Result<ReplyToCase.Reply>> Handle(Command request, CancellationToken cancellationToken)
        {
            var rules = await rulebook.GetAsync(cancellationToken);
            var found = await db.LockForApprovalAsync(request.MessageId, request.Actor, rules, cancellationToken);
            if (!found.IsOk)
            {
                return found.Error;
            }

            var (locked, message, delivery) = found.Value;

            if (locked.Case.Status is CaseStatus.Closed or CaseStatus.Spam)
            {
                return CaseLocks.AtRest(locked.Case.Status);
            }

            if (!request.Anyway && await db.ObstacleAsync(locked.Case, message, kinds.Of(rules.Channels[message.ChannelId]).Traits.HandleKind, cancellationToken) is { } since)
            {
                return new Error(ErrorKind.Conflict, "changed_since", $"Since it was written, something has changed: {since}. Return it, or let it leave anyway.");
            }

            var now = time.Now();
            await db.LeaveAsync(locked, message, delivery, participants, now.AddSeconds(request.UndoSeconds), now, cancellationToken);
            locked.Note(CaseEventKind.ApprovalGiven, request.Actor, now, "");
            await locked.SaveAsync(cancellationToken);
            changes.Case(locked.Case.Id);
            return new ReplyToCase.Reply(message.Id, delivery.NotBefore);
        }
    }
}

using Inbox.Core.Access;
using Inbox.Core.Data;
using Inbox.Core.Live;
using Inbox.Core.Requests;
using Inbox.Core.Sla;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Inbox.Core.Cases;

/// <summary>
/// A message that looked like a person's was none: nothing is owed for it. A case that holds nothing else is closed; on any
/// other the promise to answer it is cancelled and the case returns to the status it had.
/// </summary>
public static class MarkAutomatic
{
    public sealed record Command(long CaseId, long MessageId, Actor Actor) : ICommand<Done>;

    internal sealed class Handler(InboxDb db, Rulebook rulebook, LiveChanges changes, TimeProvider time) : IRequestHandler<Command, Result<Done>>
    {
        private const string Reason = "no person wrote it";

        public async Task<Result<Done>> Handle(Command request, CancellationToken cancellationToken)
        {
            var locked = await db.LockAsync(request.CaseId, request.Actor, await rulebook.GetAsync(cancellationToken), cancellationToken);
            if (!locked.IsOk)
            {
                return locked.Error;
            }

            var @case = locked.Value.Case;
            var marked = await db.Messages
                .Where(m => m.Id == request.MessageId && m.CaseId == @case.Id && m.Direction == Direction.Inbound && m.Call == null
                    && (m.Automatic == Automatic.None || m.Automatic == Automatic.List))
                .ExecuteUpdateAsync(set => set.SetProperty(m => m.Automatic, Automatic.AutoReply), cancellationToken);
            if (marked == 0)
            {
                return new Error(ErrorKind.Conflict, "not_a_letter", "Only what somebody wrote to us can be marked as automatic, and only once.");
            }

            await OweNothingAsync(locked.Value, request.MessageId, time.Now(), cancellationToken);
            @case.Touch();
            locked.Value.Note(CaseEventKind.NotByAPerson, request.Actor, time.Now(), "");
            await locked.Value.SaveAsync(cancellationToken);
            changes.Case(@case.Id);
            return new Done();
        }

        private async Task OweNothingAsync(LockedCase locked, long messageId, DateTimeOffset now, CancellationToken cancellationToken)
        {
            var (@case, before) = (locked.Case, locked.Case.Status);
            if (before is not (CaseStatus.New or CaseStatus.Open))
            {
                return;
            }

            var others = db.Messages.Where(m => m.CaseId == @case.Id && m.Id != messageId
                && (m.Direction == Direction.Outbound || (m.Direction == Direction.Inbound && (m.Automatic == Automatic.None || m.Automatic == Automatic.List))));
            if (!await others.AnyAsync(cancellationToken))
            {
                @case.SetStatus(CaseStatus.Closed, now);
                locked.Clocks.StatusChanged(before, now, Reason);
                return;
            }

            // An older message of the customer may wait as well; then the promise stands.
            var lastAnswer = await others.Where(m => m.Direction == Direction.Outbound).MaxAsync(m => (long?)m.Id, cancellationToken) ?? 0;
            if (before == CaseStatus.Open && !await others.AnyAsync(m => m.Direction == Direction.Inbound && m.Id > lastAnswer, cancellationToken))
            {
                @case.NoReplyNeeded(now);
                locked.Clocks.NoReplyNeeded(now);
                locked.Clocks.StatusChanged(before, now, Reason);
            }
        }
    }
}

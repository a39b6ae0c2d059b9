using Inbox.Core.Access;
using Inbox.Core.Data;
using Inbox.Core.Live;
using Inbox.Core.Requests;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Inbox.Core.Cases.Merging;

/// <summary>Takes a merge or a split back. A split that is undone leaves the new number as an alias of the old case.</summary>
public static class UndoMove
{
    /// <param name="CaseId">One of the two cases.</param>
    public sealed record Command(long CaseId, long MoveId, Actor Actor, string? IdempotencyKey = null) : IIdempotentCommand<Undone>;

    /// <param name="FromCaseId">The case that has its messages back.</param>
    public sealed record Undone(long FromCaseId, long IntoCaseId);

    internal sealed class Handler(InboxDb db, Rulebook rulebook, LiveChanges changes, TimeProvider time) : IRequestHandler<Command, Result<Undone>>
    {
        private static readonly Error NotFound = new(ErrorKind.NotFound, "no_such_move", "There is no such merge or split on this case.");

        public async Task<Result<Undone>> Handle(Command request, CancellationToken cancellationToken)
        {
            var named = await db.CaseMoves
                .Where(m => m.Id == request.MoveId && (m.FromId == request.CaseId || m.IntoId == request.CaseId))
                .Select(m => new { m.FromId, m.IntoId }).SingleOrDefaultAsync(cancellationToken);
            if (named is null)
            {
                return NotFound;
            }

            var locked = await db.LockExactlyAsync([named.FromId, named.IntoId], request.Actor, await rulebook.GetAsync(cancellationToken), cancellationToken);
            if (!locked.IsOk)
            {
                return locked.Error;
            }

            var (from, into, now) = (locked.Value[0], locked.Value[1], time.Now());
            var move = await db.CaseMoves.SingleAsync(m => m.Id == request.MoveId, cancellationToken);
            if (Refusal(move, from.Case, into.Case, now) is { } refusal)
            {
                return refusal;
            }

            if (move.Kind == MoveKind.Merge)
            {
                await db.UnfoldAsync(move, from, into, request.Actor, now, cancellationToken);
            }
            else
            {
                await db.FoldAsync(into, from, request.Actor, now, cancellationToken);
                move.Undo(request.Actor.AgentId, now);
            }

            from.Case.Touch();
            into.Case.Touch();
            await from.SaveAsync(cancellationToken);
            await into.SaveAsync(cancellationToken);
            changes.Case(from.Case.Id);
            changes.Case(into.Case.Id);
            return new Undone(from.Case.Id, into.Case.Id);
        }

        private static Error? Refusal(CaseMove move, Case from, Case into, DateTimeOffset now)
        {
            if (move.UndoneAt is not null)
            {
                return new Error(ErrorKind.Conflict, "already_undone", "This was undone before.");
            }

            if (now - move.At > CaseMove.UndoableFor)
            {
                return new Error(ErrorKind.Conflict, "too_late", "A merge or split can be undone for 30 days.");
            }

            if (into.FoldedIntoId is not null || (move.Kind == MoveKind.Merge ? from.FoldedIntoId != into.Id : from.FoldedIntoId is not null))
            {
                return new Error(ErrorKind.Conflict, "merged_again", "One of the two was merged into another case since. Undo that first.");
            }

            return move.Kind == MoveKind.Split && into.OfferedToId is not null
                ? new Error(ErrorKind.Conflict, "offered", $"Withdraw the open handoff of {into.Number} first.")
                : null;
        }
    }
}

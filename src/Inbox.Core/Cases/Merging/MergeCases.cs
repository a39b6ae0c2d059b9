using Inbox.Core.Access;
using Inbox.Core.Data;
using Inbox.Core.Live;
using Inbox.Core.Requests;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Inbox.Core.Cases.Merging;

/// <summary>Merges a case into another. Its number leads on to the survivor, and undo takes exactly that back.</summary>
public static class MergeCases
{
    /// <param name="IntoCaseId">The survivor.</param>
    public sealed record Command(long CaseId, long IntoCaseId, Actor Actor, string? IdempotencyKey = null) : IIdempotentCommand<Merged>
    {
        /// <summary>Merge although they are different customers' cases.</summary>
        public bool Anyway { get; init; }
    }

    public sealed record Merged(long MoveId, long IntoCaseId);

    internal sealed class Handler(InboxDb db, Rulebook rulebook, LiveChanges changes, TimeProvider time) : IRequestHandler<Command, Result<Merged>>
    {
        public async Task<Result<Merged>> Handle(Command request, CancellationToken cancellationToken)
        {
            var locked = await db.LockAllAsync([request.CaseId, request.IntoCaseId], request.Actor, await rulebook.GetAsync(cancellationToken), cancellationToken);
            if (!locked.IsOk)
            {
                return locked.Error;
            }

            var (from, into) = (locked.Value[0], locked.Value[1]);
            if (await RefusalAsync(from.Case, into.Case, request.Anyway, cancellationToken) is { } refusal)
            {
                return refusal;
            }

            var move = await db.FoldAsync(from, into, request.Actor, time.Now(), cancellationToken);
            from.Case.Touch();
            into.Case.Touch();
            await from.SaveAsync(cancellationToken);
            await into.SaveAsync(cancellationToken);
            changes.Case(from.Case.Id);
            changes.Case(into.Case.Id);
            return new Merged(move.Id, into.Case.Id);
        }

        private async Task<Error?> RefusalAsync(Case from, Case into, bool anyway, CancellationToken cancellationToken)
        {
            if (from.Id == into.Id)
            {
                return new Error(ErrorKind.Conflict, "same_case", "These two are one case already.");
            }

            if (from.OfferedToId is not null)
            {
                return new Error(ErrorKind.Conflict, "offered", "Withdraw the open handoff before you merge the case into another.");
            }

            if (from.Status == CaseStatus.Spam || into.Status == CaseStatus.Spam)
            {
                return new Error(ErrorKind.Conflict, "case_is_spam", "One of the two is marked as spam. Say that it is none before you merge it.");
            }

            if (anyway || from.CustomerId == into.CustomerId || from.CustomerId is null || into.CustomerId is null)
            {
                return null;
            }

            var names = await db.Customers.Where(c => c.Id == from.CustomerId || c.Id == into.CustomerId).ToDictionaryAsync(c => c.Id, c => c.Name, cancellationToken);
            return new Error(ErrorKind.Conflict, "other_customer", $"{from.Number} is {names[from.CustomerId.Value]}'s, {into.Number} is {names[into.CustomerId.Value]}'s. Merge them all the same?");
        }
    }
}

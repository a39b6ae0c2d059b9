using FluentValidation;
using Inbox.Core.Access;
using Inbox.Core.Data;
using Inbox.Core.Live;
using Inbox.Core.Requests;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Inbox.Core.Cases;

/// <summary>
/// The receiver has done its part: a case that came by an accepted handoff goes back to the department that offered it,
/// which need not accept it.
/// </summary>
public static class HandBackCase
{
    /// <param name="Done">What was done, for the department that offered.</param>
    /// <param name="HandoffId">The handoff that is meant; null: the one by which the case is here.</param>
    public sealed record Command(long CaseId, string Done, Actor Actor, long? HandoffId = null, string? IdempotencyKey = null) : IIdempotentCommand<Done>;

    internal sealed class Validator : AbstractValidator<Command>
    {
        public Validator() => RuleFor(c => c.Done).NotEmpty().WithMessage("Say what was done, so that they can go on with it.")
            .MaximumLength(500).WithMessage("Say it in at most 500 characters.");
    }

    internal sealed class Handler(InboxDb db, Rulebook rulebook, LiveChanges changes, TimeProvider time) : IRequestHandler<Command, Result<Done>>
    {
        public async Task<Result<Done>> Handle(Command request, CancellationToken cancellationToken)
        {
            var rules = await rulebook.GetAsync(cancellationToken);
            var locked = await db.LockAsync(request.CaseId, request.Actor, rules, cancellationToken);
            if (!locked.IsOk)
            {
                return locked.Error;
            }

            var @case = locked.Value.Case;
            if (@case.OfferedToId is not null)
            {
                return HandoffOffering.AlreadyOffered;
            }

            var handoff = await db.Handoffs
                .Where(h => h.CaseId == @case.Id && h.State == HandoffState.Accepted && h.ToDepartmentId == @case.DepartmentId)
                .OrderByDescending(h => h.Id).FirstOrDefaultAsync(cancellationToken);
            if (handoff is null || (request.HandoffId is { } meant && meant != handoff.Id))
            {
                return new Error(ErrorKind.Conflict, "nothing_to_hand_back", "The case did not come to you by a handoff that you accepted. Offer it instead.");
            }

            await HandBackAsync(locked.Value, handoff, request, rules, cancellationToken);
            await locked.Value.SaveAsync(cancellationToken);
            changes.Case(@case.Id);
            return new Done();
        }

        private async Task HandBackAsync(LockedCase locked, Handoff handoff, Command request, Rules rules, CancellationToken cancellationToken)
        {
            var (@case, actor, now, words) = (locked.Case, request.Actor, time.Now(), Words.Storable(request.Done.Trim()));
            var (from, to) = (rules.Departments[handoff.FromDepartmentId], rules.Departments[handoff.ToDepartmentId]);
            handoff.HandBack(actor.AgentId, now, words);
            @case.Touch();
            @case.Snooze(null);
            @case.MoveTo(from.Id);
            @case.Assign(await OffererAsync(handoff, cancellationToken));
            @case.Return(now);
            locked.Clocks.DepartmentChanged(now);
            locked.Note(CaseEventKind.HandedBack, actor, now, $"by {to.Name} to {from.Name}: “{words}”");
            await db.TellDecidedAsync(@case, handoff, $"{to.Name} has done its part", rules, actor, now, cancellationToken);
        }

        /// <summary>Who offered goes on with it, while they work there.</summary>
        private Task<long?> OffererAsync(Handoff handoff, CancellationToken cancellationToken) => db.Users
            .Where(a => a.Id == handoff.OfferedById && a.DisabledAt == null && a.Departments.Any(d => d.DepartmentId == handoff.FromDepartmentId))
            .Select(a => (long?)a.Id)
            .FirstOrDefaultAsync(cancellationToken);
    }
}

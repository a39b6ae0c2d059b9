using FluentValidation;
using Inbox.Core.Access;
using Inbox.Core.Data;
using Inbox.Core.Requests;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Inbox.Core.Intake;

/// <summary>A person decides that nothing which is held from one sender opens a case. The raw messages stay. Answers how many there were.</summary>
public static class DiscardSender
{
    public sealed record Command(long HandleId, string Reason, Actor Actor) : ICommand<int>;

    internal sealed class Validator : AbstractValidator<Command>
    {
        public Validator() => RuleFor(c => c.Reason).NotEmpty().WithMessage("Say why nobody needs to read them.")
            .MaximumLength(300).WithMessage("A reason holds at most 300 characters.");
    }

    internal sealed class Handler(InboxDb db, Rulebook rulebook) : IRequestHandler<Command, Result<int>>
    {
        public async Task<Result<int>> Handle(Command request, CancellationToken cancellationToken)
        {
            var rules = await rulebook.GetAsync(cancellationToken);
            var why = $"Discarded by {request.Actor.Name}: {Words.Storable(request.Reason.Trim())}";
            var discarded = await db.InboundDeliveries.VisibleTo(request.Actor, rules)
                .Where(d => d.State == InboundState.Held && d.HandleId == request.HandleId)
                .ExecuteUpdateAsync(
                    set => set.SetProperty(d => d.State, InboundState.Ignored).SetProperty(d => d.Error, why).SetProperty(d => d.LeaseUntil, (DateTimeOffset?)null),
                    cancellationToken);
            return discarded == 0 ? new Error(ErrorKind.Conflict, "not_held", "Nothing of this sender is held any more.") : discarded;
        }
    }
}

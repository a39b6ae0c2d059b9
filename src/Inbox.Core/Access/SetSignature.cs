using FluentValidation;
using Inbox.Core.Data;
using Inbox.Core.Live;
using Inbox.Core.Requests;
using MediatR;

namespace Inbox.Core.Access;

/// <summary>What stands under one's own answers, above the signature of the department.</summary>
public static class SetSignature
{
    public sealed record Command(string Signature, Actor Actor) : ICommand<Done>;

    internal sealed class Validator : AbstractValidator<Command>
    {
        public Validator() => RuleFor(c => c.Signature).MaximumLength(2000).WithMessage("A signature holds at most 2,000 characters.");
    }

    internal sealed class Handler(InboxDb db, LiveChanges changes) : IRequestHandler<Command, Result<Done>>
    {
        public async Task<Result<Done>> Handle(Command request, CancellationToken cancellationToken)
        {
            if (request.Actor.AgentId is not { } id || await db.FindAgentAsync(id, cancellationToken) is not { } agent)
            {
                return People.NoSuchAgent;
            }

            agent.Signature = Words.Storable(request.Signature.Trim().ReplaceLineEndings("\n"));
            await db.SaveChangesAsync(cancellationToken);

            // Every node keeps signatures with the settings.
            changes.Settings();
            return new Done();
        }
    }
}

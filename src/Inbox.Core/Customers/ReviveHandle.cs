using FluentValidation;
using Inbox.Core.Access;
using Inbox.Core.Data;
using Inbox.Core.Requests;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Inbox.Core.Customers;

/// <summary>An address whose mail came back, or whose owner had complained, may be written to again.</summary>
public static class ReviveHandle
{
    public sealed record Command(long CustomerId, long HandleId, Actor Actor) : ICommand<Done>;

    internal sealed class Validator : AbstractValidator<Command>
    {
        public Validator() => RuleFor(c => c.HandleId).GreaterThan(0);
    }

    internal sealed class Handler(InboxDb db) : IRequestHandler<Command, Result<Done>>
    {
        public async Task<Result<Done>> Handle(Command command, CancellationToken cancellationToken)
        {
            if (!command.Actor.MayEditCustomers())
            {
                return CustomerRights.NotYours;
            }

            var changed = await db.Handles
                .Where(h => h.Id == command.HandleId && h.CustomerId == command.CustomerId)
                .ExecuteUpdateAsync(
                    set => set.SetProperty(h => h.DeadSince, (DateTimeOffset?)null).SetProperty(h => h.NoAutomaticSince, (DateTimeOffset?)null),
                    cancellationToken);
            return changed == 0 ? CustomerRights.NotFound : new Done();
        }
    }
}

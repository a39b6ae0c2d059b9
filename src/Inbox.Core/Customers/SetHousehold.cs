using FluentValidation;
using Inbox.Core.Access;
using Inbox.Core.Data;
using Inbox.Core.Requests;
using MediatR;

namespace Inbox.Core.Customers;

/// <summary>A customer belongs with another (family, company), or no longer with anybody.</summary>
public static class SetHousehold
{
    /// <param name="WithCustomerId">Whose household they join; null leaves.</param>
    public sealed record Command(long CustomerId, long? WithCustomerId, Actor Actor) : ICommand<Done>;

    internal sealed class Validator : AbstractValidator<Command>
    {
        public Validator() => RuleFor(c => c.WithCustomerId).NotEqual(c => c.CustomerId).WithMessage("Pick somebody else.");
    }

    internal sealed class Handler(InboxDb db) : IRequestHandler<Command, Result<Done>>
    {
        public async Task<Result<Done>> Handle(Command command, CancellationToken cancellationToken)
        {
            var customer = await db.LockCustomerAsync(command.CustomerId, command.Actor, cancellationToken);
            if (!customer.IsOk)
            {
                return customer.Error;
            }

            if (command.WithCustomerId is not { } withId)
            {
                customer.Value.HouseholdId = null;
            }
            else
            {
                var with = await db.LockCustomerAsync(withId, command.Actor, cancellationToken);
                if (!with.IsOk)
                {
                    return with.Error;
                }

                // A number of its own: that of a member would name two households once the member has left.
                with.Value.HouseholdId ??= (await db.NextIdsAsync<Customer>(1, cancellationToken)).Dequeue();
                customer.Value.HouseholdId = with.Value.HouseholdId;
            }

            await db.SaveChangesAsync(cancellationToken);
            return new Done();
        }
    }
}

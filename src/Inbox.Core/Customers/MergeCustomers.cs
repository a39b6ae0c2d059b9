using FluentValidation;
using Inbox.Core.Access;
using Inbox.Core.Cases;
using Inbox.Core.Data;
using Inbox.Core.Live;
using Inbox.Core.Requests;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Inbox.Core.Customers;

/// <summary>Two customers turn out to be one person: addresses, cases and notes move to the one that stays.</summary>
public static class MergeCustomers
{
    public sealed record Command(long CustomerId, long IntoCustomerId, Actor Actor) : ICommand<Done>;

    internal sealed class Validator : AbstractValidator<Command>
    {
        public Validator() => RuleFor(c => c.IntoCustomerId).NotEqual(c => c.CustomerId).WithMessage("Pick somebody else.");
    }

    internal sealed class Handler(InboxDb db, LiveChanges changes) : IRequestHandler<Command, Result<Done>>
    {
        public async Task<Result<Done>> Handle(Command command, CancellationToken cancellationToken)
        {
            if (!command.Actor.MayEditCustomers())
            {
                return CustomerRights.NotYours;
            }

            var (goes, stays) = (command.CustomerId, command.IntoCustomerId);

            // Cases before customers, each in id order, as the filer does; whoever enters a case meanwhile waits.
            var cases = await db.Cases
                .FromSql($"SELECT * FROM cases WHERE customer_id = {goes} ORDER BY id FOR UPDATE")
                .ToListAsync(cancellationToken);
            var both = await db.Customers
                .FromSql($"SELECT * FROM customers WHERE id IN ({goes}, {stays}) ORDER BY id FOR UPDATE")
                .ToListAsync(cancellationToken);
            if (both.Count < 2)
            {
                return CustomerRights.NotFound;
            }

            Join(both.Single(c => c.Id == goes), both.Single(c => c.Id == stays));
            await db.Handles.Where(h => h.CustomerId == goes)
                .ExecuteUpdateAsync(set => set.SetProperty(h => h.CustomerId, stays), cancellationToken);
            foreach (var @case in cases)
            {
                @case.SetCustomer(stays);
                changes.Case(@case.Id);
            }

            await db.SaveChangesAsync(cancellationToken);
            await db.Customers.Where(c => c.Id == goes).ExecuteDeleteAsync(cancellationToken);
            return new Done();
        }

        private static void Join(Customer goes, Customer stays)
        {
            stays.Group ??= goes.Group;
            stays.HouseholdId ??= goes.HouseholdId;
            stays.Note = string.Join("\n\n", new[] { stays.Note, goes.Note }.Where(n => n.Length > 0));
        }
    }
}

using Inbox.Core.Access;
using Inbox.Core.Data;
using Microsoft.EntityFrameworkCore;

namespace Inbox.Core.Customers;

/// <summary>Whom an actor may read and change.</summary>
public static class CustomerRights
{
    internal static readonly Error NotFound = new(ErrorKind.NotFound, "customer_not_found", "There is no such customer, or they are not yours to see.");
    internal static readonly Error NotYours = new(ErrorKind.Forbidden, "customers_not_yours", "Customers are kept by the departments of the company.");

    /// <summary>Contractors and marketing read what they need and change nothing about people.</summary>
    public static bool MayEditCustomers(this Actor actor) => !actor.External && actor.Role != Role.Marketing;

    /// <summary>Contractors know the customers of the cases they can read, nobody else.</summary>
    public static IQueryable<Customer> VisibleTo(this IQueryable<Customer> customers, Actor actor, IQueryable<Cases.Case> cases)
    {
        if (!actor.External)
        {
            return customers;
        }

        var visible = cases.VisibleTo(actor);
        return customers.Where(c => visible.Any(v => v.CustomerId == c.Id));
    }

    internal static async Task<Result<Customer>> LockCustomerAsync(this InboxDb db, long id, Actor actor, CancellationToken cancellationToken)
    {
        if (!actor.MayEditCustomers())
        {
            return NotYours;
        }

        var found = await db.Customers.FromSql($"SELECT * FROM customers WHERE id = {id} FOR NO KEY UPDATE").FirstOrDefaultAsync(cancellationToken);
        return found is null ? NotFound : found;
    }
}

using Inbox.Core.Cases;
using Inbox.Core.Data;
using Microsoft.EntityFrameworkCore;

namespace Inbox.Core.Customers;

/// <summary>Who is at the other end of a call.</summary>
/// <param name="Number">As the customer writes it; empty when withheld.</param>
internal sealed record Caller(long? CustomerId, long? HandleId, string Name, string Number);

/// <summary>Finds or enters the person of a call: the one the agent picked, the customer of the case, or the number's.</summary>
internal sealed class CallerFinder(InboxDb db, CustomerDirectory directory)
{
    private static readonly Error NoCustomer = new(ErrorKind.NotFound, "customer_not_found", "There is no such customer.");

    public async Task<Result<Caller>> FindAsync(LogCall.Command call, long? customerOfCase, string? countryCode, CancellationToken cancellationToken)
    {
        var number = Words.Storable(call.Number.Trim());
        var value = HandleKinds.Normalise(HandleKinds.Phone, number, countryCode);
        if ((call.CustomerId ?? customerOfCase) is { } picked)
        {
            return await PickedAsync(picked, number, value, countryCode, cancellationToken);
        }

        var name = Words.Storable(call.Name.Trim());
        if (value.Length == 0)
        {
            // A withheld number tells nobody apart: the name makes a customer of its own.
            return new Caller(name.Length == 0 ? null : await directory.AddCustomerAsync(name, cancellationToken), HandleId: null, name, number);
        }

        if (await SharedAsync(value, cancellationToken) is { } shared)
        {
            var same = name.Length == 0 || string.Equals(name, shared.Name, StringComparison.OrdinalIgnoreCase);
            return same ? shared : shared with { CustomerId = await directory.AddCustomerAsync(name, cancellationToken), Name = name };
        }

        var (customerId, handleId) = await directory.FindOrAddAsync(HandleKinds.Phone, number, name, countryCode, cancellationToken);
        return await CallerAsync(customerId, handleId, number, cancellationToken);
    }

    private async Task<Result<Caller>> PickedAsync(long customerId, string number, string value, string? countryCode, CancellationToken cancellationToken)
    {
        if (!await db.Customers.AnyAsync(c => c.Id == customerId, cancellationToken))
        {
            return NoCustomer;
        }

        long? handleId = value.Length == 0 ? null : await directory.AttachAsync(customerId, HandleKinds.Phone, number, countryCode, cancellationToken);
        return await CallerAsync(customerId, handleId, number, cancellationToken);
    }

    private async Task<Caller> CallerAsync(long customerId, long? handleId, string number, CancellationToken cancellationToken) =>
        new(customerId, handleId, await db.Customers.Where(c => c.Id == customerId).Select(c => c.Name).SingleAsync(cancellationToken), number);

    /// <summary>A family address or office phone says nothing about who spoke.</summary>
    private Task<Caller?> SharedAsync(string value, CancellationToken cancellationToken) =>
        db.Handles
            .Where(h => h.Kind == HandleKinds.Phone && h.Value == value && h.Shared)
            .Join(db.Customers, h => h.CustomerId, c => c.Id, (h, c) => new Caller(c.Id, h.Id, c.Name, h.Display))
            .FirstOrDefaultAsync(cancellationToken);
}

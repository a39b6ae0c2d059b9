using Inbox.Core.Data;
using Microsoft.EntityFrameworkCore;

namespace Inbox.Core.Customers;

/// <summary>Finds the customer behind an address, or enters them. Runs inside a command's transaction.</summary>
internal sealed class CustomerDirectory(InboxDb db, TimeProvider time)
{
    public Task<(long CustomerId, long HandleId)> FindOrAddAsync(string kind, string address, string name, CancellationToken cancellationToken) =>
        FindOrAddAsync(kind, address, name, countryCode: null, cancellationToken);

    /// <param name="kind">One of <see cref="HandleKinds"/>.</param>
    /// <param name="address">As written; it must hold an address once normalised.</param>
    /// <param name="name">What the person is called; empty when unknown.</param>
    /// <param name="countryCode">For national phone numbers, e.g. "44".</param>
    /// <param name="cancellationToken">Stops the work.</param>
    public async Task<(long CustomerId, long HandleId)> FindOrAddAsync(string kind, string address, string name, string? countryCode, CancellationToken cancellationToken)
    {
        var value = Words.Storable(HandleKinds.Normalise(kind, address, countryCode));
        ArgumentException.ThrowIfNullOrEmpty(value, nameof(address));
        var display = Words.Storable(address.Trim());
        var called = Words.Cut(Words.Storable(name.Trim()), 200);
        if (await FindAsync(kind, value, cancellationToken) is { } known)
        {
            await LearnNameAsync(known.CustomerId, called, cancellationToken);
            return (known.CustomerId, known.Id);
        }

        var customerId = await AddCustomerAsync(called.Length == 0 ? display : called, cancellationToken);
        var handle = await AddHandleAsync(customerId, kind, value, display, cancellationToken);
        if (handle.CustomerId != customerId)
        {
            // Somebody else entered the address between our look and our insert; theirs stays.
            await db.Customers.Where(c => c.Id == customerId).ExecuteDeleteAsync(cancellationToken);
        }

        return (handle.CustomerId, handle.Id);
    }

    /// <summary>Gives an address to a customer the agent picked. An address that is known stays with whom it belongs to.</summary>
    public async Task<long> AttachAsync(long customerId, string kind, string address, string? countryCode, CancellationToken cancellationToken)
    {
        var value = Words.Storable(HandleKinds.Normalise(kind, address, countryCode));
        return await FindAsync(kind, value, cancellationToken) is { } known
            ? known.Id
            : (await AddHandleAsync(customerId, kind, value, Words.Storable(address.Trim()), cancellationToken)).Id;
    }

    public async Task<long> AddCustomerAsync(string name, CancellationToken cancellationToken)
    {
        var customer = new Customer { Name = name, CreatedAt = time.Now() };
        db.Customers.Add(customer);
        await db.SaveChangesAsync(cancellationToken);
        return customer.Id;
    }

    private Task<Found?> FindAsync(string kind, string value, CancellationToken cancellationToken) =>
        db.Handles.Where(h => h.Kind == kind && h.Value == value).Select(h => new Found(h.Id, h.CustomerId)).FirstOrDefaultAsync(cancellationToken);

    /// <summary>The unique index decides between two who enter the same address; the loser waits for and reads the winner's row.</summary>
    private async Task<Found> AddHandleAsync(long customerId, string kind, string value, string display, CancellationToken cancellationToken)
    {
        await db.Database.ExecuteSqlAsync(
            $"""
            INSERT INTO handles (customer_id, kind, value, display, shared, reach)
            VALUES ({customerId}, {kind}, {value}, {display}, false, 0)
            ON CONFLICT (kind, value) DO NOTHING
            """,
            cancellationToken);
        return (await FindAsync(kind, value, cancellationToken))!;
    }

    /// <summary>A customer who was known by an address only gets the name they tell.</summary>
    private async Task LearnNameAsync(long customerId, string name, CancellationToken cancellationToken)
    {
        if (name.Length > 0)
        {
            await db.Customers
                .Where(c => c.Id == customerId && db.Handles.Any(h => h.CustomerId == c.Id && (h.Display == c.Name || h.Value == c.Name)))
                .ExecuteUpdateAsync(set => set.SetProperty(c => c.Name, name), cancellationToken);
        }
    }

    private sealed record Found(long Id, long CustomerId);
}

using Inbox.Core.Data;
using Microsoft.EntityFrameworkCore;

namespace Inbox.Core.Customers;

/// <summary>Addresses whose mail came back for good: nobody writes there until an agent allows it again.</summary>
public static class DeadAddresses
{
    /// <summary>What to say to somebody who wants to write there.</summary>
    public static Error Error(string address) => new(
        ErrorKind.Invalid,
        "address_dead",
        $"Mail to {address} came back for good. Reach the customer another way, or allow the address again on the customer's page.");

    /// <summary>The first of these addresses that is dead, as it was given; null when all may be written to.</summary>
    internal static async Task<string?> FirstDeadAsync(this InboxDb db, IReadOnlyList<string> addresses, CancellationToken cancellationToken)
    {
        if (addresses.Count == 0)
        {
            return null;
        }

        var values = addresses.Select(a => HandleKinds.Normalise(HandleKinds.Email, a)).ToArray();
        var dead = await db.Handles
            .Where(h => h.Kind == HandleKinds.Email && values.Contains(h.Value) && h.DeadSince != null)
            .Select(h => h.Value)
            .ToListAsync(cancellationToken);
        return addresses.FirstOrDefault(a => dead.Contains(HandleKinds.Normalise(HandleKinds.Email, a)));
    }
}

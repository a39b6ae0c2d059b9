namespace Inbox.Core.Customers;

/// <summary>Addresses whose mail came back for good: nobody writes there until an agent allows it again.</summary>
public static class DeadAddresses
{
    /// <summary>What to say to somebody who wants to write there.</summary>
    public static Error Error(string address) => new(
        ErrorKind.Invalid,
        "address_dead",
        $"Mail to {address} came back for good. Reach the customer another way, or allow the address again on the customer's page.");
}

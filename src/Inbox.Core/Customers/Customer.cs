namespace Inbox.Core.Customers;

/// <summary>A person who is heard over one or more handles.</summary>
public sealed class Customer
{
    public long Id { get; init; }

    public required string Name { get; set; }

    /// <summary>VIP and the like; shown on rows, selects policies.</summary>
    public string? Group { get; set; }

    /// <summary>Customers who belong together share this number.</summary>
    public long? HouseholdId { get; set; }

    public string Note { get; set; } = "";

    public required DateTimeOffset CreatedAt { get; init; }
}

/// <summary>An address of a customer, unique per kind and normalised value.</summary>
public sealed class Handle
{
    public long Id { get; init; }

    public long CustomerId { get; set; }

    /// <summary>One of <see cref="HandleKinds"/>.</summary>
    public required string Kind { get; init; }

    /// <summary>Normalised by <see cref="HandleKinds.Normalise"/>.</summary>
    public required string Value { get; init; }

    /// <summary>As the customer writes it.</summary>
    public required string Display { get; set; }

    /// <summary>A family address or office phone: the agent picks the person and nothing joins automatically.</summary>
    public bool Shared { get; set; }

    /// <summary>Readers or followers, when the channel tells.</summary>
    public long Reach { get; set; }

    /// <summary>Mail to this address bounced for good at this time; we no longer write to it.</summary>
    public DateTimeOffset? DeadSince { get; set; }

    /// <summary>Whoever reads this address wants no automatic messages, since this time: they asked for none, or reported our mail.</summary>
    public DateTimeOffset? NoAutomaticSince { get; set; }
}

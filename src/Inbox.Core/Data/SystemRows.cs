namespace Inbox.Core.Data;

/// <summary>Recurring work, claimed by whichever node is free.</summary>
public sealed class Job
{
    public required string Name { get; init; }

    public DateTimeOffset NextRunAt { get; set; }

    public DateTimeOffset? LeaseUntil { get; set; }
}

/// <summary>A key of the data-protection ring, wrapped.</summary>
public sealed class DataProtectionKey
{
    public long Id { get; init; }

    public required string Name { get; init; }

    public required string Xml { get; init; }
}

/// <summary>A key that signs the ids and addresses of our answers. Old keys are kept, so that old threads still hold.</summary>
public sealed class SigningKey
{
    /// <summary>Goes into tokens.</summary>
    public int Id { get; init; }

    /// <summary>32 random bytes, protected.</summary>
    public required string Secret { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }
}

/// <summary>The stored answer of a command that was sent with an idempotency key.</summary>
public sealed class IdempotentAnswer
{
    public required string Actor { get; init; }

    public required string Key { get; init; }

    /// <summary>SHA-256 of the command, so that a key is not reused for something else.</summary>
    public required byte[] Fingerprint { get; init; }

    public string? Answer { get; set; }

    public required DateTimeOffset At { get; init; }
}

/// <summary>A one-time link by which the first administrator is made; gone once used.</summary>
public sealed class SetupLink
{
    public int Id { get; init; }

    public required byte[] Hash { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }
}

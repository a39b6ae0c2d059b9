namespace Inbox.Mail.Smtp;

/// <summary>Whom a mail is from and for on its way (RFC 5321, 2.3.1), whatever its headers say.</summary>
public sealed record SmtpEnvelope
{
    /// <summary>Reports about the mail go there; empty for mail that wants none.</summary>
    public required string From { get; init; }

    /// <summary>Used where the server does not take <see cref="From"/>; null does without.</summary>
    public string? SecondFrom { get; init; }

    public required IReadOnlyList<string> Recipients { get; init; }

    /// <summary>Bytes; 0 when nobody knows.</summary>
    public long Size { get; init; }

    /// <summary>The body has bytes above 127.</summary>
    public bool EightBit { get; init; }

    /// <summary>The headers hold UTF-8.</summary>
    public bool Utf8 { get; init; }
}

/// <summary>What the server said to one recipient.</summary>
public sealed record SmtpRecipient(string Address, SmtpReply Reply)
{
    public bool Accepted => Reply.IsPositive;
}

/// <param name="Recipients">In the order they were offered.</param>
/// <param name="Data">The server's word for the mail; null when nothing was sent, since too few were accepted.</param>
public sealed record SmtpOutcome(IReadOnlyList<SmtpRecipient> Recipients, SmtpReply? Data)
{
    public bool Sent => Data is not null;
}

namespace Inbox.Mail.Recognition;

/// <summary>What became of a mail at one recipient.</summary>
/// <param name="Recipient">The address, or null where the report names none.</param>
/// <param name="Status">The enhanced status code (RFC 3463), for instance <c>5.1.1</c>, or null.</param>
/// <param name="Hard">
/// Whether the address itself is dead: no such user, no such domain, moved, accepts no mail. A full mailbox, a refused
/// content and a policy are not hard: the next mail may arrive.
/// </param>
/// <param name="OriginalMessageId">The id of the mail it is about, without brackets, or null.</param>
/// <param name="Reason">What the far server said, in its own words, or null.</param>
/// <param name="Action">What the report says happened.</param>
public sealed record BounceReport(
    string? Recipient, string? Status, bool Hard, string? OriginalMessageId, string? Reason, DeliveryAction Action);

/// <summary>The actions of RFC 3464, 2.3.3, as far as they differ to the author of the mail.</summary>
public enum DeliveryAction
{
    Failed,

    /// <summary>The server keeps trying.</summary>
    Delayed,

    /// <summary>Delivered, relayed or expanded: good news.</summary>
    Delivered,
}

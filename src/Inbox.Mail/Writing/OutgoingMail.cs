namespace Inbox.Mail.Writing;

/// <summary>
/// A mail to be written. Everything but <see cref="From"/> may be missing. Line breaks and control characters in header
/// values are taken out when it is written, so no value can add a header.
/// </summary>
public sealed class OutgoingMail
{
    public required Mailbox From { get; init; }

    public Mailbox? Sender { get; init; }

    public IReadOnlyList<Mailbox> To { get; init; } = [];

    public IReadOnlyList<Mailbox> Cc { get; init; } = [];

    /// <summary>Recipients of the envelope only: never written.</summary>
    public IReadOnlyList<Mailbox> Bcc { get; init; } = [];

    public IReadOnlyList<Mailbox> ReplyTo { get; init; } = [];

    public string Subject { get; init; } = "";

    public required DateTimeOffset Date { get; init; }

    /// <summary>Without angle brackets, as are the ids of <see cref="InReplyTo"/> and <see cref="References"/>.</summary>
    public required string MessageId { get; init; }

    public string? InReplyTo { get; init; }

    /// <summary>Oldest first.</summary>
    public IReadOnlyList<string> References { get; init; } = [];

    public string? TextBody { get; init; }

    public string? HtmlBody { get; init; }

    public IReadOnlyList<OutgoingAttachment> Attachments { get; init; } = [];

    /// <summary>Headers written as given after the others, for instance <c>Auto-Submitted</c>.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> ExtraHeaders { get; init; } = [];

    /// <summary>
    /// An address has letters outside ASCII before its @: such a mail has UTF-8 in its headers and goes only to servers
    /// that take it (RFC 6531, 3.2; RFC 6532). Domains alone never need it, they have an ASCII form.
    /// </summary>
    public bool NeedsUtf8 =>
        To.Concat(Cc).Concat(ReplyTo).Append(From).Concat(Sender is null ? [] : [Sender]).Any(m => HeaderWriter.HasForeignLocalPart(m.Address));

    /// <summary>Everyone of the envelope, each address once.</summary>
    public IEnumerable<string> Recipients() =>
        To.Concat(Cc).Concat(Bcc).Select(mailbox => mailbox.Address).Distinct(StringComparer.OrdinalIgnoreCase);
}

/// <summary>A file of a mail. With a <see cref="ContentId"/> it is an image of the HTML (<c>cid:</c>).</summary>
/// <param name="Content">The bytes, where they are in memory; else <see cref="OpenAsync"/> gives them.</param>
public sealed record OutgoingAttachment(string Name, string ContentType, ReadOnlyMemory<byte> Content, string? ContentId = null)
{
    /// <summary>Opens the bytes of a large file, which only <see cref="MailWriter.WriteAsync"/> can write; null takes <see cref="Content"/>.</summary>
    public Func<CancellationToken, Task<Stream>>? OpenAsync { get; init; }
}

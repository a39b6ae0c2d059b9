namespace Inbox.Mail.Recognition;

/// <summary>What a mail is, as far as a machine wrote it.</summary>
public enum MailKind
{
    /// <summary>Written by a person, or by a program on a person's behalf.</summary>
    Message,

    /// <summary>Sent by a program in answer to something or by itself (RFC 3834): out of office, acknowledgements, receipts.</summary>
    AutoReply,

    /// <summary>A report about the delivery of a mail (RFC 3464 or a server's own form).</summary>
    Bounce,

    /// <summary>A reader marked a mail as spam and their provider reports it (ARF, RFC 5965).</summary>
    Complaint,

    /// <summary>Came through a mailing list or in bulk (RFC 2369, RFC 2919).</summary>
    List,

    /// <summary>An answer to an invitation (iTIP, RFC 5546).</summary>
    Calendar,
}

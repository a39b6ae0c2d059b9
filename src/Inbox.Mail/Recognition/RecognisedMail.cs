namespace Inbox.Mail.Recognition;

/// <summary>The kind of a mail and, for a bounce or a complaint, what it reports; empty otherwise.</summary>
/// <param name="Why">The sign it was recognised by, for people who ask.</param>
public sealed record RecognisedMail(MailKind Kind, IReadOnlyList<BounceReport> Reports, string Why)
{
    /// <summary>Whether no person wrote it: such mail is never answered automatically. List mail often is written by people.</summary>
    public bool IsAutomatic => Kind is not (MailKind.Message or MailKind.List);
}

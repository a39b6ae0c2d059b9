namespace Inbox.Mail.Imap;

/// <param name="Name">Decoded, with the server's own separator.</param>
/// <param name="Use">What the folder is for, by RFC 6154, without backslash: Sent, Trash, Junk, Drafts, Archive, All, Flagged; null for any other.</param>
/// <param name="CanOpen">False for a name that only holds others (\Noselect).</param>
public sealed record ImapFolder(string Name, string? Use, bool CanOpen);

/// <summary>A folder as it was opened.</summary>
/// <param name="UidValidity">While it stays the same, a UID means the same mail (RFC 9051, 2.3.1.1).</param>
/// <param name="UidNext">Every mail that is still to come gets this UID or a higher one; 0 when the server does not tell.</param>
/// <param name="HighestModSeq">Grows with every change (RFC 7162); 0 when the server keeps none.</param>
public sealed record ImapOpened(uint UidValidity, uint UidNext, uint Exists, ulong HighestModSeq);

/// <summary>The counts of a folder that is not opened (RFC 9051, 6.3.11).</summary>
public sealed record ImapStatus(uint Messages, uint Unseen, uint UidNext, uint UidValidity);

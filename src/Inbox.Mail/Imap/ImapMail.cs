namespace Inbox.Mail.Imap;

/// <summary>What a server tells about a mail without handing it out.</summary>
/// <param name="Size">Bytes; servers may be wrong about it.</param>
/// <param name="ReceivedAt">INTERNALDATE in UTC; null when it is no date.</param>
public sealed record ImapMailInfo(uint Uid, long Size, DateTimeOffset? ReceivedAt, IReadOnlyList<string> Flags)
{
    public bool IsSeen => Flags.Contains("\\Seen", StringComparer.OrdinalIgnoreCase);
}

/// <summary>A mail as it was handed out, or a part of it.</summary>
/// <param name="Content">From its first byte; whoever takes the mail disposes of it.</param>
public sealed record ImapMail(ImapMailInfo Info, Stream Content);

namespace Inbox.Mail;

/// <summary>How the bytes of a part are written (RFC 2045, 6).</summary>
public enum TransferEncoding
{
    /// <summary>7bit, 8bit, binary, and whatever is unknown: the bytes as they stand.</summary>
    None,
    Base64,
    QuotedPrintable,
    Uuencode,
}

namespace Inbox.Mail;

/// <summary>
/// A part that is not shown as the text of the mail. Its bytes stay a slice of the mail until they are asked for.
/// </summary>
public sealed class MailAttachment
{
    private readonly MailPart? _part;
    private readonly ReadOnlyMemory<byte> _content;

    internal MailAttachment(MailPart part, string name, bool inline, string? label = null)
    {
        _part = part;
        Name = name;
        ContentType = part.ContentType.MediaType;
        ContentId = part.ContentId;
        Inline = inline;
        Label = label;
    }

    internal MailAttachment(string name, string contentType, ReadOnlyMemory<byte> content, string? contentId = null)
    {
        _content = content;
        Name = name;
        ContentType = contentType;
        ContentId = contentId;
        Inline = contentId is not null;
    }

    /// <summary>The sender's file name, or one made from the content type; never empty, never with a folder.</summary>
    public string Name { get; }

    /// <summary>As the sender declared it: not to be trusted when it is served to a browser.</summary>
    public string ContentType { get; }

    /// <summary>The id that <c>cid:</c> references name (RFC 2392), without brackets.</summary>
    public string? ContentId { get; }

    /// <summary>Whether the sender meant it to be shown within the text.</summary>
    public bool Inline { get; }

    /// <summary>What a reader should know about it, such as "S/MIME signature", or null.</summary>
    public string? Label { get; }

    /// <summary>The part it is; null for what was found inside a text (uuencode) or another attachment (TNEF).</summary>
    public MailPart? Part => _part;

    /// <summary>Bytes, decoded.</summary>
    public long Size => _part?.Size ?? _content.Length;

    public bool IsMessage => ContentType.Equals("message/rfc822", StringComparison.Ordinal)
        || ContentType.Equals("message/global", StringComparison.Ordinal);

    public byte[] ToArray() => _part?.ToArray() ?? _content.ToArray();

    public Stream OpenRead() => _part?.OpenRead() ?? new Encodings.MemoryReadStream(_content);

    /// <summary>Reads an embedded message (RFC 2046, 5.2.1); null where this is none.</summary>
    public MailMessage? ReadMessage() => IsMessage ? MailReader.Read(_part?.Decoded() ?? _content) : null;
}

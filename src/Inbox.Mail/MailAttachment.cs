using Inbox.Mail.Encodings;

namespace Inbox.Mail;

/// <summary>
/// A part that is not shown as the text of the mail. Its bytes stay a slice of the mail until they are asked for.
/// </summary>
public sealed class MailAttachment
{
    private readonly MailPart? _part;
    private readonly EncodedContent _content;
    private long _size = -1;

    internal MailAttachment(MailPart part, string name, bool inline, string? label = null)
    {
        _part = part;
        _content = part.Content;
        Name = name;
        ContentType = part.ContentType.MediaType;
        ContentId = part.ContentId;
        Inline = inline;
        Label = label;
    }

    internal MailAttachment(string name, string contentType, EncodedContent content, string? contentId = null)
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

    /// <summary>Bytes, decoded; counted without decoding them into memory.</summary>
    public long Size => _part?.Size ?? (_size >= 0 ? _size : _size = _content.Measure());

    public bool IsMessage => ContentType.Equals("message/rfc822", StringComparison.Ordinal)
        || ContentType.Equals("message/global", StringComparison.Ordinal);

    public byte[] ToArray()
    {
        var content = _content.ToArray();
        // The bytes may be mapped from a file, which must not go while they are read.
        GC.KeepAlive(this);
        return content;
    }

    /// <summary>Decoded piece by piece as it is read.</summary>
    public Stream OpenRead() => _content.OpenRead();

    /// <summary>Reads an embedded message (RFC 2046, 5.2.1); null where this is none.</summary>
    public MailMessage? ReadMessage() => IsMessage ? MailReader.Read(_content.Decode()) : null;
}

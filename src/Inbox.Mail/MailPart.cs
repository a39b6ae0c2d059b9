using Inbox.Mail.Encodings;
using Inbox.Mail.Parsing;

namespace Inbox.Mail;

/// <summary>
/// A node of a mail's tree (RFC 2045, 2.4). The content is a slice of the mail's own bytes; it is decoded when asked for.
/// </summary>
public sealed class MailPart
{
    private readonly List<MailPart> _children = [];
    private long _size = -1;

    internal MailPart(MailHeaders headers, ContentType contentType)
    {
        Headers = headers;
        ContentType = contentType;
        Disposition = headers.Find("Content-Disposition") is { } disposition ? ContentType.Parse(disposition.Raw) : null;
        ContentId = MessageIds.Parse(headers.Find("Content-ID")?.Raw) is [var id, ..] ? id : null;
        Encoding = EncodingOf(headers.Find("Content-Transfer-Encoding")?.Raw);
    }

    public MailHeaders Headers { get; }

    public ContentType ContentType { get; internal set; }

    /// <summary>Content-Disposition (RFC 2183), or null.</summary>
    public ContentType? Disposition { get; }

    /// <summary>Without angle brackets.</summary>
    public string? ContentId { get; }

    public TransferEncoding Encoding { get; internal set; }

    /// <summary>The parts of a multipart; empty for everything else.</summary>
    public IReadOnlyList<MailPart> Parts => _children;

    /// <summary>The content as it stands in the mail, still encoded.</summary>
    public ReadOnlyMemory<byte> RawContent { get; internal set; }

    /// <summary>The name the sender gave, decoded and without folders, or null.</summary>
    public string? FileName => FileNames.Clean(Disposition?["filename"] ?? ContentType["name"]);

    public bool IsMultipart => ContentType.Type.Equals("multipart", StringComparison.Ordinal);

    /// <summary>Bytes of the decoded content, counted without decoding it into memory.</summary>
    public long Size => _size >= 0 ? _size : _size = Content.Measure();

    internal EncodedContent Content => new(RawContent, Encoding);

    /// <summary>The decoded content.</summary>
    public byte[] ToArray()
    {
        var content = Content.ToArray();
        // The bytes may be mapped from a file, which must not go while they are read.
        GC.KeepAlive(this);
        return content;
    }

    /// <summary>The decoded content as a stream, decoded piece by piece as it is read.</summary>
    public Stream OpenRead() => Content.OpenRead();

    internal void Add(MailPart child) => _children.Add(child);

    private static TransferEncoding EncodingOf(string? value)
    {
        var name = value.AsSpan();
        var end = name.IndexOfAny(";(");
        name = (end < 0 ? name : name[..end]).Trim(" \t\r\n\"'");
        return name switch
        {
            _ when name.Equals("base64", StringComparison.OrdinalIgnoreCase) => TransferEncoding.Base64,
            _ when name.Equals("quoted-printable", StringComparison.OrdinalIgnoreCase) => TransferEncoding.QuotedPrintable,
            _ when name.Equals("x-uuencode", StringComparison.OrdinalIgnoreCase)
                || name.Equals("uuencode", StringComparison.OrdinalIgnoreCase)
                || name.Equals("x-uue", StringComparison.OrdinalIgnoreCase) => TransferEncoding.Uuencode,
            _ => TransferEncoding.None,
        };
    }
}

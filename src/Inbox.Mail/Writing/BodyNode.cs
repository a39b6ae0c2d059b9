using System.Text;
using Inbox.Mail.Text;

namespace Inbox.Mail.Writing;

/// <summary>A node of the tree that is written: a multipart, or a leaf with its headers and bytes.</summary>
internal sealed class BodyNode
{
    private readonly bool _quotedPrintable;
    private readonly ReadOnlyMemory<byte> _content;
    private Func<CancellationToken, Task<Stream>>? _openAsync;

    private BodyNode(string contentType, IReadOnlyList<BodyNode> parts, ReadOnlyMemory<byte> content, bool quotedPrintable)
    {
        ContentType = contentType;
        Parts = parts;
        _content = content;
        _quotedPrintable = quotedPrintable;
    }

    public string ContentType { get; }

    public IReadOnlyList<BodyNode> Parts { get; }

    public List<KeyValuePair<string, string>> Headers { get; } = [];

    public static BodyNode Multipart(string contentType, IReadOnlyList<BodyNode> parts) => new(contentType, parts, default, quotedPrintable: false);

    public static BodyNode Text(string mediaType, string text)
    {
        var bytes = Encoding.UTF8.GetBytes(Lines.Normalise(text).Replace("\n", "\r\n", StringComparison.Ordinal));
        var encoded = bytes.AsSpan().ContainsAnyExceptInRange((byte)0x20, (byte)0x7e);
        // Quoted-printable stays legible where most bytes are ASCII; other scripts are shorter in base64.
        var foreign = encoded ? bytes.Count(b => b >= 0x80) : 0;
        var quotedPrintable = foreign * 4 <= bytes.Length;
        var node = new BodyNode(mediaType, [], bytes, quotedPrintable);
        node.Headers.Add(new("Content-Type", $"{mediaType}; charset=utf-8"));
        node.Headers.Add(new("Content-Transfer-Encoding", quotedPrintable ? "quoted-printable" : "base64"));
        return node;
    }

    public static BodyNode File(OutgoingAttachment file)
    {
        var mediaType = HeaderWriter.MediaType(file.ContentType);
        var node = new BodyNode(mediaType, [], file.Content, quotedPrintable: false) { _openAsync = file.OpenAsync };
        node.Headers.Add(new("Content-Type", mediaType + HeaderWriter.Parameter("name", file.Name)));
        var disposition = file.ContentId is null ? "attachment" : "inline";
        node.Headers.Add(new("Content-Disposition", disposition + HeaderWriter.Parameter("filename", file.Name)));
        if (file.ContentId is not null)
        {
            node.Headers.Add(new("Content-ID", HeaderWriter.Ids([file.ContentId])));
        }
        node.Headers.Add(new("Content-Transfer-Encoding", "base64"));
        return node;
    }

    /// <exception cref="InvalidOperationException">The bytes have to be opened first: write the mail with WriteAsync.</exception>
    public void Encode(Stream output)
    {
        if (_openAsync is not null)
        {
            throw new InvalidOperationException("An attachment of this mail is streamed; write the mail with WriteAsync.");
        }
        if (_quotedPrintable)
        {
            QuotedPrintableWriter.Write(_content.Span, output);
        }
        else
        {
            Base64Writer.Write(_content.Span, output);
        }
    }

    public async Task EncodeAsync(Stream output, CancellationToken cancellationToken)
    {
        if (_openAsync is null)
        {
            Encode(output);
            return;
        }
        await using var content = await _openAsync(cancellationToken);
        await Base64Writer.WriteAsync(content, output, cancellationToken);
    }
}

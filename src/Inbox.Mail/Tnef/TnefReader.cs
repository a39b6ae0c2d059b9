using System.Buffers.Binary;
using System.Text;
using Inbox.Mail.Encodings;
using Inbox.Mail.Parsing;
using Inbox.Mail.Text;

namespace Inbox.Mail.Tnef;

/// <summary>
/// Unpacks winmail.dat, the envelope Outlook puts around a mail that it believes goes to another Outlook ([MS-OXTNEF]):
/// the attachments, and the body where the mail outside has none. Every length is checked against what is there.
/// </summary>
internal sealed class TnefReader
{
    private const uint Signature = 0x223E9F78;
    private const int MostAttachments = 1000;

    // Attribute ids, [MS-OXTNEF] 2.1.3.
    private const uint AttachRendData = 0x00069002;
    private const uint AttachTitle = 0x00018010;
    private const uint AttachData = 0x0006800F;
    private const uint AttachProperties = 0x00069005;
    private const uint MessageProperties = 0x00069003;
    private const uint MessageBody = 0x0002800C;

    private readonly List<MailAttachment> _attachments = [];
    private ReadOnlyMemory<byte> _content;
    private string? _name;
    private string? _type;
    private string? _contentId;
    private bool _open;

    public IReadOnlyList<MailAttachment> Attachments => _attachments;

    public string? Text { get; private set; }

    public string? Html { get; private set; }

    /// <summary>Null when the content is no TNEF.</summary>
    public static TnefReader? Read(ReadOnlyMemory<byte> content)
    {
        if (content.Length < 6 || BinaryPrimitives.ReadUInt32LittleEndian(content.Span) != Signature)
        {
            return null;
        }
        var reader = new TnefReader();
        reader.ReadAttributes(content[6..]);
        reader.CloseAttachment();
        return reader;
    }

    /// <summary>Each attribute: level (1), id (4), length (4), data, checksum (2).</summary>
    private void ReadAttributes(ReadOnlyMemory<byte> rest)
    {
        while (rest.Length >= 11)
        {
            var id = BinaryPrimitives.ReadUInt32LittleEndian(rest.Span[1..]);
            var length = BinaryPrimitives.ReadUInt32LittleEndian(rest.Span[5..]);
            var data = rest.Slice(9, (int)Math.Min(length, rest.Length - 9));
            TakeAttribute(id, data);
            rest = rest[Math.Min(9 + data.Length + 2, rest.Length)..];
        }
    }

    private void TakeAttribute(uint id, ReadOnlyMemory<byte> data)
    {
        switch (id)
        {
            case AttachRendData:
                CloseAttachment();
                _open = _attachments.Count < MostAttachments;
                break;
            case AttachTitle:
                _name ??= Narrow(data.Span);
                break;
            case AttachData:
                _content = data;
                break;
            case AttachProperties:
                MapiProperties.Read(data, TakeAttachmentProperty);
                break;
            case MessageProperties:
                MapiProperties.Read(data, TakeMessageProperty);
                break;
            case MessageBody:
                Text ??= Narrow(data.Span);
                break;
        }
    }

    /// <summary>Property ids, [MS-OXPROPS].</summary>
    private void TakeAttachmentProperty(ushort id, bool wide, ReadOnlyMemory<byte> value)
    {
        switch (id)
        {
            case 0x3707: _name = String(wide, value.Span); break;
            case 0x370E: _type = String(wide, value.Span); break;
            case 0x3712: _contentId = String(wide, value.Span).Trim('<', '>'); break;
            case 0x3701 when _content.IsEmpty: _content = value; break;
        }
    }

    private void TakeMessageProperty(ushort id, bool wide, ReadOnlyMemory<byte> value)
    {
        switch (id)
        {
            case 0x1000: Text = String(wide, value.Span); break;
            case 0x1013: Html = Charsets.Decode(value.Span, HtmlText.DeclaredCharset(value.Span), warnings: null).TrimEnd('\0'); break;
        }
    }

    private void CloseAttachment()
    {
        if (_open)
        {
            var name = FileNames.Clean(_name) ?? $"attachment-{_attachments.Count + 1}";
            var type = string.IsNullOrWhiteSpace(_type) ? AttachmentNames.TypeOf(name) : _type;
            _attachments.Add(new MailAttachment(name, type, new EncodedContent(_content, TransferEncoding.None), string.IsNullOrEmpty(_contentId) ? null : _contentId));
        }
        (_content, _name, _type, _contentId, _open) = (default, null, null, null, false);
    }

    private static string String(bool wide, ReadOnlySpan<byte> value) =>
        wide ? Encoding.Unicode.GetString(value).TrimEnd('\0') : Narrow(value);

    private static string Narrow(ReadOnlySpan<byte> value) => Charsets.DecodeUndeclared(value.TrimEnd((byte)0));
}

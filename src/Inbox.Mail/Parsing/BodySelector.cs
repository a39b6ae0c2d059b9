using System.Text;
using Inbox.Mail.Encodings;
using Inbox.Mail.Text;
using Inbox.Mail.Tnef;

namespace Inbox.Mail.Parsing;

/// <summary>
/// Decides which parts are the text and the HTML of a mail and which are attachments: the rules of RFC 8621, 4.1.4,
/// walked with a bounded depth (the parser nests no deeper than 100).
/// </summary>
internal sealed class BodySelector
{
    private readonly Warnings _warnings;
    private readonly List<Leaf> _bodies = [];
    private readonly List<MailAttachment> _attachments = [];

    private TnefReader? _envelope;

    /// <summary>Bytes of plain text and of HTML that may still be shown. HTML carries pictures inside its addresses.</summary>
    private int _textRoom = 1_000_000;
    private int _htmlRoom = 2_000_000;

    private BodySelector(Warnings warnings) => _warnings = warnings;

    public static BodyParts Select(MailPart root, Warnings warnings)
    {
        var selector = new BodySelector(warnings);
        selector.Walk(root, new Place(null, 0, Alternative: false));
        return selector.Join();
    }

    private void Walk(MailPart part, Place place)
    {
        if (!part.IsMultipart)
        {
            TakeLeaf(part, place);
            return;
        }
        var root = part.ContentType.Is("multipart/related") ? RootOf(part) : 0;
        for (var i = 0; i < part.Parts.Count; i++)
        {
            // The root of a related comes first wherever it stands (RFC 2387, 3.2).
            var child = root == 0 ? i : i == 0 ? root : i <= root ? i - 1 : i;
            var alternative = place.Alternative || part.ContentType.Is("multipart/alternative");
            Walk(part.Parts[child], new Place(part, i, alternative));
        }
    }

    private static int RootOf(MailPart related)
    {
        var start = related.ContentType["start"]?.Trim('<', '>', ' ');
        for (var i = 0; start is not null && i < related.Parts.Count; i++)
        {
            if (string.Equals(related.Parts[i].ContentId, start, StringComparison.Ordinal))
            {
                return i;
            }
        }
        return 0;
    }

    private void TakeLeaf(MailPart part, Place place)
    {
        CheckEncoding(part);
        var html = part.ContentType.Is("text/html");
        if (!IsBody(part, place) || (html ? _htmlRoom : _textRoom) == 0)
        {
            Attach(part, place);
            return;
        }
        var content = part.Content.Decode();
        if (!html && part.Encoding != TransferEncoding.Uuencode)
        {
            content = TakeUuencoded(content);
        }
        content = Shown(part, content, ref html ? ref _htmlRoom : ref _textRoom);
        var text = Charsets.Decode(content.Span, CharsetOf(part, html, content.Span), _warnings);
        _bodies.Add(new Leaf(html ? text : Plain(part, text), html, place.Alternative));
    }

    /// <summary>
    /// Of a text that nobody reads to its end (a log, a dump) the beginning is shown, and the whole is kept as a file:
    /// text costs memory several times its size.
    /// </summary>
    private ReadOnlyMemory<byte> Shown(MailPart part, ReadOnlyMemory<byte> content, ref int room)
    {
        if (content.Length <= room)
        {
            room -= content.Length;
            return content;
        }
        _warnings.Add("The text is very long: its beginning is shown, and the whole is kept as a file.");
        _attachments.Add(new MailAttachment(part, part.FileName ?? AttachmentNames.For(part, _attachments.Count + 1), inline: false));
        content = content[..room];
        room = 0;
        // Not inside a character or a word.
        var end = content.Span[^Math.Min(content.Length, 1000)..].LastIndexOfAny((byte)'\n', (byte)' ');
        return end < 0 ? content : content[..(content.Length - Math.Min(content.Length, 1000) + end)];
    }

    private static bool IsBody(MailPart part, Place place)
    {
        var isText = part.ContentType.Is("text/plain") || part.ContentType.Is("text/html") || part.ContentType.Is("text");
        if (!isText || part.Disposition is { Type: "attachment" })
        {
            return false;
        }
        return place.Index == 0
            || (place.Parent?.ContentType.Is("multipart/related") != true
                && (part.FileName is null || place.Parent?.ContentType.Is("multipart/alternative") == true));
    }

    private void Attach(MailPart part, Place place)
    {
        if (part.RawContent.IsEmpty && part.FileName is null && part.Headers.Count == 0)
        {
            return;
        }
        if (part.ContentType.MediaType is "application/ms-tnef" or "application/vnd.ms-tnef" || part.FileName is "winmail.dat")
        {
            if (TnefReader.Read(part.Content.Decode()) is { } envelope)
            {
                _envelope ??= envelope;
                _attachments.AddRange(envelope.Attachments);
                return;
            }
            _warnings.Add("An Outlook envelope (winmail.dat) cannot be unpacked; it was kept as a file.");
        }
        var related = place.Parent?.ContentType.Is("multipart/related") == true;
        var inline = part.Disposition is { Type: "inline" } || (related && part.ContentId is not null && part.Disposition is null);
        var name = part.FileName ?? AttachmentNames.For(part, _attachments.Count + 1);
        _attachments.Add(new MailAttachment(part, name, inline, AttachmentNames.LabelOf(part.ContentType, place.Parent?.ContentType)));
    }

    /// <summary>Content declared as base64 that plainly is not would become garbage; it stands as it is.</summary>
    private void CheckEncoding(MailPart part)
    {
        if (part.Encoding == TransferEncoding.Base64 && !LooksLikeBase64(part.RawContent.Span))
        {
            _warnings.Add("Content declared as base64 is not; it was taken as it stands.");
            part.Encoding = TransferEncoding.None;
        }
    }

    private static bool LooksLikeBase64(ReadOnlySpan<byte> content)
    {
        content = content[..Math.Min(content.Length, 2048)];
        var foreign = 0;
        foreach (var b in content)
        {
            foreign += Base64Decoder.Alphabet.Contains(b) || b is (byte)'=' or (byte)'\r' or (byte)'\n' ? 0 : 1;
        }
        return foreign * 10 <= content.Length;
    }

    private ReadOnlyMemory<byte> TakeUuencoded(ReadOnlyMemory<byte> content)
    {
        if (!UuDecoder.TryFind(content.Span, 0, out var block))
        {
            return content;
        }
        var rest = new MemoryStream();
        var position = 0;
        do
        {
            Keep(content.Span[position..block.Start]);
            var name = FileNames.Clean(block.Name) ?? $"attachment-{_attachments.Count + 1}";
            var data = new EncodedContent(content[block.DataStart..block.DataEnd], TransferEncoding.Uuencode);
            _attachments.Add(new MailAttachment(name, AttachmentNames.TypeOf(name), data));
            position = block.End;
        }
        while (UuDecoder.TryFind(content.Span, position, out block));
        Keep(content.Span[position..]);
        return rest.GetBuffer().AsMemory(0, (int)rest.Length);

        void Keep(ReadOnlySpan<byte> text) => rest.Write(text[..(int)Math.Min(text.Length, Math.Max(0, _textRoom + 1 - rest.Length))]);
    }

    private static string? CharsetOf(MailPart part, bool html, ReadOnlySpan<byte> content) =>
        part.ContentType["charset"] ?? (html ? HtmlText.DeclaredCharset(content) : null);

    private static string Plain(MailPart part, string text)
    {
        text = Lines.Normalise(text);
        return string.Equals(part.ContentType["format"], "flowed", StringComparison.OrdinalIgnoreCase)
            ? FlowedText.Unflow(text, string.Equals(part.ContentType["delsp"], "yes", StringComparison.OrdinalIgnoreCase))
            : text;
    }

    private BodyParts Join()
    {
        if (_bodies.TrueForAll(body => string.IsNullOrWhiteSpace(body.Content)) && _envelope is not null)
        {
            return new BodyParts(_envelope.Text is { } inner ? Lines.Normalise(inner) : null, _envelope.Html, _attachments);
        }
        var texts = _bodies.Where(body => !body.Html).ToList();
        var htmls = _bodies.Where(body => body.Html).ToList();
        if (texts.Count == 0 || htmls.Count == 0)
        {
            return new BodyParts(
                texts.Count == 0 ? null : Concat(texts), htmls.Count == 0 ? null : Concat(htmls), _attachments);
        }
        // Outside an alternative a text between two HTML parts (Apple Mail) or below one (mailing lists) belongs to both.
        var text = new StringBuilder();
        var html = new StringBuilder();
        foreach (var body in _bodies)
        {
            if (!body.Html || !body.Alternative)
            {
                AppendLine(text, body.Html ? HtmlText.Of(body.Content) : body.Content);
            }
            if (body.Html || !body.Alternative)
            {
                AppendLine(html, body.Html ? body.Content : HtmlText.FromPlain(body.Content));
            }
        }
        return new BodyParts(
            text.Length == 0 ? Concat(texts) : text.ToString(), html.Length == 0 ? Concat(htmls) : html.ToString(), _attachments);
    }

    private static string Concat(List<Leaf> bodies)
    {
        if (bodies.Count == 1)
        {
            return bodies[0].Content;
        }
        var output = new StringBuilder();
        bodies.ForEach(body => AppendLine(output, body.Content));
        return output.ToString();
    }

    private static void AppendLine(StringBuilder output, string text)
    {
        if (output.Length > 0 && output[^1] != '\n')
        {
            output.Append('\n');
        }
        output.Append(text);
    }

    private readonly record struct Place(MailPart? Parent, int Index, bool Alternative);

    private readonly record struct Leaf(string Content, bool Html, bool Alternative);
}

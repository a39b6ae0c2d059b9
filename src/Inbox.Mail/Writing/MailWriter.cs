using System.Security.Cryptography;
using System.Text;

namespace Inbox.Mail.Writing;

/// <summary>
/// Writes mails of seven-bit bytes with CRLF line ends that every server passes on unchanged (RFC 5322, RFC 2045):
/// text and HTML as alternatives, images of the HTML related to it, attachments around both. Only an address with
/// foreign letters before its @ brings UTF-8 into the headers (<see cref="OutgoingMail.NeedsUtf8"/>).
/// </summary>
public sealed class MailWriter
{
    private readonly Stream _output;

    private MailWriter(Stream output) => _output = output;

    public static byte[] Write(OutgoingMail mail)
    {
        using var output = new MemoryStream();
        Write(mail, output);
        return output.ToArray();
    }

    public static void Write(OutgoingMail mail, Stream output)
    {
        foreach (var leaf in new MailWriter(output).Frame(mail))
        {
            leaf.Encode(output);
        }
    }

    /// <summary>Like <see cref="Write(OutgoingMail, Stream)"/>, with attachments that are opened and read piece by piece.</summary>
    public static async Task WriteAsync(OutgoingMail mail, Stream output, CancellationToken cancellationToken)
    {
        foreach (var leaf in new MailWriter(output).Frame(mail))
        {
            await leaf.EncodeAsync(output, cancellationToken);
        }
    }

    /// <summary>Writes everything around the contents, and hands out each leaf where its content belongs.</summary>
    private IEnumerable<BodyNode> Frame(OutgoingMail mail)
    {
        WriteHeaders(mail);
        return Frame(Structure(mail));
    }

    private static BodyNode Structure(OutgoingMail mail)
    {
        var inline = mail.Attachments.Where(file => file.ContentId is not null && mail.HtmlBody is not null).ToList();
        var attached = mail.Attachments.Except(inline).ToList();
        BodyNode? html = mail.HtmlBody is null ? null : BodyNode.Text("text/html", mail.HtmlBody);
        if (html is not null && inline.Count > 0)
        {
            html = BodyNode.Multipart("multipart/related; type=\"text/html\"", [html, .. inline.Select(BodyNode.File)]);
        }
        var text = mail.TextBody is null && html is not null ? null : BodyNode.Text("text/plain", mail.TextBody ?? "");
        // RFC 2046, 5.1.4: the richest alternative comes last.
        var body = text is null ? html! : html is null ? text : BodyNode.Multipart("multipart/alternative", [text, html]);
        return attached.Count == 0 ? body : BodyNode.Multipart("multipart/mixed", [body, .. attached.Select(BodyNode.File)]);
    }

    private void WriteHeaders(OutgoingMail mail)
    {
        Header("Date", HeaderWriter.Date(mail.Date));
        Header("From", HeaderWriter.Addresses([mail.From]));
        Optional("Sender", mail.Sender is null ? [] : [mail.Sender]);
        Optional("Reply-To", mail.ReplyTo);
        Optional("To", mail.To);
        Optional("Cc", mail.Cc);
        Header("Message-ID", HeaderWriter.Ids([mail.MessageId]));
        if (mail.InReplyTo is not null)
        {
            Header("In-Reply-To", HeaderWriter.Ids([mail.InReplyTo]));
        }
        if (mail.References.Count > 0)
        {
            Header("References", HeaderWriter.Ids(mail.References));
        }
        Header("Subject", HeaderWriter.Unstructured(mail.Subject));
        foreach (var (name, value) in mail.ExtraHeaders)
        {
            Header(HeaderWriter.Name(name), HeaderWriter.Unstructured(value));
        }
        Header("MIME-Version", "1.0");

        void Optional(string name, IReadOnlyList<Mailbox> mailboxes)
        {
            if (mailboxes.Count > 0)
            {
                Header(name, HeaderWriter.Addresses(mailboxes));
            }
        }
    }

    /// <summary>Three levels at most, so plain recursion.</summary>
    private IEnumerable<BodyNode> Frame(BodyNode node)
    {
        if (node.Parts.Count == 0)
        {
            foreach (var (name, value) in node.Headers)
            {
                Header(name, value);
            }
            Line("");
            yield return node;
            yield break;
        }
        var boundary = Boundary();
        Header("Content-Type", $"{node.ContentType}; boundary=\"{boundary}\"");
        Line("");
        foreach (var part in node.Parts)
        {
            Line($"--{boundary}");
            foreach (var leaf in Frame(part))
            {
                yield return leaf;
            }
            Line("");
        }
        Line($"--{boundary}--");
    }

    /// <summary>Random, and with "=_" that neither base64 nor quoted-printable can produce (RFC 2045, 6.7).</summary>
    private static string Boundary() => "=_" + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(15));

    private void Header(string name, string value) => Line(HeaderWriter.Fold(name, value));

    private void Line(string text) => _output.Write(Encoding.UTF8.GetBytes(text + "\r\n"));
}

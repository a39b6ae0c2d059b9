using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Inbox.Mail.Html;
using Inbox.Mail.Replies;
using Inbox.Mail.Writing;

namespace Inbox.Mail.Tests;

/// <summary>What our writer writes, our reader reads; and what no input may do.</summary>
public sealed class RoundTripTests
{
    private const string Letters = "abcXYZ 019.,;:!?\"'()<>@[]{}=_-+*/\\&%#~äöüßéñçłŚżПриветΩ你好日本語あア한글🙂\u00A0";

    private static readonly Gen<string> Line = Gen.Elements(Letters.EnumerateRunes().Select(r => r.ToString()).ToArray()).ListOf().Select(string.Concat).Select(s => s.Trim());

    private static readonly Gen<string> Text = Line.ListOf().Select(lines => string.Join('\n', lines));

    private static readonly Gen<byte[]> Bytes = ArbMap.Default.GeneratorFor<byte[]>();

    [Fact]
    public void Subject_names_and_text_come_back_as_they_were()
    {
        var mails = from subject in Line from name in Line from text in Text from html in Line select (subject, name, text, html);

        Prop.ForAll(mails.ToArbitrary(), written =>
        {
            var mail = MailReader.Read(MailWriter.Write(new OutgoingMail
            {
                From = new Mailbox(written.name.Length == 0 ? null : written.name, "ann@example.org"),
                To = [new Mailbox(written.name.Length == 0 ? null : written.name, "help@northwind.example")],
                Subject = written.subject,
                Date = DateTimeOffset.UnixEpoch,
                MessageId = "1@example.org",
                TextBody = written.text,
                HtmlBody = $"<p>{System.Net.WebUtility.HtmlEncode(written.html)}</p>",
            }));

            mail.Warnings.ShouldBeEmpty();
            Spaces(mail.Subject).ShouldBe(Spaces(written.subject));
            Spaces(mail.From[0].Name ?? "").ShouldBe(Spaces(written.name));
            mail.From[0].Address.ShouldBe("ann@example.org");
            mail.TextBody!.TrimEnd('\n').ShouldBe(written.text.TrimEnd('\n'));
            mail.HtmlBody!.Trim().ShouldBe($"<p>{System.Net.WebUtility.HtmlEncode(written.html)}</p>");
            return true;
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(300).WithEndSize(60));
    }

    [Fact]
    public void Attachments_come_back_byte_for_byte_under_their_names()
    {
        var files = from name in Line from content in Bytes select (name: Name(name), content);

        Prop.ForAll(files.ListOf(3).ToArbitrary(), written =>
        {
            var mail = MailReader.Read(MailWriter.Write(new OutgoingMail
            {
                From = new Mailbox(null, "ann@example.org"),
                To = [new Mailbox(null, "help@northwind.example")],
                Date = DateTimeOffset.UnixEpoch,
                MessageId = "1@example.org",
                TextBody = "see files",
                Attachments = [.. written.Select(f => new OutgoingAttachment(f.name, "application/octet-stream", f.content))],
            }));

            mail.Attachments.Select(a => Spaces(a.Name)).ShouldBe(written.Select(f => Spaces(f.name)));
            foreach (var (read, file) in mail.Attachments.Zip(written))
            {
                read.ToArray().ShouldBe(file.content);
                read.Size.ShouldBe(file.content.Length);
                using var copy = new MemoryStream();
                using var stream = read.OpenRead();
                stream.CopyTo(copy);
                copy.ToArray().ShouldBe(file.content);
            }
            return true;
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(200));
    }

    [Fact]
    public void Any_header_value_is_decoded_without_an_exception()
    {
        string[] pieces = ["=?", "?=", "?", "utf-8", "iso-2022-jp", "x", "Q", "B", "b", "=C3", "=", "_", "4p", "==", " ", "\r\n ", "\"", "<", ">", "(", ",", ";", ":", "@", "*0*=", "%E4", "''", "é", "\u001b$B", "1 Jan 2024 "];
        var values = Gen.Elements(pieces).ListOf().Select(string.Concat);

        Prop.ForAll(values.ToArbitrary(), value =>
        {
            var mail = MailReader.Read(Encoding.UTF8.GetBytes($"Subject: {value}\r\nFrom: {value}\r\nDate: {value}\r\nReferences: {value}\r\nContent-Type: {value}\r\nContent-Disposition: {value}\r\n\r\nx"));
            _ = (mail.Subject, mail.From.Count, mail.Date, mail.References.Count, mail.Root.ContentType.MediaType, mail.Root.FileName);
            return true;
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(2000).WithEndSize(60));
    }

    [Fact]
    public void Sanitising_twice_changes_nothing()
    {
        string[] pieces = ["<p>", "</p>", "<b>", "</b>", "<div style=\"color:red;position:fixed\">", "</div>", "<table><tr><td>", "</table>", "<svg>", "</svg>", "<math>", "<style>", "</style>", "<script>", "</script>", "<img src=x onerror=y>", "<img src=\"cid:a\">", "<a href=\"http://x.example/?a=1&b\">", "</a>", "<!--", "-->", "<template>", "<select><option>", "<textarea>", "</textarea>", "<title>", "<plaintext>", "<noscript>", "&lt;", "&amp;amp;", "\"", "'", "`", "<", ">", "text", "\u0000", "\uD800", "<li>", "<ul>", "<form>", "<br/>", "<p", " x=\""];
        var pages = Gen.Elements(pieces).ListOf().Select(string.Concat);

        Prop.ForAll(pages.ToArbitrary(), page =>
        {
            var once = MailHtml.Sanitize(page).Html;
            MailHtml.Sanitize(once).Html.ShouldBe(once);
            _ = MailHtml.ToText(page);
            return true;
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(2000).WithEndSize(80));
    }

    [Fact]
    public void New_text_is_always_made_of_lines_of_the_text()
    {
        string[] pieces = ["Hello", "On 05/03/2024 09:41, Maja wrote:", "> quoted", "-- ", "--", "From: a@b.example", "Sent: Tuesday", "To: me", "Subject: x", "", "-----Original Message-----", "Sent from my iPhone", "________", "Am 5. März 2024 um 09:41 schrieb Maja:", "Forwarded message", "Thanks"];
        var texts = Gen.Elements(pieces).ListOf().Select(lines => string.Join('\n', lines));

        Prop.ForAll(texts.ToArbitrary(), text =>
        {
            var lines = text.Split('\n').Select(line => line.TrimEnd()).ToHashSet();
            var reply = ReplyText.Of(text);
            reply.Split('\n').ShouldAllBe(line => lines.Contains(line.TrimEnd()));
            if (text.Trim('\n').Length > 0)
            {
                reply.ShouldNotBeEmpty();
            }
            return true;
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(2000).WithEndSize(40));
    }

    private static string Spaces(string text) => string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    private static string Name(string name)
    {
        var clean = string.Concat(name.Where(c => char.IsLetterOrDigit(c) || c is ' ' or '.' or '-' or '_')).Trim(' ', '.');
        return clean.Length == 0 ? "file.bin" : clean;
    }
}

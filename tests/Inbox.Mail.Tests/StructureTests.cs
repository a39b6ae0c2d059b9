using System.Text;

namespace Inbox.Mail.Tests;

public sealed class StructureTests
{
    [Fact]
    public void Alternative_gives_text_and_html()
    {
        var mail = Mails.Read(
            "Content-Type: multipart/alternative; boundary=b", "", "preamble", "--b", "Content-Type: text/plain", "", "plain", "--b",
            "Content-Type: text/html", "", "<p>rich</p>", "--b--", "epilogue");

        mail.TextBody.ShouldBe("plain");
        mail.HtmlBody.ShouldBe("<p>rich</p>");
        mail.Attachments.ShouldBeEmpty();
        mail.Warnings.ShouldBeEmpty();
    }

    [Fact]
    public void Mixed_joins_texts_and_keeps_files()
    {
        var mail = Mails.Read(
            "Content-Type: multipart/mixed; boundary=\"b\"", "", "--b", "", "one", "--b",
            "Content-Type: application/pdf; name=a.pdf", "Content-Transfer-Encoding: base64", "", "JVBERg==", "--b", "", "two", "--b--");

        mail.TextBody.ShouldBe("one\ntwo");
        var file = mail.Attachments.ShouldHaveSingleItem();
        file.Name.ShouldBe("a.pdf");
        file.Size.ShouldBe(4);
        file.ToArray().ShouldBe("%PDF"u8.ToArray());
    }

    [Fact]
    public void Image_of_related_html_is_inline_with_its_id()
    {
        var mail = Mails.Read(
            "Content-Type: multipart/related; boundary=b; start=\"<root>\"", "", "--b", "Content-Type: image/png", "Content-ID: <pic>", "", "x",
            "--b", "Content-Type: text/html", "Content-ID: <root>", "", "<img src=cid:pic>", "--b--");

        mail.HtmlBody.ShouldBe("<img src=cid:pic>");
        var image = mail.Attachments.ShouldHaveSingleItem();
        image.ContentId.ShouldBe("pic");
        image.Inline.ShouldBeTrue();
    }

    [Fact]
    public void Embedded_message_is_kept_and_readable()
    {
        var mail = Mails.Read(
            "Content-Type: multipart/mixed; boundary=b", "", "--b", "", "see below", "--b", "Content-Type: message/rfc822", "",
            "Subject: inner", "Content-Type: multipart/mixed; boundary=c", "", "--c", "", "inner text", "--c--", "--b--");

        mail.TextBody.ShouldBe("see below");
        var inner = mail.Attachments.ShouldHaveSingleItem();
        inner.Name.ShouldBe("inner.eml");
        inner.ReadMessage()!.TextBody.ShouldBe("inner text");
    }

    [Fact]
    public void Text_between_html_parts_belongs_to_both_bodies()
    {
        var mail = Mails.Read(
            "Content-Type: multipart/mixed; boundary=b", "", "--b", "Content-Type: text/html", "", "<p>rich</p>", "--b", "", "list <footer>", "--b--");

        mail.HtmlBody.ShouldBe("<p>rich</p>\n<div>list &lt;footer&gt;</div>\n");
        mail.TextBody.ShouldBe("rich\nlist <footer>");
    }

    [Theory]
    [InlineData("Content-Type: multipart/mixed")]
    [InlineData("Content-Type: multipart/mixed; boundary=wrong")]
    public void Boundary_missing_or_wrong_is_found_in_the_content(string type)
    {
        var mail = Mails.Read(type, "", "--right", "Content-Type: text/plain", "", "one", "--right", "Content-Type: text/html", "", "<b>two</b>", "--right--");

        mail.HtmlBody!.ShouldContain("<b>two</b>");
        mail.Warnings.ShouldHaveSingleItem().ShouldContain("boundary");
    }

    [Fact]
    public void Multipart_without_parts_is_text()
    {
        var mail = Mails.Read("Content-Type: multipart/mixed; boundary=b", "", "just words");

        mail.TextBody.ShouldBe("just words");
        mail.Warnings.ShouldHaveSingleItem();
    }

    [Fact]
    public void Multipart_cut_off_keeps_what_came()
    {
        var mail = Mails.Read("Content-Type: multipart/mixed; boundary=b", "", "--b", "", "one", "--b", "Content-Type: image/png", "", "half");

        mail.TextBody.ShouldBe("one");
        mail.Attachments.ShouldHaveSingleItem().Size.ShouldBe(4);
        mail.Warnings.ShouldContain(warning => warning.Contains("closing", StringComparison.Ordinal));
    }

    [Fact]
    public void Missing_blank_line_starts_the_body_at_the_first_line_that_is_no_field()
    {
        var mail = Mails.Read("Subject: s", "Hello there", "second line");

        mail.Subject.ShouldBe("s");
        mail.TextBody.ShouldBe("Hello there\nsecond line");
    }

    [Fact]
    public void Stray_line_inside_the_header_is_passed_over()
    {
        var mail = Mails.Read("Subject: s", "garbage without colon", "From: a@example.org", "", "x");

        mail.From.ShouldHaveSingleItem();
        mail.TextBody.ShouldBe("x");
    }

    [Theory]
    [InlineData("\n")]
    [InlineData("\r")]
    public void Bare_line_ends_are_read(string lineEnd)
    {
        var mail = MailReader.Read(Encoding.ASCII.GetBytes(string.Join(lineEnd, "Subject: s", "", "one", "two")));

        mail.Subject.ShouldBe("s");
        mail.TextBody.ShouldBe("one\ntwo");
    }

    [Fact]
    public void Digest_parts_are_messages()
    {
        var mail = Mails.Read("Content-Type: multipart/digest; boundary=b", "", "--b", "", "Subject: first", "", "text", "--b--");

        mail.Attachments.ShouldHaveSingleItem().ReadMessage()!.Subject.ShouldBe("first");
    }

    [Fact]
    public void Signature_is_labelled()
    {
        var mail = Mails.Read(
            "Content-Type: multipart/signed; boundary=b; protocol=\"application/pgp-signature\"", "", "--b", "", "signed words", "--b",
            "Content-Type: application/pgp-signature", "", "-----BEGIN PGP SIGNATURE-----", "--b--");

        mail.TextBody.ShouldBe("signed words");
        mail.Attachments.ShouldHaveSingleItem().Label.ShouldBe("PGP signature");
    }
}

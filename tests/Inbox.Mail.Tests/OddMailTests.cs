using System.Text;

namespace Inbox.Mail.Tests;

/// <summary>Forms that the standards allow and few tests of mailers know, and breakage as real mailers make it.</summary>
public sealed class OddMailTests
{
    [Fact]
    public void Internationalised_mail_is_read_without_any_encoding()
    {
        // RFC 6532: UTF-8 in addresses, names, subject, ids and parameters.
        var mail = MailReader.Read(Encoding.UTF8.GetBytes(
            "From: Jörg Müller <jörg@müller.example>\r\nTo: 用户@例子.example\r\nSubject: Grüße 你好\r\nMessage-ID: <ü1@müller.example>\r\nContent-Type: message/global; name=Überblick.eml\r\n\r\nSubject: innen\r\n\r\nText"));

        mail.From.ShouldBe([new Mailbox("Jörg Müller", "jörg@müller.example")]);
        mail.To.ShouldBe([new Mailbox(null, "用户@例子.example")]);
        mail.Subject.ShouldBe("Grüße 你好");
        mail.MessageId.ShouldBe("ü1@müller.example");
        var inner = mail.Attachments.ShouldHaveSingleItem();
        inner.Name.ShouldBe("Überblick.eml");
        inner.ReadMessage()!.Subject.ShouldBe("innen");
    }

    [Theory]
    [InlineData("From : ann@example.org", "ann@example.org")]
    [InlineData("From: Ann . Lee <ann . lee @ example . org>", "ann.lee@example.org")]
    [InlineData("From: <@a.example,,@b.example:ann@example.org>", "ann@example.org")]
    [InlineData("From: ,, ann@example.org ,", "ann@example.org")]
    [InlineData("From: ann(work)@(home)example.org", "ann@example.org")]
    [InlineData("From:\r\n ann@example.org", "ann@example.org")]
    [InlineData("FROM:ann@example.org", "ann@example.org")]
    public void Obsolete_address_forms_are_read(string field, string address) => Mails.ReadHeader(field).From.ShouldHaveSingleItem().Address.ShouldBe(address);

    [Theory]
    [InlineData("21 Nov 97 09:55:06 GMT", "1997-11-21T09:55:06+00:00")]
    [InlineData("Fri, 21 Nov 1997 09(comment):   55  :  06 -0600", "1997-11-21T09:55:06-06:00")]
    [InlineData("Thu,\r\n 13\r\n Feb\r\n 1969\r\n 23:32\r\n -0330 (Newfoundland Time)", "1969-02-13T23:32:00-03:30")]
    [InlineData("Fri, 21 Nov 1997 09:55:06 MST", "1997-11-21T09:55:06-07:00")]
    public void Obsolete_dates_are_read(string date, string expected) =>
        (Mails.ReadHeader("Date: " + date).Date?.ToString("yyyy-MM-ddTHH:mm:sszzz", System.Globalization.CultureInfo.InvariantCulture)).ShouldBe(expected);

    [Fact]
    public void Both_forks_of_a_macintosh_file_are_kept()
    {
        var mail = Mails.Read(
            "Content-Type: multipart/mixed; boundary=a", "", "--a", "", "see file", "--a",
            "Content-Type: multipart/appledouble; boundary=b", "", "--b", "Content-Type: application/applefile; name=report.pdf", "Content-Transfer-Encoding: base64", "", "AAUWBw==",
            "--b", "Content-Type: application/pdf; name=report.pdf", "Content-Transfer-Encoding: base64", "", "JVBERg==", "--b--", "--a--");

        mail.TextBody.ShouldBe("see file");
        mail.Attachments.Select(a => a.ContentType).ShouldBe(["application/applefile", "application/pdf"]);
        mail.Attachments[0].Label.ShouldBe("Resource fork of a Macintosh file");
        mail.Attachments[1].ToArray().ShouldBe("%PDF"u8.ToArray());
    }

    [Theory]
    [InlineData("application/pkcs7-mime; smime-type=enveloped-data; name=smime.p7m", "S/MIME encrypted content")]
    [InlineData("application/pkcs7-mime; smime-type=signed-data; name=smime.p7m", "S/MIME signed content")]
    [InlineData("application/x-pkcs7-mime; name=smime.p7m", "S/MIME encrypted content")]
    [InlineData("application/pkcs7-signature; name=smime.p7s", "S/MIME signature")]
    [InlineData("application/pgp-keys; name=key.asc", "PGP key")]
    [InlineData("text/calendar; method=REQUEST; name=invite.ics", "Calendar entry")]
    public void Secured_and_calendar_parts_are_kept_and_labelled(string type, string label)
    {
        var mail = Mails.Read("Content-Type: multipart/mixed; boundary=b", "", "--b", "", "hello", "--b", $"Content-Type: {type}", "Content-Transfer-Encoding: base64", "", "MIIB", "--b--");

        mail.TextBody.ShouldBe("hello");
        var part = mail.Attachments.ShouldHaveSingleItem();
        part.Label.ShouldBe(label);
        part.Size.ShouldBe(3);
    }

    [Fact]
    public void Pgp_encrypted_mail_keeps_its_content_as_files_and_says_so()
    {
        var mail = Mails.Read(
            "Content-Type: multipart/encrypted; protocol=\"application/pgp-encrypted\"; boundary=b", "", "--b", "Content-Type: application/pgp-encrypted", "", "Version: 1",
            "--b", "Content-Type: application/octet-stream; name=encrypted.asc", "", "-----BEGIN PGP MESSAGE-----", "--b--");

        mail.PlainText.ShouldBeEmpty();
        mail.Attachments.Select(a => a.Label).ShouldBe(["PGP encryption version", "PGP encrypted content"]);
    }

    [Fact]
    public void Signed_alternative_shows_its_text_and_html()
    {
        var mail = Mails.Read(
            "Content-Type: multipart/signed; protocol=\"application/pkcs7-signature\"; boundary=a", "", "--a", "Content-Type: multipart/alternative; boundary=b", "",
            "--b", "", "plain", "--b", "Content-Type: text/html", "", "<p>rich</p>", "--b--", "--a", "Content-Type: application/pkcs7-signature; name=smime.p7s", "", "x", "--a--");

        (mail.TextBody, mail.HtmlBody).ShouldBe(("plain", "<p>rich</p>"));
        mail.Attachments.ShouldHaveSingleItem().Label.ShouldBe("S/MIME signature");
    }

    [Fact]
    public void Invitation_with_its_text_keeps_the_calendar_as_a_file()
    {
        var mail = Mails.Read(
            "Content-Type: multipart/alternative; boundary=b", "", "--b", "", "You are invited", "--b", "Content-Type: text/html", "", "<p>You are invited</p>",
            "--b", "Content-Type: text/calendar; charset=utf-8; method=REQUEST", "", "BEGIN:VCALENDAR", "--b--");

        mail.TextBody.ShouldBe("You are invited");
        mail.Attachments.ShouldHaveSingleItem().Name.ShouldBe("attachment-1.ics");
    }

    [Theory]
    [InlineData("Content-Disposition: attachment; filename*=UTF-8''na%C3%AFve%20plan.txt", "naïve plan.txt")]
    [InlineData("Content-Disposition: attachment; filename*0=\"a very long name that \"; filename*1=\"was cut.txt\"", "a very long name that was cut.txt")]
    [InlineData("Content-Disposition: attachment; filename*0*=utf-8''%E4%BD%A0; filename*1*=%E5%A5%BD.txt", "你好.txt")]
    [InlineData("Content-Disposition: attachment; filename*=iso-2022-jp''%1B%24B%24%22%1B%28B.txt", "あ.txt")]
    [InlineData("Content-Disposition: attachment; filename*=''plain.txt", "plain.txt")]
    [InlineData("Content-Disposition: attachment; filename*=utf-8'en'with%ZZbad.txt", "with%ZZbad.txt")]
    [InlineData("Content-Disposition: attachment; FileName = \"spaced.txt\" ;", "spaced.txt")]
    [InlineData("Content-Disposition: attachment; filename=no quotes here.txt", "no quotes here.txt")]
    [InlineData("Content-Disposition: attachment; filename==?utf-8?B?w6QudHh0?=", "ä.txt")]
    [InlineData("Content-Disposition: attachment; filename*1=\"two.txt\"; filename*0=\"one-\"", "one-two.txt")]
    [InlineData("Content-Disposition: attachment; filename=\"a;b.txt\"", "a;b.txt")]
    [InlineData("Content-Type: application/x; name=\"from type.txt\"", "from type.txt")]
    public void File_name_is_read_however_it_was_written(string field, string name) =>
        Mails.Read(field, field.StartsWith("Content-Type", StringComparison.Ordinal) ? "X: y" : "Content-Type: application/x", "", "x").Attachments.ShouldHaveSingleItem().Name.ShouldBe(name);

    [Fact]
    public void Flowed_text_that_deletes_spaces_joins_words_of_languages_without_them()
    {
        var mail = MailReader.Read(Encoding.UTF8.GetBytes("Content-Type: text/plain; charset=utf-8; format=flowed; delsp=yes\r\n\r\n商品が \r\n届いて \r\nいません。\r\n> 引用 \r\n> の行\r\n\r\n新しい段落"));

        mail.TextBody.ShouldBe("商品が届いていません。\n> 引用の行\n\n新しい段落");
    }

    [Fact]
    public void Tree_of_a_hundred_levels_is_read_to_its_innermost_text()
    {
        var mail = new StringBuilder();
        for (var i = 0; i < 99; i++)
        {
            mail.Append(System.Globalization.CultureInfo.InvariantCulture, $"Content-Type: multipart/mixed; boundary=b{i}\r\n\r\n--b{i}\r\n");
        }
        mail.Append("\r\ninnermost\r\n");
        for (var i = 98; i >= 0; i--)
        {
            mail.Append(System.Globalization.CultureInfo.InvariantCulture, $"--b{i}--\r\n");
        }

        MailReader.Read(Encoding.ASCII.GetBytes(mail.ToString())).TextBody.ShouldBe("innermost");
    }

    [Fact]
    public void Messages_nested_far_deeper_than_anybody_forwards_cost_no_stack()
    {
        var mail = string.Concat(Enumerable.Repeat("Content-Type: message/rfc822\r\n\r\n", 5000)) + "Subject: innermost\r\n\r\ntext";
        var message = MailReader.Read(Encoding.ASCII.GetBytes(mail));
        var depth = 0;
        for (; message.Attachments is [{ IsMessage: true } inner]; depth++)
        {
            message = inner.ReadMessage()!;
        }

        message.Subject.ShouldBe("innermost");
        depth.ShouldBe(5000);
    }

    [Fact]
    public void Boundary_that_begins_another_ones_name_is_told_apart()
    {
        var mail = Mails.Read(
            "Content-Type: multipart/mixed; boundary=b", "", "--b", "Content-Type: multipart/alternative; boundary=bb", "", "--bb", "", "plain", "--bb", "Content-Type: text/html", "", "<p>rich</p>", "--bb--",
            "--b", "Content-Type: application/x; name=f", "", "file", "--b--");

        (mail.TextBody, mail.HtmlBody).ShouldBe(("plain", "<p>rich</p>"));
        mail.Attachments.ShouldHaveSingleItem().Name.ShouldBe("f");
    }

    [Fact]
    public void Mixed_line_ends_are_read()
    {
        var mail = MailReader.Read("Subject: s\nFrom: a@b\r\nContent-Type: multipart/mixed; boundary=b\n\n--b\r\n\nline one\r\nline two\n--b--\r\n"u8.ToArray());

        mail.TextBody.ShouldBe("line one\nline two");
    }

    [Fact]
    public void Lone_carriage_returns_inside_a_text_end_lines() =>
        MailReader.Read("Subject: s\r\n\r\none\rtwo\r\nthree"u8.ToArray()).TextBody.ShouldBe("one\ntwo\nthree");

    [Fact]
    public void Delivery_report_shows_its_words_and_keeps_its_parts()
    {
        var mail = Mails.Read(
            "Content-Type: multipart/report; report-type=delivery-status; boundary=b", "", "--b", "", "It failed.", "--b", "Content-Type: message/delivery-status", "", "Status: 5.1.1",
            "--b", "Content-Type: message/rfc822", "", "Subject: ours", "", "text", "--b--");

        mail.TextBody.ShouldBe("It failed.");
        mail.Attachments.Select(a => a.Label ?? a.Name).ShouldBe(["Delivery report", "ours.eml"]);
    }
}

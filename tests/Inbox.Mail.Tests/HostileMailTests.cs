using System.Diagnostics;
using System.Text;
using FsCheck;
using FsCheck.Fluent;

namespace Inbox.Mail.Tests;

/// <summary>No bytes make the reader throw, hang or recurse.</summary>
public sealed class HostileMailTests
{
    private static readonly string[] Pieces =
    [
        "\r\n", "\n", "\r", "\r\n\r\n", "--b\r\n", "--b--\r\n", "--", "Content-Type: multipart/mixed; boundary=b\r\n", "Content-Type: text/html\r\n",
        "Content-Type: message/rfc822\r\n", "Content-Transfer-Encoding: base64\r\n", "Content-Transfer-Encoding: quoted-printable\r\n",
        "Content-Type: message/delivery-status\r\n", "Final-Recipient: rfc822; a@b\r\n", "Subject: ", "From: ", "=?utf-8?Q?", "=?utf-8?B?", "?=", "=C3",
        "\"", "(", ")", "<", ">", ",", ";", ":", "@", "=", "\\", "name*0*=", "utf-8''%C3", "begin 644 a\r\n", "end\r\n", "<script>", "<!--", "+AOk-",
        " ", "\t", "\0", "\u00FF", "\u00C3", "a", "Date: 1 Jan 2026 ", "Received: from x; ", "References: <a@b> ", "From MAILER-DAEMON Mon 10:00\r\n",
    ];

    [Fact]
    public void Any_mixture_of_pieces_is_read_without_an_exception()
    {
        var mails = Gen.Choose(0, Pieces.Length - 1).Select(index => Pieces[index]).ListOf().Select(list => string.Concat(list));

        Prop.ForAll(mails.ToArbitrary(), text =>
        {
            ReadAll(Encoding.Latin1.GetBytes(text));
            return true;
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(2000).WithEndSize(200));
    }

    [Fact]
    public void Any_bytes_are_read_without_an_exception() =>
        Prop.ForAll<byte[]>(bytes =>
        {
            ReadAll(bytes);
            return true;
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(500));

    [Fact]
    public void Empty_mail_is_an_empty_message()
    {
        var mail = MailReader.Read([]);

        mail.Subject.ShouldBeEmpty();
        mail.PlainText.ShouldBeEmpty();
        mail.Attachments.ShouldBeEmpty();
    }

    [Fact]
    public void Nesting_beyond_a_hundred_is_told_and_kept()
    {
        var mail = new StringBuilder();
        for (var i = 0; i < 300; i++)
        {
            mail.Append(System.Globalization.CultureInfo.InvariantCulture, $"Content-Type: multipart/mixed; boundary=b{i}\r\n\r\n--b{i}\r\n");
        }

        MailReader.Read(Encoding.ASCII.GetBytes(mail.ToString())).Warnings.ShouldContain(warning => warning.Contains("100 deep", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("Subject: ", "=?utf-8?Q?")]
    [InlineData("Subject: ", "=?utf-8?Q?a?= ")]
    [InlineData("To: ", "[:")]
    [InlineData("To: ", "\"<>\\")]
    [InlineData("To: ", "(")]
    [InlineData("To: ", "a, ")]
    [InlineData("Content-Type: a/b; ", "(;")]
    [InlineData("Content-Type: a/b; x*0*=", "%C3;x*1=")]
    [InlineData("References: ", "<a ")]
    [InlineData("Date: ", "(1 ")]
    [InlineData("X: y\r\n\r\n", "--\n")]
    [InlineData("Content-Type: multipart/mixed; boundary=b\r\n\r\n", "--b\r\n")]
    [InlineData("Content-Type: multipart/mixed; boundary=b\r\n\r\n", "--b\r\nContent-Type: multipart/mixed\r\n\r\n")]
    [InlineData("Content-Type: text/html\r\n\r\n", "<script>")]
    [InlineData("Content-Type: text/html\r\n\r\n", "<!-- <")]
    [InlineData("Content-Type: text/html\r\n\r\n", "&amp")]
    [InlineData("Content-Type: text/plain; format=flowed\r\n\r\n", "> ")]
    [InlineData("\r\n", "begin 644 a\n")]
    [InlineData("", "a:\n")]
    public void Megabyte_of_one_thing_costs_linear_time(string start, string repeated)
    {
        var mail = Encoding.ASCII.GetBytes(start + string.Concat(Enumerable.Repeat(repeated, 1_000_000 / repeated.Length)));
        ReadAll(Encoding.ASCII.GetBytes(start + repeated));

        var watch = Stopwatch.StartNew();
        ReadAll(mail);

        // Tenths of a second are usual, and the benchmark of mutated mail measures them; quadratic work would take minutes.
        watch.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(30));
    }

    private static void ReadAll(byte[] bytes)
    {
        var mail = MailReader.Read(bytes);
        _ = mail.PlainText;
        _ = Inbox.Mail.Recognition.MailRecognition.Of(mail);
        foreach (var attachment in mail.Attachments)
        {
            _ = attachment.Size;
            attachment.ToArray();
            _ = attachment.ReadMessage();
        }
        foreach (var header in mail.Headers)
        {
            _ = header.Value;
        }
    }
}

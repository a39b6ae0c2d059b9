using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Inbox.Mail.Writing;

namespace Inbox.Mail.Tests.Writing;

public sealed class MailWriterTests
{
    private static readonly DateTimeOffset Date = new(2026, 3, 2, 9, 5, 7, TimeSpan.FromHours(1));

    [Fact]
    public void Everything_written_is_read_back()
    {
        var image = new OutgoingAttachment("logo.png", "image/png", new byte[] { 1, 2, 3 }, "logo@example.org");
        var file = new OutgoingAttachment("Übersicht – sehr lange Beschreibung der Lieferung im März.pdf", "application/pdf", new byte[5000]);
        var written = MailWriter.Write(new OutgoingMail
        {
            From = new("Müller, Jörg", "support@example.org"),
            To = [new("Ann \"A\" Lee", "ann@example.org"), new(null, "bob@example.org")],
            Cc = [new("日本 太郎", "taro@example.jp")],
            Bcc = [new(null, "hidden@example.org")],
            ReplyTo = [new(null, "support+c1.abc@example.org")],
            Subject = "Grüße " + new string('x', 200) + " und mehr",
            Date = Date,
            MessageId = "m1@example.org",
            InReplyTo = "m0@example.org",
            References = [.. Enumerable.Range(0, 40).Select(i => $"reference-number-{i}@example.org")],
            TextBody = "Hallo,\n\nFrom here on.\n.\nEnde ",
            HtmlBody = "<p>Hallö <img src=\"cid:logo@example.org\"></p>",
            Attachments = [image, file],
            ExtraHeaders = [new("Auto-Submitted", "auto-replied")],
        });

        var mail = MailReader.Read(written);

        mail.Warnings.ShouldBeEmpty();
        mail.From.ShouldBe([new("Müller, Jörg", "support@example.org")]);
        mail.To.ShouldBe([new("Ann \"A\" Lee", "ann@example.org"), new(null, "bob@example.org")]);
        mail.Cc.ShouldBe([new("日本 太郎", "taro@example.jp")]);
        Encoding.ASCII.GetString(written).ShouldNotContain("hidden@");
        mail.ReplyTo.ShouldHaveSingleItem().Address.ShouldBe("support+c1.abc@example.org");
        mail.Subject.ShouldBe("Grüße " + new string('x', 200) + " und mehr");
        mail.Date.ShouldBe(Date);
        mail.MessageId.ShouldBe("m1@example.org");
        mail.InReplyTo.ShouldBe(["m0@example.org"]);
        mail.References.Count.ShouldBe(40);
        mail.TextBody.ShouldBe("Hallo,\n\nFrom here on.\n.\nEnde ");
        mail.HtmlBody.ShouldBe("<p>Hallö <img src=\"cid:logo@example.org\"></p>");
        mail.Attachments.Select(item => (item.Name, item.ContentType, item.ContentId, item.Size))
            .ShouldBe([("logo.png", "image/png", "logo@example.org", 3L), (file.Name, "application/pdf", null, 5000L)]);
        mail.Headers["Auto-Submitted"].ShouldBe("auto-replied");
    }

    [Fact]
    public void Lines_are_seven_bit_short_and_end_in_crlf()
    {
        var text = Encoding.Latin1.GetString(Write("Sübject " + new string('ü', 300), new string('y', 5000) + "ü\r\nz", "ü"));

        text.ShouldAllBe(c => c < 0x80);
        text.Replace("\r\n", "", StringComparison.Ordinal).ShouldNotContain("\n");
        text.Split("\r\n").ShouldAllBe(line => line.Length <= 78);
    }

    [Theory]
    [InlineData("hi\r\nBcc: victim@example.org")]
    [InlineData("hi\nBcc: victim@example.org")]
    [InlineData("hi\u2028Bcc: victim@example.org\u0000")]
    public void Line_break_in_a_value_adds_no_header(string evil)
    {
        var mail = MailReader.Read(MailWriter.Write(new OutgoingMail
        {
            From = new(evil, "a@example.org\r\nBcc: x@example.org"),
            Subject = evil,
            Date = Date,
            MessageId = "m\r\nBcc: y@example.org",
            ExtraHeaders = [new("X-A\r\nBcc", evil)],
            Attachments = [new(evil, "text/plain\r\nBcc: z@example.org", default)],
        }));

        mail.Bcc.ShouldBeEmpty();
        mail.Headers.Contains("Bcc").ShouldBeFalse();
    }

    [Fact]
    public void Any_subject_name_and_text_come_back()
    {
        Prop.ForAll<NonNull<string>, NonNull<string>, NonNull<string>>((subject, name, text) =>
        {
            var mail = MailReader.Read(Write(subject.Get, text.Get, name.Get));

            mail.Subject.ShouldBe(OneLine(subject.Get).Trim());
            (mail.From[0].Name ?? "").ShouldBe(string.Join(' ', OneLine(name.Get).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)));
            mail.TextBody.ShouldBe(Lines(text.Get));
            return true;
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(500));
    }

    [Fact]
    public async Task Streamed_attachment_is_written_like_one_in_memory()
    {
        var content = new byte[300_000];
        new Random(3).NextBytes(content);
        var streamed = Mail(new OutgoingAttachment("a.bin", "application/octet-stream", default) { OpenAsync = _ => Task.FromResult<Stream>(new Trickle(content)) });

        await using var spooled = await SpooledMail.WriteAsync(streamed, default);

        var mail = MailReader.Read(spooled.Open());
        mail.Attachments.ShouldHaveSingleItem().ToArray().ShouldBe(content);
        mail.Warnings.ShouldBeEmpty();
        Should.Throw<InvalidOperationException>(() => MailWriter.Write(streamed));
    }

    [Fact]
    public async Task Large_mail_is_kept_in_a_file_that_goes_with_it()
    {
        var content = new byte[4_000_000];
        new Random(4).NextBytes(content);
        Stream bytes;
        await using (var spooled = await SpooledMail.WriteAsync(Mail(new OutgoingAttachment("a.bin", "application/octet-stream", content)), default))
        {
            bytes = spooled.Open();
            bytes.ShouldBeOfType<FileStream>();
            spooled.Length.ShouldBe(bytes.Length);
            MailReader.Read(bytes).Attachments.ShouldHaveSingleItem().ToArray().ShouldBe(content);
            MailReader.Read(spooled.Open()).Attachments.Count.ShouldBe(1, "it is read once for each attempt");
        }

        bytes.CanRead.ShouldBeFalse();
        File.Exists(((FileStream)bytes).Name).ShouldBeFalse();
    }

    [Theory]
    [InlineData("jörg@example.org", true)]
    [InlineData("joerg@müller.example", false)]
    public void Foreign_letters_stay_before_the_at_and_become_ascii_behind_it(string address, bool utf8)
    {
        var mail = new OutgoingMail { From = new("A", "a@example.org"), To = [new("J", address)], Date = Date, MessageId = "m@example.org", TextBody = "x" };

        mail.NeedsUtf8.ShouldBe(utf8);
        MailReader.Read(MailWriter.Write(mail)).To.ShouldHaveSingleItem().Address.ShouldBe(address.Replace("müller", "xn--mller-kva", StringComparison.Ordinal));
    }

    private static OutgoingMail Mail(params OutgoingAttachment[] files) => new()
    {
        From = new("A", "a@example.org"), Date = Date, MessageId = "m@example.org", TextBody = "x", HtmlBody = "<p>x</p>", Attachments = files,
    };

    private static byte[] Write(string subject, string text, string name) => MailWriter.Write(new OutgoingMail
    {
        From = new(name, "a@example.org"), Subject = subject, TextBody = text, Date = Date, MessageId = "m@example.org",
    });

    private static string OneLine(string text) => Scalars(string.Concat(text.Select(c => char.IsControl(c) || c is '\u2028' or '\u2029' ? ' ' : c)));

    private static string Lines(string text) => Scalars(Inbox.Mail.Text.Lines.Normalise(text));

    /// <summary>A lone surrogate has no bytes; it becomes U+FFFD on the way.</summary>
    private static string Scalars(string text) => Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text)).TrimStart('\uFEFF');
}

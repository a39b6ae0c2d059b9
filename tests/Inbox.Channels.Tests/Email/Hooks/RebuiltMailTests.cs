using System.Text;
using System.Text.Json;
using Inbox.Channels.Email.Hooks;
using Inbox.Mail;

namespace Inbox.Channels.Tests.Email.Hooks;

/// <summary>What is put together from a provider's fields is read as the mail it was.</summary>
public sealed class RebuiltMailTests
{
    private static readonly byte[] Picture = [0xFF, 0xD8, 0, 1, 2];

    [Fact]
    public async Task Postmark_fields_keep_ids_people_bodies_and_files()
    {
        var mail = await PostmarkAsync(new
        {
            FromFull = new { Email = "nora@mail.example", Name = "Vale, \"Nora\"" },
            ToFull = new[] { new { Email = "support+tok@acme.example", Name = "Hilfe für alle" } },
            CcFull = new[] { new { Email = "paul@mail.example", Name = "" } },
            OriginalRecipient = "support+signed@acme.example",
            ReplyTo = "reply@mail.example",
            Subject = "Lüfter ☂",
            Date = "Mon, 2 Nov 2026 08:00:00 +0000",
            TextBody = "Er klappert.\nNora",
            HtmlBody = "<p>Er klappert. <img src=\"cid:pic@mail\"></p>",
            Headers = new[]
            {
                new { Name = "Message-ID", Value = "<a@mail.example>" }, new { Name = "References", Value = "<x@mail.example> <y@mail.example>" },
                new { Name = "In-Reply-To", Value = "<y@mail.example>" }, new { Name = "Content-Type", Value = "multipart/mixed; boundary=\"elsewhere\"" },
                new { Name = "X-Evil", Value = "a\r\nBcc: everybody@mail.example" }, new { Name = "No name:", Value = "x" },
            },
            Attachments = new[]
            {
                new { Name = "пример ü.jpg", ContentType = "image/jpeg", Content = Convert.ToBase64String(Picture), ContentID = "<pic@mail>" },
                new { Name = "big.bin", ContentType = "application/octet-stream", Content = Convert.ToBase64String(new byte[200_000]), ContentID = "" },
            },
        });

        mail.Warnings.ShouldBeEmpty();
        mail.From.ShouldBe([new Mailbox("Vale, \"Nora\"", "nora@mail.example")]);
        mail.To.ShouldBe([new Mailbox("Hilfe für alle", "support+tok@acme.example")]);
        mail.Cc.Single().Address.ShouldBe("paul@mail.example");
        mail.ReplyTo.Single().Address.ShouldBe("reply@mail.example");
        mail.Headers["Delivered-To"].ShouldBe("support+signed@acme.example");
        mail.Subject.ShouldBe("Lüfter ☂");
        mail.Date.ShouldBe(new DateTimeOffset(2026, 11, 2, 8, 0, 0, TimeSpan.Zero));
        mail.MessageId.ShouldBe("a@mail.example");
        mail.References.ShouldBe(["x@mail.example", "y@mail.example"]);
        mail.InReplyTo.ShouldBe(["y@mail.example"]);
        mail.TextBody!.Trim().ShouldBe("Er klappert.\nNora");
        mail.HtmlBody!.ShouldContain("cid:pic@mail");
        mail.Headers.Contains("Bcc").ShouldBeFalse();
        mail.Attachments.Select(a => (a.Name, a.Size, a.Inline, a.ContentId)).ShouldBe([("пример ü.jpg", 5L, true, "pic@mail"), ("big.bin", 200_000L, false, null)], ignoreOrder: true);
        mail.Attachments.Single(a => a.Inline).ToArray().ShouldBe(Picture);
    }

    [Fact]
    public async Task Raw_mail_of_Postmark_is_kept_to_the_byte()
    {
        const string Raw = "From: nora@mail.example\r\nSubject: Fan\r\n\r\nIt rattles\r\n";
        (await PostmarkBytesAsync(new { From = "x", RawEmail = Raw, OriginalRecipient = "support@acme.example" })).ShouldBe("Delivered-To: support@acme.example\r\n" + Raw);
    }

    [Theory]
    [InlineData("not json")]
    [InlineData("[]")]
    [InlineData("{\"RecordType\":\"Bounce\",\"From\":\"b@acme.example\",\"Email\":\"a@mail.example\"}")]
    [InlineData("{\"From\":\"a@mail.example\",\"Attachments\":[{\"Name\":\"x\",\"Content\":\"***\"}]}")]
    public async Task What_is_no_inbound_message_of_Postmark_is_refused_in_words(string body) =>
        (await Should.ThrowAsync<InvalidDataException>(() => PostmarkMail.WriteAsync(new MemoryStream(Encoding.UTF8.GetBytes(body)), new MemoryStream(), default))).Message.ShouldNotBeNullOrEmpty();

    [Fact]
    public async Task Same_fields_give_the_same_bytes()
    {
        var fields = new { From = "nora@mail.example", TextBody = "Hi", HtmlBody = "<p>Hi", Attachments = new[] { new { Name = "a", ContentType = "bad", Content = "AQID" } } };
        (await PostmarkBytesAsync(fields)).ShouldBe(await PostmarkBytesAsync(fields));
    }

    [Fact]
    public async Task SendGrid_fields_are_read_each_in_its_own_charset()
    {
        var form = new Form()
            .Add("headers", "Received: by mx.example\nMessage-ID: <a@mail.example>\nReferences: <x@mail.example>\n\t<y@mail.example>\nSubject: =?iso-8859-1?Q?L=FCfter?=\nFrom: Nora <nora@mail.example>\nTo: support@acme.example\nContent-Type: text/plain; charset=iso-8859-1\n")
            .Add("text", Encoding.Latin1.GetBytes("Er klappert für uns"))
            .Add("html", "<p>Ж <img src=\"cid:pic@mail\"></p>")
            .Add("envelope", "{\"to\":[\"support+signed@acme.example\"],\"from\":\"bounce@mail.example\"}")
            .Add("charsets", "{\"text\":\"iso-8859-1\",\"html\":\"UTF-8\",\"subject\":\"UTF-8\"}")
            .Add("attachment-info", "{\"attachment1\":{\"filename\":\"päck.jpg\",\"type\":\"image/jpeg\",\"content-id\":\"pic@mail\"}}")
            .Add("attachment1", Picture, "x.jpg", "image/jpeg");

        var mail = Read(await form.WriteAsync(SendGridMail.WriteAsync));

        mail.TextBody!.Trim().ShouldBe("Er klappert für uns");
        mail.HtmlBody!.ShouldContain("Ж");
        mail.Subject.ShouldBe("Lüfter");
        mail.References.ShouldBe(["x@mail.example", "y@mail.example"]);
        mail.ReturnPath.ShouldBe("bounce@mail.example");
        mail.Headers["Delivered-To"].ShouldBe("support+signed@acme.example");
        var picture = mail.Attachments.Single();
        (picture.Name, picture.Inline, picture.ContentId).ShouldBe(("päck.jpg", true, "pic@mail"));
        picture.ToArray().ShouldBe(Picture);
    }

    [Fact]
    public async Task Mailgun_fields_keep_headers_and_inline_pictures()
    {
        var form = new Form()
            .Add("sender", "bounce@mail.example").Add("recipient", "support+signed@acme.example").Add("from", "Nora <nora@mail.example>").Add("subject", "Fan")
            .Add("body-plain", "It rattles").Add("body-html", "<img src=\"cid:pic@mail\">")
            .Add("message-headers", "[[\"Message-Id\",\"<a@mail.example>\"],[\"From\",\"Nora <nora@mail.example>\"],[\"To\",\"support@acme.example\"],[\"Subject\",\"Lüfter\"],[\"In-Reply-To\",\"<y@mail.example>\"],[\"Mime-Version\",\"1.0\"]]")
            .Add("content-id-map", "{\"<pic@mail>\":\"attachment-1\"}")
            .Add("attachment-1", Picture, "pic.jpg", "image/jpeg").Add("attachment-2", Picture, "more.jpg", "image/jpeg");

        var mail = Read(await form.WriteAsync(MailgunMail.WriteAsync));

        (mail.MessageId, mail.Subject, mail.From.Single().Address).ShouldBe(("a@mail.example", "Lüfter", "nora@mail.example"));
        mail.InReplyTo.ShouldBe(["y@mail.example"]);
        mail.Attachments.Select(a => (a.Name, a.ContentId)).ShouldBe([("pic.jpg", "pic@mail"), ("more.jpg", null)], ignoreOrder: true);
    }

    [Theory]
    [InlineData("email")]
    [InlineData("body-mime")]
    public async Task Raw_field_is_kept_to_the_byte(string field)
    {
        var raw = new byte[120_000];
        new Random(5).NextBytes(raw);
        var form = new Form().Add("sender", "b@mail.example").Add(field, raw).Add("envelope", "{\"from\":\"b@mail.example\",\"to\":[]}");

        var written = await form.WriteAsync(field == "email" ? SendGridMail.WriteAsync : MailgunMail.WriteAsync);

        written.ShouldBe([.. "Return-Path: <b@mail.example>\r\n"u8, .. raw]);
    }

    [Fact]
    public async Task Form_without_a_mail_is_refused_in_words()
    {
        await Should.ThrowAsync<InvalidDataException>(() => new Form().Add("event", "opened").WriteAsync(MailgunMail.WriteAsync));
        await Should.ThrowAsync<InvalidDataException>(() => new Form().Add("event", "opened").WriteAsync(SendGridMail.WriteAsync));
        await Should.ThrowAsync<InvalidDataException>(() => HookForm.ReadAsync(new MemoryStream(), "text/plain", default));
        await Should.ThrowAsync<InvalidDataException>(() => HookForm.ReadAsync(new MemoryStream(), null, default));
    }

    private static MailMessage Read(byte[] mail) => MailReader.Read(mail);

    private static async Task<MailMessage> PostmarkAsync(object fields) => Read(Encoding.UTF8.GetBytes(await PostmarkBytesAsync(fields)));

    private static async Task<string> PostmarkBytesAsync(object fields)
    {
        using var into = new MemoryStream();
        await PostmarkMail.WriteAsync(new MemoryStream(JsonSerializer.SerializeToUtf8Bytes(fields)), into, default);
        return Encoding.UTF8.GetString(into.ToArray());
    }

    /// <summary>A multipart form as a provider sends it.</summary>
    private sealed class Form
    {
        private readonly MemoryStream _body = new();

        public Form Add(string name, string value) => Add(name, Encoding.UTF8.GetBytes(value));

        public Form Add(string name, byte[] value, string? file = null, string? type = null)
        {
            _body.Write(Encoding.UTF8.GetBytes($"--xyz\r\nContent-Disposition: form-data; name=\"{name}\"{(file is null ? "" : $"; filename=\"{file}\"")}\r\n{(type is null ? "" : $"Content-Type: {type}\r\n")}\r\n"));
            _body.Write(value);
            _body.Write("\r\n"u8);
            return this;
        }

        public async Task<byte[]> WriteAsync(Func<HookForm, Stream, CancellationToken, Task> writeAsync)
        {
            _body.Write("--xyz--\r\n"u8);
            _body.Position = 0;
            using var into = new MemoryStream();
            await writeAsync(await HookForm.ReadAsync(_body, "multipart/form-data; boundary=xyz", default), into, default);
            return into.ToArray();
        }
    }
}

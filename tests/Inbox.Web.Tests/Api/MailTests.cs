using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Inbox.Core.Access;
using Inbox.Testing;

namespace Inbox.Web.Tests.Api;

public sealed class MailTests(ApiApp app) : IClassFixture<ApiApp>
{
    [Fact]
    public async Task Mail_is_filed_as_a_case_with_its_text_html_and_attachment()
    {
        var filed = await app.DeliverAsync(WithAttachment("ana@mail.example"));

        filed.Text("state").ShouldBe("filed");
        filed.Text("channel").ShouldBe("support");
        filed.GetProperty("error").ValueKind.ShouldBe(JsonValueKind.Null);
        var messages = await app.Admin.GetFromJsonAsync<JsonElement>($"/api/v1/cases/{filed.Text("case")}/messages");
        var message = messages.GetProperty("items").EnumerateArray().Single();
        message.GetProperty("id").GetInt64().ShouldBe(filed.GetProperty("message").GetInt64());
        message.Text("direction").ShouldBe("inbound");
        message.Text("automatic").ShouldBe("none");
        message.Text("channel").ShouldBe("support");
        message.GetProperty("from").Text("name").ShouldBe("Ana");
        message.GetProperty("from").Text("handle").ShouldBe("ana@mail.example");
        message.GetProperty("to").EnumerateArray().Single().Text("handle").ShouldBe("support@acme.example");
        message.Text("subject").ShouldBe("A picture");
        message.Text("inReplyTo").ShouldBe("earlier@mail.example");
        message.GetProperty("references").EnumerateArray().Single().GetString().ShouldBe("earlier@mail.example");
        var attachment = message.GetProperty("attachments").EnumerateArray().Single();
        attachment.Text("name").ShouldBe("dot.png");
        attachment.GetProperty("inline").GetBoolean().ShouldBeTrue();
        message.Text("html")!.ShouldContain($"src=\"/api/v1/attachments/{attachment.GetProperty("id")}\"");
        message.Text("html")!.ShouldNotContain("<script");

        var bytes = await app.Admin.GetAsync($"/api/v1/attachments/{attachment.GetProperty("id")}");
        bytes.Content.Headers.ContentType!.MediaType.ShouldBe("image/png");
        (await bytes.Content.ReadAsByteArrayAsync()).ShouldBe(new byte[] { 1, 2, 3 });
    }

    [Fact]
    public async Task Mail_that_comes_twice_is_the_same_delivery()
    {
        var mail = Encoding.UTF8.GetBytes(Mails.Of());
        var first = await (await ApiApp.PostMailAsync(app.Admin, mail)).JsonAsync(HttpStatusCode.Accepted);
        var second = await (await ApiApp.PostMailAsync(app.Admin, mail)).JsonAsync(HttpStatusCode.Accepted);

        first.GetProperty("duplicate").GetBoolean().ShouldBeFalse();
        second.GetProperty("duplicate").GetBoolean().ShouldBeTrue();
        second.GetProperty("delivery").GetInt64().ShouldBe(first.GetProperty("delivery").GetInt64());
    }

    [Fact]
    public async Task Mail_without_a_content_type_is_accepted()
    {
        using var content = new ByteArrayContent(Encoding.UTF8.GetBytes(Mails.Of()));
        (await app.Admin.PostAsync("/api/v1/channels/SUPPORT/mail", content)).StatusCode.ShouldBe(HttpStatusCode.Accepted);
    }

    [Fact]
    public async Task Mail_of_many_megabytes_is_stored_whole()
    {
        var text = string.Concat(Enumerable.Repeat("A long line of a long letter that goes on and on.\r\n", 60_000));

        var filed = await app.DeliverAsync(Mails.Of(text: text));

        filed.GetProperty("size").GetInt64().ShouldBeGreaterThan(3_000_000);
        filed.Text("state").ShouldBe("filed");
    }

    [Fact]
    public async Task Empty_body_is_refused() =>
        await (await ApiApp.PostMailAsync(app.Admin, [])).ShouldBeProblemAsync(HttpStatusCode.BadRequest);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Mail_of_41_megabytes_is_refused_whether_or_not_it_says_its_length(bool length)
    {
        using HttpContent content = length ? new ByteArrayContent(new byte[41 * 1024 * 1024]) : new StreamContent(new Unmeasured(41 * 1024 * 1024));
        await (await app.Admin.PostAsync("/api/v1/channels/support/mail", content)).ShouldBeProblemAsync(HttpStatusCode.RequestEntityTooLarge);
    }

    [Fact]
    public async Task Garbage_is_accepted_and_parked_with_a_reason()
    {
        var garbage = new byte[5000];
        new Random(7).NextBytes(garbage);
        var accepted = await (await ApiApp.PostMailAsync(app.Admin, garbage)).JsonAsync(HttpStatusCode.Accepted);

        var parked = await app.DecidedAsync(accepted.GetProperty("delivery").GetInt64());

        parked.Text("state").ShouldBe("parked");
        parked.Text("error").ShouldNotBeNullOrEmpty();
        parked.GetProperty("case").ValueKind.ShouldBe(JsonValueKind.Null);
    }

    [Fact]
    public async Task Mail_without_a_sender_is_parked() =>
        (await app.DeliverAsync("To: support@acme.example\r\nSubject: Who am I\r\n\r\nHello\r\n")).Text("state").ShouldBe("parked");

    [Theory]
    [InlineData("From: a1@mail.example\r\nMessage-ID: <no-date@mail.example>\r\nSubject: No date\r\n\r\nHello\r\n")]
    [InlineData("From: a2@mail.example\r\nDate: Mon, 2 Nov 2026 08:59:00 +0000\r\nSubject: No id\r\n\r\nHello\r\n")]
    [InlineData("From: a3@mail.example\r\nSubject: Unknown charset\r\nContent-Type: text/plain; charset=x-martian\r\n\r\nHello\r\n")]
    public async Task Mail_that_lacks_something_is_filed_all_the_same(string mail)
    {
        var number = await app.CaseByMailAsync(mail);

        var messages = await app.Admin.GetFromJsonAsync<JsonElement>($"/api/v1/cases/{number}/messages");
        messages.GetProperty("items").EnumerateArray().Single().Text("text")!.Trim().ShouldBe("Hello");
    }

    [Theory]
    [InlineData("nowhere", HttpStatusCode.NotFound)]
    [InlineData("calls", HttpStatusCode.UnprocessableEntity)]
    [InlineData("old", HttpStatusCode.Conflict)]
    public async Task Wrong_channel_is_refused(string channel, HttpStatusCode status) =>
        await (await ApiApp.PostMailAsync(app.Admin, Encoding.UTF8.GetBytes(Mails.Of()), channel)).ShouldBeProblemAsync(status);

    [Theory]
    [InlineData(null)]
    [InlineData("inbox_bad")]
    public async Task Missing_or_bad_token_is_refused(string? token) =>
        await (await ApiApp.PostMailAsync(app.ApiClient(token), Encoding.UTF8.GetBytes(Mails.Of()))).ShouldBeProblemAsync(HttpStatusCode.Unauthorized);

    [Fact]
    public async Task Token_posts_only_to_channels_of_its_department()
    {
        var repair = await app.ApiClientAsync(Role.Agent, app.Repair.Id);
        var mail = Encoding.UTF8.GetBytes(Mails.Of());

        await (await ApiApp.PostMailAsync(repair, mail)).ShouldBeProblemAsync(HttpStatusCode.Forbidden);
        var own = await (await ApiApp.PostMailAsync(repair, mail, "workshop")).JsonAsync(HttpStatusCode.Accepted);
        var others = await (await ApiApp.PostMailAsync(app.Admin, mail)).JsonAsync(HttpStatusCode.Accepted);

        (await repair.GetAsync($"/api/v1/deliveries/{own.GetProperty("delivery")}")).StatusCode.ShouldBe(HttpStatusCode.OK);
        await (await repair.GetAsync($"/api/v1/deliveries/{others.GetProperty("delivery")}")).ShouldBeProblemAsync(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Marketing_hands_in_no_mail() =>
        await (await ApiApp.PostMailAsync(await app.ApiClientAsync(Role.Marketing), Encoding.UTF8.GetBytes(Mails.Of()))).ShouldBeProblemAsync(HttpStatusCode.Forbidden);

    private static string WithAttachment(string from) =>
        $"From: Ana <{from}>\r\nTo: support@acme.example\r\nSubject: A picture\r\nMessage-ID: <{Guid.NewGuid():N}@mail.example>\r\nIn-Reply-To: <earlier@mail.example>\r\n"
        + "References: <earlier@mail.example>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=b\r\n\r\n"
        + "--b\r\nContent-Type: text/html; charset=utf-8\r\n\r\n<p>Look: <img src=\"cid:dot@mail\"></p><script>alert(1)</script>\r\n"
        + "--b\r\nContent-Type: image/png; name=dot.png\r\nContent-ID: <dot@mail>\r\nContent-Disposition: inline; filename=dot.png\r\nContent-Transfer-Encoding: base64\r\n\r\nAQID\r\n--b--\r\n";

    /// <summary>Zeroes of an unknown number.</summary>
    private sealed class Unmeasured(long left) : Stream
    {
        private long _left = left;

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override int Read(byte[] buffer, int offset, int count)
        {
            var read = (int)Math.Min(_left, count);
            buffer.AsSpan(offset, read).Clear();
            _left -= read;
            return read;
        }

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}

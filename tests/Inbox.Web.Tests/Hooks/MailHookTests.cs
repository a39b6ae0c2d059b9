using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Inbox.Core.Channels;
using Inbox.Testing;
using Inbox.Web.Tests.Api;
using Microsoft.Extensions.DependencyInjection;

namespace Inbox.Web.Tests.Hooks;

/// <summary>Each provider as it calls us, with signatures made here.</summary>
public sealed class MailHookTests(ApiApp app) : IClassFixture<ApiApp>, IAsyncLifetime
{
    private const string MailgunKey = "key-for-tests";
    private static readonly ECDsa SendGrid = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private string _door = "";

    public async Task InitializeAsync() => _door = await OpenAsync(new
    {
        hookUser = "inbox", hookPassword = "pass:word", mailgunSecret = MailgunKey, sendGridKey = Convert.ToBase64String(SendGrid.ExportSubjectPublicKeyInfo()),
    });

    public Task DisposeAsync() => Task.CompletedTask;

    [Fact]
    public async Task Postmark_hands_a_mail_in_once()
    {
        var body = JsonSerializer.Serialize(new { FromFull = new { Email = "nora@mail.example", Name = "Nora" }, Subject = "By Postmark", TextBody = "It rattles", Headers = new[] { new { Name = "Message-ID", Value = $"<{Guid.NewGuid():N}@mail.example>" } } });

        var first = await (await PostmarkAsync(body)).JsonAsync();
        var second = await (await PostmarkAsync(body)).JsonAsync();

        first.GetProperty("duplicate").GetBoolean().ShouldBeFalse();
        second.GetProperty("duplicate").GetBoolean().ShouldBeTrue();
        var filed = await app.DecidedAsync(first.GetProperty("delivery").GetInt64());
        filed.Text("state").ShouldBe("filed");
        filed.Text("channel").ShouldBe(_door);
    }

    [Theory]
    [InlineData("inbox:wrong", HttpStatusCode.Unauthorized)]
    [InlineData("", HttpStatusCode.Unauthorized)]
    [InlineData(null, HttpStatusCode.Unauthorized)]
    public async Task Postmark_without_the_right_password_is_refused(string? login, HttpStatusCode status)
    {
        var refused = await PostmarkAsync("{}", login);

        await refused.ShouldBeProblemAsync(status);
        refused.Headers.WwwAuthenticate.ToString().ShouldBe("Basic realm=\"Inbox\"");
    }

    [Fact]
    public async Task Body_that_is_no_mail_is_refused_in_words() =>
        (await (await PostmarkAsync("{\"RecordType\":\"Open\"}")).ShouldBeProblemAsync(HttpStatusCode.BadRequest)).Text("detail")!.ShouldContain("no inbound message of Postmark");

    [Fact]
    public async Task Mailgun_hands_a_raw_mail_in_and_its_signed_address_counts()
    {
        var stored = await (await MailgunAsync(Mailgun(Mails.Of(subject: "By Mailgun")))).JsonAsync();

        (await app.DecidedAsync(stored.GetProperty("delivery").GetInt64())).Text("state").ShouldBe("filed");
    }

    [Fact]
    public async Task Mailgun_that_tries_again_is_told_that_we_have_it()
    {
        var fields = Mailgun(Mails.Of());
        await (await MailgunAsync(fields)).JsonAsync();

        (await (await MailgunAsync(fields)).JsonAsync()).GetProperty("duplicate").GetBoolean().ShouldBeTrue();
    }

    [Fact]
    public async Task Signature_of_Mailgun_is_good_for_one_message_only()
    {
        var fields = Mailgun(Mails.Of());
        await (await MailgunAsync(fields)).JsonAsync();
        fields["body-mime"] = Mails.Of(subject: "Another under the same signature");

        await (await MailgunAsync(fields)).ShouldBeProblemAsync(HttpStatusCode.Forbidden);
    }

    [Theory]
    [InlineData("signature", "0000", HttpStatusCode.Unauthorized)]
    [InlineData("token", "other", HttpStatusCode.Unauthorized)]
    [InlineData("timestamp", "soon", HttpStatusCode.Unauthorized)]
    [InlineData("timestamp", null, HttpStatusCode.Unauthorized)]
    public async Task Mailgun_without_a_good_signature_is_refused(string field, string? value, HttpStatusCode status)
    {
        var fields = Mailgun(Mails.Of());
        fields.Remove(field);
        if (value is not null)
        {
            fields[field] = value;
        }

        await (await MailgunAsync(fields)).ShouldBeProblemAsync(status);
    }

    [Theory]
    [InlineData(-25)]
    [InlineData(1)]
    public async Task Signature_of_another_day_is_refused(int hours) =>
        await (await MailgunAsync(Mailgun(Mails.Of(), hours))).ShouldBeProblemAsync(HttpStatusCode.Forbidden);

    [Fact]
    public async Task SendGrid_signs_what_it_sends()
    {
        var (body, type) = Form(new() { ["email"] = Mails.Of(subject: "By SendGrid"), ["envelope"] = "{\"from\":\"nora@mail.example\",\"to\":[\"support@acme.example\"]}" });

        var stored = await (await SendGridAsync(body, type, sign: true)).JsonAsync();

        (await app.DecidedAsync(stored.GetProperty("delivery").GetInt64())).Text("state").ShouldBe("filed");
    }

    [Fact]
    public async Task Body_of_SendGrid_that_was_changed_on_its_way_is_refused()
    {
        var (body, type) = Form(new() { ["email"] = Mails.Of() });
        using var request = SendGridRequest(body, type);
        body[^30] ^= 1;

        await (await app.Visitor().SendAsync(request)).ShouldBeProblemAsync(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task SendGrid_may_use_the_password_instead()
    {
        var (body, type) = Form(new() { ["headers"] = "From: nora@mail.example\nSubject: Fan\n", ["text"] = "It rattles" });

        await (await SendGridAsync(body, type, sign: false)).JsonAsync();
    }

    [Fact]
    public async Task Mail_of_many_megabytes_is_stored_whole()
    {
        var text = string.Concat(Enumerable.Repeat("A long line of a long letter that goes on and on.\r\n", 60_000));

        var stored = await (await MailgunAsync(Mailgun(Mails.Of(text: text)))).JsonAsync();

        var filed = await app.DecidedAsync(stored.GetProperty("delivery").GetInt64());
        filed.Text("state").ShouldBe("filed");
        filed.GetProperty("size").GetInt64().ShouldBeGreaterThan(3_000_000);
    }

    [Fact]
    public async Task Request_of_41_megabytes_is_refused() =>
        await (await PostmarkAsync(new string('x', 41 * 1024 * 1024))).ShouldBeProblemAsync(HttpStatusCode.RequestEntityTooLarge);

    [Theory]
    [InlineData("nowhere/postmark", HttpStatusCode.NotFound)]
    [InlineData("calls/postmark", HttpStatusCode.NotFound)]
    [InlineData("support/carrier-pigeon", HttpStatusCode.NotFound)]
    [InlineData("support/0", HttpStatusCode.NotFound)]
    [InlineData("support/postmark", HttpStatusCode.Unauthorized)]
    [InlineData("support/mailgun", HttpStatusCode.Unauthorized)]
    [InlineData("support/sendgrid", HttpStatusCode.Unauthorized)]
    public async Task Address_that_takes_no_mail_says_why(string address, HttpStatusCode status)
    {
        using var content = new StringContent("{}", Encoding.UTF8, "application/json");
        (await (await app.Visitor().PostAsync(new Uri($"/hooks/mail/{address}", UriKind.Relative), content)).ShouldBeProblemAsync(status)).Text("detail").ShouldNotBeNullOrEmpty();
    }

    [Fact]
    public async Task Closed_door_keeps_the_mail_at_the_provider()
    {
        var key = await OpenAsync(new { hookUser = "inbox", hookPassword = "pass:word" }, enabled: false);

        await (await PostmarkAsync("{}", door: key)).ShouldBeProblemAsync(HttpStatusCode.ServiceUnavailable);
    }

    private async Task<string> OpenAsync(object settings, bool enabled = true)
    {
        var key = $"hook{Guid.NewGuid():N}"[..20];
        await app.InsertAsync(new Channel
        {
            Key = key, Name = "Hooked", Kind = "email", DepartmentId = app.Support.Id, Address = $"{key}@acme.example", Enabled = enabled,
            Settings = app.Services.GetRequiredService<ChannelSecrets>().Protect(JsonSerializer.Serialize(settings), stored: null),
        });
        return key;
    }

    private async Task<HttpResponseMessage> PostmarkAsync(string body, string? login = "inbox:pass:word", string? door = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/hooks/mail/{door ?? _door}/postmark") { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        request.Headers.Authorization = login is null ? null : new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes(login)));
        return await app.Visitor().SendAsync(request);
    }

    private static Dictionary<string, string> Mailgun(string mail, int hours = 0)
    {
        var timestamp = DateTimeOffset.UtcNow.AddHours(hours).ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        var token = Guid.NewGuid().ToString("N");
        using var hmac = new HMACSHA256(Encoding.ASCII.GetBytes(MailgunKey));
        return new(StringComparer.Ordinal)
        {
            ["sender"] = "nora@mail.example", ["recipient"] = "support@acme.example", ["body-mime"] = mail,
            ["timestamp"] = timestamp, ["token"] = token, ["signature"] = Convert.ToHexStringLower(hmac.ComputeHash(Encoding.ASCII.GetBytes(timestamp + token))),
        };
    }

    private async Task<HttpResponseMessage> MailgunAsync(Dictionary<string, string> fields)
    {
        var (body, type) = Form(fields);
        using var content = new ByteArrayContent(body);
        content.Headers.ContentType = MediaTypeHeaderValue.Parse(type);
        return await app.Visitor().PostAsync(new Uri($"/hooks/mail/{_door}/mailgun/mime", UriKind.Relative), content);
    }

    private async Task<HttpResponseMessage> SendGridAsync(byte[] body, string type, bool sign)
    {
        using var request = SendGridRequest(body, type);
        if (!sign)
        {
            request.Headers.Remove("X-Twilio-Email-Event-Webhook-Signature");
            request.Headers.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String("inbox:pass:word"u8));
        }

        return await app.Visitor().SendAsync(request);
    }

    private HttpRequestMessage SendGridRequest(byte[] body, string type)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, $"/hooks/mail/{_door}/sendgrid") { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = MediaTypeHeaderValue.Parse(type);
        var timestamp = DateTimeOffset.UtcNow.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        var signed = SendGrid.SignData([.. Encoding.ASCII.GetBytes(timestamp), .. body], HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence);
        request.Headers.Add("X-Twilio-Email-Event-Webhook-Timestamp", timestamp);
        request.Headers.Add("X-Twilio-Email-Event-Webhook-Signature", Convert.ToBase64String(signed));
        return request;
    }

    private static (byte[] Body, string Type) Form(Dictionary<string, string> fields)
    {
        using var body = new MemoryStream();
        foreach (var (name, value) in fields)
        {
            body.Write(Encoding.UTF8.GetBytes($"--xyz\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n"));
        }

        body.Write("--xyz--\r\n"u8);
        return (body.ToArray(), "multipart/form-data; boundary=xyz");
    }
}

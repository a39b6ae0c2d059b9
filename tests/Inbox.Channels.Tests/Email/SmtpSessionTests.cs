using System.Text;
using Inbox.Mail.Smtp;
using Inbox.Testing.Mail;

namespace Inbox.Channels.Tests.Email;

/// <summary>What the SMTP client says and hears, against a server that says what a test needs.</summary>
public sealed class SmtpSessionTests
{
    private static readonly SmtpEnvelope Envelope = new() { From = "support@acme.example", Recipients = ["nora@mail.example"] };

    [Fact]
    public async Task Login_with_a_token_is_xoauth2()
    {
        await using var server = ScriptedSmtp.Start(["AUTH PLAIN XOAUTH2"]);

        await SendAsync(server, o => o with { User = "support@acme.example", AccessToken = "ya29.token" });

        var login = server.Commands.Single(c => c.StartsWith("AUTH", StringComparison.Ordinal));
        Encoding.ASCII.GetString(Convert.FromBase64String(login["AUTH XOAUTH2 ".Length..])).ShouldBe("user=support@acme.example\u0001auth=Bearer ya29.token\u0001\u0001");
    }

    [Fact]
    public async Task Token_that_is_refused_ends_the_exchange_and_tells_the_reason()
    {
        await using var server = ScriptedSmtp.Start(["AUTH XOAUTH2"], line => line switch
        {
            _ when line.StartsWith("AUTH", StringComparison.Ordinal) => "334 eyJzdGF0dXMiOiI0MDEifQ==",
            "" => "535 5.7.8 token expired",
            _ => null,
        });

        var e = await Should.ThrowAsync<SmtpException>(() => SendAsync(server, o => o with { User = "u", AccessToken = "t" }));

        (e.Failure, e.IsPermanent).ShouldBe((SmtpFailure.Login, false));
        e.Message.ShouldContain("token expired");
    }

    [Fact]
    public async Task Server_that_offers_login_alone_is_logged_in_to()
    {
        await using var server = ScriptedSmtp.Start(["AUTH=LOGIN"], line => line == "AUTH LOGIN" ? "334 VXNlcm5hbWU6" : line == Base64("u") ? "334 UGFzc3dvcmQ6" : line == Base64("secret") ? "235 in" : null);

        await SendAsync(server, o => o with { User = "u", Password = "secret" });

        server.Commands.ShouldContain(Base64("secret"));
        server.Mails.Count.ShouldBe(1);
    }

    [Theory]
    [InlineData(new string[0], "no login")]
    [InlineData(new[] { "AUTH GSSAPI NTLM" }, "GSSAPI, NTLM")]
    public async Task Login_that_is_not_offered_is_told_in_words(string[] offers, string words)
    {
        await using var server = ScriptedSmtp.Start(offers);

        (await Should.ThrowAsync<SmtpException>(() => SendAsync(server, o => o with { User = "u", Password = "p" }))).Message.ShouldContain(words);
    }

    [Fact]
    public async Task Nothing_is_sent_in_the_clear_to_a_server_without_starttls()
    {
        await using var server = ScriptedSmtp.Start(["AUTH PLAIN"]);

        var e = await Should.ThrowAsync<SmtpException>(() => SendAsync(server, o => o with { Security = SmtpSecurity.StartTls, User = "u", Password = "p" }));

        e.Failure.ShouldBe(SmtpFailure.Tls);
        server.Commands.ShouldAllBe(c => c.StartsWith("EHLO", StringComparison.Ordinal) || c == "QUIT");
    }

    [Fact]
    public async Task Server_of_the_old_kind_is_greeted_with_helo()
    {
        await using var server = ScriptedSmtp.Start(answer: line => line.StartsWith("EHLO", StringComparison.Ordinal) ? "502 5.5.1 what?" : null);

        (await SendAsync(server)).Sent.ShouldBeTrue();

        server.Commands.ShouldContain("MAIL FROM:<support@acme.example>");
    }

    [Fact]
    public async Task Mail_that_is_too_large_is_not_sent_at_all()
    {
        await using var server = ScriptedSmtp.Start(["SIZE 1000"]);

        var e = await Should.ThrowAsync<SmtpException>(() => SendAsync(server, envelope: Envelope with { Size = 5 * 1024 * 1024 }));

        (e.Failure, e.IsPermanent).ShouldBe((SmtpFailure.TooLarge, true));
        e.Message.ShouldContain("5.0 MB");
        server.Commands.ShouldNotContain(c => c.StartsWith("MAIL", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("552 5.3.4 Message size exceeds limit", SmtpFailure.TooLarge, true)]
    [InlineData("552 5.2.2 Mailbox full", SmtpFailure.Refused, true)]
    [InlineData("554 5.7.1 Spam", SmtpFailure.Refused, true)]
    [InlineData("451 4.3.0 Try later", SmtpFailure.Refused, false)]
    public async Task Refusal_of_the_data_is_permanent_or_not_by_its_code(string answer, SmtpFailure failure, bool permanent)
    {
        await using var server = ScriptedSmtp.Start(answer: line => line == "." ? answer : null);

        var e = await Should.ThrowAsync<SmtpException>(() => SendAsync(server));

        (e.Failure, e.IsPermanent).ShouldBe((failure, permanent));
        e.Message.ShouldContain(answer[10..]);
    }

    [Fact]
    public async Task Each_recipient_has_an_answer_of_its_own()
    {
        await using var server = ScriptedSmtp.Start(answer: line => line.Contains("bad@", StringComparison.Ordinal) ? "550-5.1.1 No such\r\n550 5.1.1 person" : null);

        var outcome = await SendAsync(server, envelope: Envelope with { Recipients = ["good@mail.example", "bad@mail.example"] });

        outcome.Sent.ShouldBeTrue();
        outcome.Recipients.Select(r => (r.Address, r.Accepted)).ShouldBe([("good@mail.example", true), ("bad@mail.example", false)]);
        var refused = outcome.Recipients[1].Reply;
        (refused.Code, refused.EnhancedCode, refused.Text).ShouldBe((550, "5.1.1", "550 5.1.1 No such person"));
    }

    [Fact]
    public async Task Sender_that_is_refused_is_tried_once_more_with_the_bare_address()
    {
        await using var server = ScriptedSmtp.Start(answer: line => line.Contains("support+", StringComparison.Ordinal) ? "553 5.7.1 not your address" : null);

        (await SendAsync(server, envelope: Envelope with { From = "support+c1.m2@acme.example", SecondFrom = "support@acme.example" })).Sent.ShouldBeTrue();

        server.Commands.Count(c => c.StartsWith("MAIL", StringComparison.Ordinal)).ShouldBe(2);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Address_with_foreign_letters_needs_a_server_that_takes_it(bool offered)
    {
        await using var server = ScriptedSmtp.Start(offered ? ["8BITMIME", "SMTPUTF8"] : ["8BITMIME"]);
        var envelope = Envelope with { Recipients = ["jörg@müller.example"] };

        if (!offered)
        {
            (await Should.ThrowAsync<SmtpException>(() => SendAsync(server, envelope: envelope))).Failure.ShouldBe(SmtpFailure.NoUtf8);
            return;
        }

        await SendAsync(server, envelope: envelope);
        server.Commands.ShouldContain("MAIL FROM:<support@acme.example> BODY=8BITMIME SMTPUTF8");
        Encoding.UTF8.GetString(Encoding.Latin1.GetBytes(string.Join('\n', server.Commands))).ShouldContain("RCPT TO:<jörg@xn--mller-kva.example>");
    }

    [Fact]
    public async Task Nobody_adds_a_command_by_an_address()
    {
        await using var server = ScriptedSmtp.Start();

        await SendAsync(server, envelope: Envelope with { Recipients = ["nora@mail.example>\r\nRCPT TO:<spy@mail.example"] });

        server.Commands.Count(c => c.StartsWith("RCPT", StringComparison.Ordinal)).ShouldBe(1);
    }

    [Fact]
    public async Task Silent_server_is_left_after_the_time_it_has()
    {
        await using var server = ScriptedSmtp.Start(answer: line => line.StartsWith("MAIL", StringComparison.Ordinal) ? "" : null);

        var e = await Should.ThrowAsync<SmtpException>(() => SendAsync(server, o => o with { AnswerTime = TimeSpan.FromMilliseconds(300) }));

        (e.Failure, e.IsPermanent).ShouldBe((SmtpFailure.Silence, false));
    }

    [Theory]
    [InlineData("HTTP/1.1 400 Bad Request")]
    [InlineData("* OK IMAP ready")]
    [InlineData("220")]
    public async Task What_is_no_smtp_server_is_named_so(string greeting)
    {
        await using var server = ScriptedSmtp.Start(answer: line => line == "greeting" ? greeting : null);

        if (greeting == "220")
        {
            (await SendAsync(server)).Sent.ShouldBeTrue();
            return;
        }

        (await Should.ThrowAsync<SmtpException>(() => SendAsync(server))).Failure.ShouldBe(SmtpFailure.Protocol);
    }

    private static async Task<SmtpOutcome> SendAsync(ScriptedSmtp server, Func<SmtpOptions, SmtpOptions>? with = null, SmtpEnvelope? envelope = null)
    {
        var options = new SmtpOptions { Host = "localhost", Port = server.Port, Security = SmtpSecurity.None };
        await using var session = await SmtpSession.OpenAsync(with?.Invoke(options) ?? options, default);
        return await session.SendAsync(envelope ?? Envelope, new MemoryStream("Subject: hi\r\n\r\n.dot\r\n"u8.ToArray()), default);
    }

    private static string Base64(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));
}

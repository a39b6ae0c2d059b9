using System.Text;
using Inbox.Core.Cases;
using Inbox.Core.Channels;
using Inbox.Core.Delivery;
using Inbox.Core.Sla;
using Inbox.Mail;
using Inbox.Mail.Smtp;
using Inbox.Mail.Writing;
using Inbox.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Inbox.Channels.Tests.Email;

/// <summary>Mails that go out, come back and go out again, all of it through a real Postfix.</summary>
public sealed class RoundTripTests(PostTests.Post post) : PostTests(post)
{
    [Fact]
    public async Task Reply_to_the_signed_address_joins_and_the_next_answer_threads_in_the_customers_mailbox()
    {
        await UseAsync(plusAddressing: true);
        var (box, id) = await WriteInAsync();
        var answer = await Company.AnswerAsync(id, text: "Which model is it?");
        await SendAsync();
        var first = MailReader.Read((await Server.WaitForMailAsync(box, 1, default))[0]);

        // The customer's program keeps neither references nor the subject, only the address to reply to.
        await HandInAsync(box, first.ReplyTo[0].Address, Mails.Of(from: $"N. <{box}>", to: first.ReplyTo[0].Address, subject: "model", id: $"reply.{id}@customers.example", text: "The blue one."));
        var arrived = await ReceivedAsync(mail => mail.MessageId == $"reply.{id}@customers.example");
        arrived.CaseId.ShouldBe(id);
        await Company.AnswerAsync(id, text: "Thank you.");
        Company.Clock.Advance(TimeSpan.FromSeconds(11));

        var second = MailReader.Read((await Server.WaitForMailAsync(box, 2, default))[1]);
        second.InReplyTo.ShouldBe([$"reply.{id}@customers.example"]);
        second.References[^1].ShouldBe($"reply.{id}@customers.example");
        second.TextBody!.ShouldContain("> The blue one.");
        second.MessageId.ShouldNotBe(answer.ExternalId);
    }

    [Fact]
    public async Task Bounce_that_comes_back_from_the_server_marks_the_answer_and_the_address()
    {
        await UseAsync(plusAddressing: true);
        var id = await Company.MailAsync(Mails.Of(from: "Nora <nora@bounces.example>"));
        var answer = await Company.AnswerAsync(id);
        await SendAsync();
        await WaitAsync(id, d => d.State == OutboundState.Sent);

        // Postfix takes the mail, cannot deliver it there, and reports to the envelope's sender.
        var report = await ReceivedAsync(mail => mail.To.Any(to => to.Address == $"support+{answer.ExternalId.Split('@')[0]}@acme.example"));

        report.CaseId.ShouldBe(id);
        var delivery = await Company.DbAsync(db => db.OutboundDeliveries.AsNoTracking().SingleAsync(d => d.CaseId == id));
        delivery.State.ShouldBe(OutboundState.Bounced);
        (await Company.DbAsync(db => db.Messages.SingleAsync(m => m.Id == answer.Id))).Failure!.ShouldContain("Came back from nora@bounces.example");
        (await Company.CaseAsync(id)).Status.ShouldBe(CaseStatus.Open);
        (await Company.ClocksAsync(id, SlaMetric.FirstReply)).Single().IsRunning.ShouldBeTrue();
        (await Company.DbAsync(db => db.Handles.SingleAsync(h => h.Value == "nora@bounces.example"))).DeadSince.ShouldNotBeNull();
        var again = await Company.SendAsync(new ReplyToCase.Command(id, "Hello?", CaseStatus.Waiting, [], null, Anyway: true, Company.Ana));
        again.Error!.Code.ShouldBe("address_dead");
    }

    [Fact]
    public async Task Reports_go_to_the_signed_address_and_the_mail_itself_is_from_the_plain_one()
    {
        await UseAsync(plusAddressing: true);
        var (box, id) = await WriteInAsync();
        var answer = await Company.AnswerAsync(id);
        await SendAsync();

        var mail = MailReader.Read((await Server.WaitForMailAsync(box, 1, default))[0]);

        mail.ReturnPath.ShouldBe($"support+{answer.ExternalId.Split('@')[0]}@acme.example");
        mail.From.ShouldHaveSingleItem().Address.ShouldBe("support@acme.example");
        mail.Headers["Date"].ShouldNotBeNull();
    }

    [Fact]
    public async Task Files_formats_and_blind_copies_arrive_whole()
    {
        await UseAsync();
        var (box, blind) = (NewBox(), NewBox());
        var big = new byte[3 * 1024 * 1024];
        new Random(7).NextBytes(big);
        var sent = await AnswerAsync(new OutgoingMessage
        {
            MessageId = 1,
            CaseId = 1,
            ExternalId = $"whole.{Guid.NewGuid():N}@acme.example",
            Token = "none",
            FromName = "Ana",
            To = [new Party("Nora", box)],
            Bcc = [new Party("", blind)],
            Subject = "Übersicht",
            Text = "Hello\n\nSee the picture.",
            Html = "<p>Hello</p><p>See the <b>picture</b>: <img src=\"cid:pic@acme\"></p>",
            Attachments =
            [
                new("Übersicht – Lieferung.pdf", "application/pdf", big.Length, Inline: false, ContentId: null, _ => Task.FromResult<Stream>(new MemoryStream(big))),
                new("pic.png", "image/png", 3, Inline: true, "pic@acme", _ => Task.FromResult<Stream>(new MemoryStream([1, 2, 3]))),
            ],
            At = Company.Clock.GetUtcNow(),
        });
        sent.Outcome.ShouldBe(SendOutcome.Sent);

        foreach (var mailbox in new[] { box, blind })
        {
            var mail = MailReader.Read((await Server.WaitForMailAsync(mailbox, 1, default))[0]);
            mail.Headers.Contains("Bcc").ShouldBeFalse();
            mail.To.ShouldHaveSingleItem().Address.ShouldBe(box);
            mail.TextBody.ShouldBe("Hello\n\nSee the picture.");
            mail.HtmlBody!.ShouldContain("See the <b>picture</b>");
            mail.Attachments.Select(a => (a.Name, a.ContentType, a.ContentId)).ShouldBe([("pic.png", "image/png", "pic@acme"), ("Übersicht – Lieferung.pdf", "application/pdf", null)], ignoreOrder: true);
            mail.Attachments.Single(a => a.ContentId is null).ToArray().ShouldBe(big);
        }
    }

    [Fact]
    public async Task Original_with_formats_is_quoted_with_them_and_without_what_runs_or_loads()
    {
        var id = await Company.MailAsync(
            "From: Nora <nora@mail.example>\r\nTo: support@acme.example\r\nSubject: table\r\nMessage-ID: <html@mail.example>\r\nContent-Type: text/html; charset=utf-8\r\n\r\n"
            + "<p>The <b>third</b> time</p><table><tr><td>42</td></tr></table><script>alert(1)</script><img src=\"https://spy.example/x.png\"><img src=\"cid:a\">\r\n");
        await Company.AnswerAsync(id, text: "Sorry & thanks");
        await SendAsync();
        await WaitAsync(id, d => d.State == OutboundState.Sent);

        var mail = MailReader.Read(await File.ReadAllBytesAsync(Company.Outbox.GetFiles("*.eml").Single().FullName));

        mail.HtmlBody!.ShouldStartWith("<div>Sorry &amp; thanks</div>");
        var quote = mail.HtmlBody![mail.HtmlBody!.IndexOf("<blockquote type=\"cite\">", StringComparison.Ordinal)..];
        quote.ShouldContain("The <b>third</b> time");
        quote.ShouldContain("<td>42</td>");
        quote.ShouldNotContain("alert");
        quote.ShouldNotContain("spy.example");
        quote.ShouldNotContain("cid:");
        mail.TextBody!.ShouldContain("> The third time");
        mail.TextBody!.ShouldContain(", Nora wrote:");
    }

    [Fact]
    public async Task Limit_of_the_server_is_known_before_anything_is_sent()
    {
        var options = new SmtpOptions { Host = "localhost", Port = Server.SmtpPort, Security = SmtpSecurity.None };
        await using var session = await SmtpSession.OpenAsync(options, default);

        session.Capabilities.MostBytes.ShouldBe(41_943_040);
        var e = await Should.ThrowAsync<SmtpException>(() => session.SendAsync(
            new SmtpEnvelope { From = "a@acme.example", Recipients = [NewBox()], Size = 41_943_041 }, Stream.Null, default));
        e.Failure.ShouldBe(SmtpFailure.TooLarge);
    }

    [Fact]
    public async Task Dots_bare_line_ends_and_eight_bits_arrive_as_they_were_meant()
    {
        var box = NewBox();
        var mail = Encoding.UTF8.GetBytes($"From: a@customers.example\r\nTo: {box}\r\nSubject: dots\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n.\r\n..two\n.\n\r\nGrüße\r.end");
        var options = new SmtpOptions { Host = "localhost", Port = Server.SmtpPort, Security = SmtpSecurity.None };
        await using (var session = await SmtpSession.OpenAsync(options, default))
        {
            (await session.SendAsync(new SmtpEnvelope { From = "a@customers.example", Recipients = [box], EightBit = true }, new MemoryStream(mail), default)).Sent.ShouldBeTrue();
        }

        MailReader.Read((await Server.WaitForMailAsync(box, 1, default))[0]).TextBody!.TrimEnd().ShouldBe(".\n..two\n.\n\nGrüße\n.end");
    }

    private async Task<SendResult> AnswerAsync(OutgoingMessage message)
    {
        var rules = await Company.Services.GetRequiredService<Core.Rulebook>().GetAsync(default);
        var channel = rules.Channels[Company.Mail.Id];
        return await Company.Services.GetRequiredService<ChannelKinds>().Sender(channel)!.SendAsync(message, rules.Info(channel), default);
    }

    /// <summary>Another mail server hands a mail in.</summary>
    private async Task HandInAsync(string from, string to, string mail)
    {
        await using var session = await SmtpSession.OpenAsync(new SmtpOptions { Host = "localhost", Port = Server.SmtpPort, Security = SmtpSecurity.None }, default);
        (await session.SendAsync(new SmtpEnvelope { From = from, Recipients = [to] }, new MemoryStream(Encoding.UTF8.GetBytes(mail)), default)).Sent.ShouldBeTrue();
    }

    /// <summary>Waits for a mail in our own mailbox, and files it as it lies there.</summary>
    private async Task<Core.Intake.InboundDelivery> ReceivedAsync(Predicate<MailMessage> wanted)
    {
        byte[]? found = null;
        await Eventually.IsAsync(
            () => Task.FromResult((found = Server.Delivered("support@acme.example").FirstOrDefault(m => wanted(MailReader.Read(m)))) is not null));
        return (await Company.FileAsync(Company.Mail, found!))[0];
    }
}

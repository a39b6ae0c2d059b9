using Inbox.Core.Cases;
using Inbox.Core.Delivery;
using Inbox.Core.Sla;
using Inbox.Mail;
using Inbox.Testing;
using Inbox.Testing.Mail;
using Microsoft.EntityFrameworkCore;

namespace Inbox.Channels.Tests.Email;

/// <summary>Answers on their way to the customer's mailbox, through the worker and a real Postfix.</summary>
public sealed class SendingTests(PostTests.Post post) : PostTests(post)
{
    [Fact]
    public async Task Answer_arrives_threaded_quoted_and_the_reply_to_it_joins()
    {
        await UseAsync(plusAddressing: true);
        var (box, id) = await WriteInAsync("Jürgen Müßig", "Drucker kaputt: Gerät zündet nicht", "Es raucht.\r\nBitte helfen.");
        var answer = await Company.AnswerAsync(id, text: "Wir kümmern uns.\n> kein Zitat");
        await SendAsync();

        var mail = MailReader.Read((await Server.WaitForMailAsync(box, 1, default))[0]);

        mail.MessageId.ShouldBe(answer.ExternalId);
        var original = await Company.DbAsync(db => db.Messages.SingleAsync(m => m.CaseId == id && m.Direction == Direction.Inbound));
        mail.InReplyTo.ShouldBe([original.ExternalId]);
        mail.References.ShouldBe([original.ExternalId]);
        mail.Subject.ShouldBe("Re: Drucker kaputt: Gerät zündet nicht");
        mail.To.ShouldHaveSingleItem().ShouldBe(new Mailbox("Jürgen Müßig", box));
        mail.From.ShouldHaveSingleItem().ShouldBe(new Mailbox("Ana K. · Acme Köln", "support@acme.example"));
        mail.ReplyTo.ShouldHaveSingleItem().Address.ShouldBe($"support+{answer.ExternalId.Split('@')[0]}@acme.example");
        mail.TextBody!.ShouldStartWith("Wir kümmern uns.\n> kein Zitat\n\nOn Mon, 2 Nov 2026");
        mail.TextBody!.ShouldContain("> Es raucht.\n> Bitte helfen.");
        mail.HtmlBody!.ShouldContain("<blockquote");

        // A mail program that keeps nothing but the address to reply to.
        (await Company.MailAsync(Mails.Of(from: $"Somebody <{box}>", to: mail.ReplyTo[0].Address, subject: "Danke?", text: "Wann?"))).ShouldBe(id);
        (await Company.MailAsync(Mails.Of(from: $"Somebody <{box}>", inReplyTo: mail.MessageId, text: "Und?"))).ShouldBe(id);
    }

    [Theory]
    [InlineData("starttls")]
    [InlineData("tls")]
    public async Task Submission_with_a_password_needs_a_certificate_that_this_machine_trusts(string security)
    {
        await UseAsync(port: security == "tls" ? Server.SmtpsPort : Server.SubmissionPort, security: security, password: true);
        var (box, id) = await WriteInAsync();
        await Company.AnswerAsync(id);
        await SendAsync();
        var refused = await WaitAsync(id, d => d.State == OutboundState.Pending && d.Attempts == 1 && d.Detail != null);
        refused.Detail!.ShouldContain("certificate is not trusted on this machine");
        Server.Delivered(box).ShouldBeEmpty();

        TrustServer();
        Company.Clock.Advance(TimeSpan.FromMinutes(1));

        await WaitAsync(id, d => d.State == OutboundState.Sent);
        (await Server.WaitForMailAsync(box, 1, default)).Count.ShouldBe(1);
    }

    [Fact]
    public async Task Unknown_recipient_fails_at_once_and_the_case_is_owed_again()
    {
        await UseAsync();
        var id = await Company.MailAsync(Mails.Of(from: "Nora <nobody@customers.example>"));
        var answer = await Company.AnswerAsync(id);
        (await Company.ClocksAsync(id, SlaMetric.FirstReply)).Single().StoppedAt.ShouldNotBeNull();
        await SendAsync();

        var failed = await WaitAsync(id, d => d.State == OutboundState.Failed);

        failed.Attempts.ShouldBe(1);
        var message = await Company.DbAsync(db => db.Messages.SingleAsync(m => m.Id == answer.Id));
        message.Failure!.ShouldContain("refused nobody@customers.example");
        message.Failure!.ShouldContain("User unknown");
        (await Company.CaseAsync(id)).Status.ShouldBe(CaseStatus.Open);
        (await Company.ClocksAsync(id, SlaMetric.FirstReply)).Single().IsRunning.ShouldBeTrue();
        var notice = await Company.DbAsync(db => db.Notifications.SingleAsync());
        notice.AgentId.ShouldBe(Company.Ana.AgentId!.Value);
        notice.Text.ShouldContain("did not go out");
    }

    [Fact]
    public async Task Refused_copy_does_not_make_the_answer_fail()
    {
        await UseAsync();
        var (box, id) = await WriteInAsync();
        await Company.SendAsync(new ReplyToCase.Command(id, "Hello", CaseStatus.Waiting, ["nobody@customers.example"], null, Anyway: true, Company.Ana));
        await SendAsync();

        var sent = await WaitAsync(id, d => d.State == OutboundState.Sent);

        sent.Detail!.ShouldContain("refused nobody@customers.example");
        (await Server.WaitForMailAsync(box, 1, default)).Count.ShouldBe(1);
        (await Company.CaseAsync(id)).Status.ShouldBe(CaseStatus.Waiting);
    }

    [Fact]
    public async Task Copies_get_nothing_while_the_customer_is_refused()
    {
        await UseAsync();
        var copy = NewBox();
        var id = await Company.MailAsync(Mails.Of(from: "Nora <nobody@customers.example>"));
        await Company.SendAsync(new ReplyToCase.Command(id, "Hello", CaseStatus.Waiting, [copy], null, Anyway: true, Company.Ana));
        await SendAsync();

        (await WaitAsync(id, d => d.State == OutboundState.Failed)).Detail!.ShouldContain("refused nobody@customers.example");

        await Task.Delay(300);
        Server.Delivered(copy).ShouldBeEmpty();
    }

    [Fact]
    public async Task Customer_and_copy_both_unknown_fail_at_once()
    {
        await UseAsync();
        var id = await Company.MailAsync(Mails.Of(from: "Nora <nobody@customers.example>"));
        await Company.SendAsync(new ReplyToCase.Command(id, "Hello", CaseStatus.Waiting, ["none@customers.example"], null, Anyway: true, Company.Ana));
        await SendAsync();

        (await WaitAsync(id, d => d.Attempts == 1 && d.State != OutboundState.Sending)).State.ShouldBe(OutboundState.Failed);
    }

    [Theory]
    [InlineData("450 4.2.0 greylisted", "550 5.1.1 nobody of that name", OutboundState.Pending)]
    [InlineData("550 5.1.1 nobody of that name", "450 4.2.0 greylisted", OutboundState.Failed)]
    public async Task Whether_it_is_tried_again_is_for_the_customers_address_alone_to_say(string customer, string copy, OutboundState state)
    {
        await using var server = ScriptedSmtp.Start(answer: line => line switch
        {
            "RCPT TO:<nora@customers.example>" => customer,
            _ when line.StartsWith("RCPT", StringComparison.Ordinal) => copy,
            _ => null,
        });
        await UseAsync(port: server.Port);
        var id = await Company.MailAsync(Mails.Of(from: "Nora <nora@customers.example>"));
        await Company.SendAsync(new ReplyToCase.Command(id, "Hello", CaseStatus.Waiting, ["none@customers.example"], null, Anyway: true, Company.Ana));
        await SendAsync();

        (await WaitAsync(id, d => d.Attempts == 1 && d.State != OutboundState.Sending)).State.ShouldBe(state);
        server.Mails.ShouldBeEmpty();
    }

    [Fact]
    public async Task Server_that_is_down_is_tried_again_later_and_later()
    {
        var port = FreePort.Take(1)[0];
        await UseAsync(port: port);
        var (box, id) = await WriteInAsync();
        await Company.AnswerAsync(id);
        await SendAsync();
        var first = await WaitAsync(id, d => d is { State: OutboundState.Pending, Attempts: 1 });
        first.Detail!.ShouldContain("refused");
        first.NotBefore.ShouldBe(Company.Clock.GetUtcNow().AddSeconds(15));
        Company.Clock.Advance(TimeSpan.FromSeconds(15));
        var second = await WaitAsync(id, d => d is { State: OutboundState.Pending, Attempts: 2 });
        second.NotBefore.ShouldBe(Company.Clock.GetUtcNow().AddSeconds(30));
        (await Company.CaseAsync(id)).Status.ShouldBe(CaseStatus.Waiting);

        await UseAsync();
        Company.Clock.Advance(TimeSpan.FromSeconds(30));

        (await WaitAsync(id, d => d.State == OutboundState.Sent)).Attempts.ShouldBe(3);
        (await Server.WaitForMailAsync(box, 1, default)).Count.ShouldBe(1);
    }

    [Fact]
    public async Task Answer_undone_in_time_never_leaves()
    {
        await UseAsync();
        var (box, id) = await WriteInAsync();
        var answer = await Company.AnswerAsync(id, text: "Wrong words");
        await Company.RunAsync<DeliveryWorker>();
        Company.Clock.Advance(TimeSpan.FromSeconds(9));

        var undone = await Company.SendAsync(new UndoReply.Command(answer.Id, Company.Ana));
        Company.Clock.Advance(TimeSpan.FromMinutes(1));
        await Task.Delay(1200);

        undone.Value.Text.ShouldBe("Wrong words");
        Server.Delivered(box).ShouldBeEmpty();
        (await Company.SendAsync(new UndoReply.Command(answer.Id, Company.Ana))).IsOk.ShouldBeFalse();
        (await Company.CaseAsync(id)).Status.ShouldBe(CaseStatus.New);
    }

    [Fact]
    public async Task Answer_on_its_way_cannot_be_undone()
    {
        await UseAsync();
        var (_, id) = await WriteInAsync();
        var answer = await Company.AnswerAsync(id);
        await SendAsync();
        await WaitAsync(id, d => d.State == OutboundState.Sent);

        (await Company.SendAsync(new UndoReply.Command(answer.Id, Company.Ana))).Error!.Code.ShouldBe("already_sent");
    }

    [Fact]
    public async Task Answer_of_a_node_that_died_while_sending_goes_out_with_the_same_id()
    {
        await UseAsync();
        var (box, id) = await WriteInAsync();
        var answer = await Company.AnswerAsync(id);
        await Company.DbAsync(db => db.OutboundDeliveries.ExecuteUpdateAsync(set => set
            .SetProperty(d => d.State, OutboundState.Sending).SetProperty(d => d.Attempts, 1)
            .SetProperty(d => d.LeaseUntil, Company.Clock.GetUtcNow().AddMinutes(2))));
        await SendAsync();
        await Task.Delay(700);
        Server.Delivered(box).ShouldBeEmpty();

        Company.Clock.Advance(TimeSpan.FromMinutes(3));

        MailReader.Read((await Server.WaitForMailAsync(box, 1, default))[0]).MessageId.ShouldBe(answer.ExternalId);
        (await WaitAsync(id, d => d.State == OutboundState.Sent)).Attempts.ShouldBe(2);
    }

    [Fact]
    public async Task Without_a_server_the_answer_is_a_file_that_reads_back()
    {
        var id = await Company.MailAsync(Mails.Of(subject: "Zündung"));
        var answer = await Company.AnswerAsync(id, text: "Grüße");
        await SendAsync();

        var sent = await WaitAsync(id, d => d.State == OutboundState.Sent);

        var file = Company.Outbox.GetFiles("*.eml").ShouldHaveSingleItem();
        sent.Detail!.ShouldContain(file.Name);
        var mail = MailReader.Read(await File.ReadAllBytesAsync(file.FullName));
        (mail.MessageId, mail.Subject, mail.From[0].Address).ShouldBe((answer.ExternalId, "Re: Zündung", "support@acme.example"));
        mail.TextBody!.ShouldStartWith("Grüße");
        mail.Warnings.ShouldBeEmpty();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Nobody_writes_headers_into_our_mail(bool smtp)
    {
        if (smtp)
        {
            await UseAsync();
        }

        var box = NewBox();
        var id = await Company.MailAsync(Mails.Of(from: $"=?utf-8?q?Nora=0D=0ABcc=3A_spy=40customers.example?= <{box}>", subject: "=?utf-8?q?Hello=0D=0AX-Evil=3A_1=0D=0A=0D=0Abody?="));
        await Company.SendAsync(new ReplyToCase.Command(id, "Hi\r\n.\r\nMAIL FROM:<x>", CaseStatus.Waiting, [], null, Anyway: true, Company.Ana with { Name = "Ana\r\nX-Evil: 2" }));
        await SendAsync();
        await WaitAsync(id, d => d.State == OutboundState.Sent);

        var mail = MailReader.Read(smtp
            ? (await Server.WaitForMailAsync(box, 1, default))[0]
            : await File.ReadAllBytesAsync(Company.Outbox.GetFiles("*.eml").Single().FullName));

        mail.Headers.All("X-Evil").ShouldBeEmpty();
        mail.Headers.All("Bcc").ShouldBeEmpty();
        mail.To.ShouldHaveSingleItem().Address.ShouldBe(box);
        mail.TextBody!.ShouldContain("MAIL FROM:<x>");
    }

    [Fact]
    public async Task Eight_answers_go_out_together_each_once()
    {
        await UseAsync();
        var sent = new List<(string Box, long Id)>();
        for (var i = 0; i < 8; i++)
        {
            var (box, id) = await WriteInAsync();
            await Company.AnswerAsync(id, text: $"Answer {i}");
            sent.Add((box, id));
        }

        await SendAsync();
        for (var i = 0; i < 8; i++)
        {
            await WaitAsync(sent[i].Id, d => d.State == OutboundState.Sent);
            var mail = (await Server.WaitForMailAsync(sent[i].Box, 1, default)).ShouldHaveSingleItem();
            MailReader.Read(mail).TextBody!.ShouldStartWith($"Answer {i}");
        }
    }
}

using Inbox.Core.Cases;
using Inbox.Testing;
using Microsoft.EntityFrameworkCore;

namespace Inbox.Core.Tests.Intake;

/// <summary>A colleague passes on what a customer wrote to them.</summary>
public sealed class ForwardTests : IAsyncLifetime
{
    private const string Agent = "Ben B. <ben@agents.example>";
    private const string Passed = "Please look after her.\r\n\r\n---------- Forwarded message ---------\r\nFrom: Nora Vale <nora@mail.example>\r\nDate: Mon, 2 Nov 2026 at 08:00\r\nSubject: My laptop\r\nTo: <ben@agents.example>\r\n\r\nIt does not start.\r\nWhat now?\r\n";
    private Company _company = null!;

    public async Task InitializeAsync() => _company = await Company.OpenAsync();

    public async Task DisposeAsync() => await _company.DisposeAsync();

    [Fact]
    public async Task Forward_waits_for_a_click_and_then_is_the_customers_case()
    {
        var id = await _company.MailAsync(Mails.Of(from: Agent, subject: "Fwd: My laptop", text: Passed));
        var waiting = await MessageAsync(id);
        waiting.Forward.ShouldNotBeNull().From.ShouldBe(new Party("Nora Vale", "nora@mail.example"));

        (await _company.SendAsync(new ConfirmForward.Command(id, waiting.Id, _company.Ana))).IsOk.ShouldBeTrue();

        var message = await MessageAsync(id);
        (message.Direction, message.FromAddress, message.Subject).ShouldBe((Direction.Inbound, "nora@mail.example", "My laptop"));
        message.ReplyText.ShouldBe("It does not start.\nWhat now?");
        message.Forward.ShouldBeNull();
        var note = await _company.DbAsync(db => db.Messages.SingleAsync(m => m.Direction == Direction.Note));
        (note.Text, note.AuthorId).ShouldBe(("Please look after her.", _company.Ben.AgentId));
        var opened = await _company.CaseAsync(id);
        (opened.Subject, opened.Preview).ShouldBe(("My laptop", "It does not start. What now?"));
        (await _company.DbAsync(db => db.Customers.SingleAsync(c => c.Id == opened.CustomerId))).Name.ShouldBe("Nora Vale");
        (await _company.AnswerAsync(id)).To.Single().Address.ShouldBe("nora@mail.example");
    }

    [Fact]
    public async Task Attached_mail_brings_its_own_id_by_which_the_customer_writes_on()
    {
        var original = Mails.Of(from: "Nora Vale <nora@mail.example>", to: "ben@agents.example", subject: "My laptop", id: "original@mail.example", text: "It does not start.");
        var id = await _company.MailAsync(Attached(original));
        await _company.SendAsync(new ConfirmForward.Command(id, (await MessageAsync(id)).Id, _company.Ana));

        var answer = await _company.AnswerAsync(id);

        answer.InReplyTo.ShouldBe("original@mail.example");
        (await _company.MailAsync(Mails.Of(from: "nora@mail.example", inReplyTo: "original@mail.example", subject: "Else"))).ShouldBe(id);
    }

    [Fact]
    public async Task Message_that_is_no_forward_stays_the_colleagues()
    {
        var id = await _company.MailAsync(Mails.Of(from: Agent, subject: "Fwd: My laptop", text: Passed));
        var message = await MessageAsync(id);

        (await _company.SendAsync(new DismissForward.Command(id, message.Id, _company.Ana))).IsOk.ShouldBeTrue();

        (await MessageAsync(id)).Forward.ShouldBeNull();
        (await _company.SendAsync(new ConfirmForward.Command(id, message.Id, _company.Ana))).Error.ShouldNotBeNull().Code.ShouldBe("no_forward");
        (await _company.AnswerAsync(id)).To.Single().Address.ShouldBe("ben@agents.example");
    }

    [Theory]
    [InlineData("Nora Vale <nora@mail.example>", "")]
    [InlineData(Agent, "Authentication-Results: mx.acme.example; dmarc=fail\r\n")]
    public async Task Forward_by_anybody_but_a_colleague_is_that_persons_own_message(string from, string extra)
    {
        var id = await _company.MailAsync(Mails.Of(from: from, subject: "Fwd: My laptop", text: Passed, extra: extra));

        (await MessageAsync(id)).Forward.ShouldBeNull();
    }

    [Fact]
    public async Task Forward_of_our_own_mail_is_none()
    {
        var id = await _company.MailAsync(Mails.Of(from: Agent, subject: "Fwd: Re", text: Passed.Replace("nora@mail.example", "support@acme.example", StringComparison.Ordinal)));

        (await MessageAsync(id)).Forward.ShouldBeNull();
    }

    [Fact]
    public async Task Forward_of_a_mail_that_is_here_already_is_marked()
    {
        var first = await _company.MailAsync(Mails.Of(from: "Nora Vale <nora@mail.example>", id: "a@mail.example"));

        var second = await _company.MailAsync(Mails.Of(from: Agent, subject: "Fwd: My laptop", text: Passed, inReplyTo: "a@mail.example"));

        second.ShouldNotBe(first);
        (await _company.CaseAsync(second)).MayBelongToId.ShouldBe(first);
    }

    [Fact]
    public async Task Who_may_not_change_the_case_confirms_nothing()
    {
        var id = await _company.MailAsync(Mails.Of(from: Agent, subject: "Fwd: My laptop", text: Passed));

        (await _company.SendAsync(new ConfirmForward.Command(id, (await MessageAsync(id)).Id, _company.Ben))).Error.ShouldNotBeNull().Kind.ShouldBe(ErrorKind.Forbidden);
    }

    private Task<Message> MessageAsync(long caseId) => _company.DbAsync(db => db.Messages.AsNoTracking().OrderBy(m => m.Id).FirstAsync(m => m.CaseId == caseId));

    private static string Attached(string original) =>
        "From: " + Agent + "\r\nTo: support@acme.example\r\nSubject: For you\r\nMessage-ID: <fwd@agents.example>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n"
        + "--b\r\nContent-Type: text/plain\r\n\r\nSee below\r\n--b\r\nContent-Type: message/rfc822\r\n\r\n" + original + "\r\n--b--\r\n";
}

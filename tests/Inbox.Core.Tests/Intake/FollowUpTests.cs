using Inbox.Core.Cases;
using Inbox.Testing;
using Microsoft.EntityFrameworkCore;

namespace Inbox.Core.Tests.Intake;

/// <summary>What comes to a case that is closed, or spam.</summary>
public sealed class FollowUpTests : IAsyncLifetime
{
    private const string Customer = "Nora Vale <nora@mail.example>";
    private Company _company = null!;

    public async Task InitializeAsync() => _company = await Company.OpenAsync();

    public async Task DisposeAsync() => await _company.DisposeAsync();

    [Fact]
    public async Task Second_letter_to_a_closed_case_joins_the_follow_up_of_the_first()
    {
        var closed = await _company.MailAsync(Mails.Of(from: Customer, id: "a@mail.example"));
        await _company.CloseAsync(closed);
        var first = await _company.MailAsync(Mails.Of(from: Customer, inReplyTo: "a@mail.example"));

        (await _company.MailAsync(Mails.Of(from: Customer, inReplyTo: "a@mail.example", text: "One more thing"))).ShouldBe(first);

        (await _company.CaseAsync(first)).FollowUpOfId.ShouldBe(closed);
    }

    [Fact]
    public async Task Both_letters_in_one_batch_make_one_follow_up()
    {
        var closed = await _company.MailAsync(Mails.Of(from: Customer, id: "a@mail.example"));
        await _company.CloseAsync(closed);

        var deliveries = await _company.FileAsync(
            _company.Mail,
            ProtectionFixture.Bytes(Mails.Of(from: Customer, inReplyTo: "a@mail.example")),
            ProtectionFixture.Bytes(Mails.Of(from: Customer, inReplyTo: "a@mail.example")));

        deliveries[0].CaseId.ShouldBe(deliveries[1].CaseId);
        deliveries[0].CaseId.ShouldNotBe(closed);
    }

    [Fact]
    public async Task Out_of_office_to_a_closed_case_stays_there_and_opens_nothing()
    {
        var closed = await _company.MailAsync(Mails.Of(from: Customer));
        var answer = await _company.AnswerAsync(closed);
        await _company.CloseAsync(closed);

        (await _company.MailAsync(Mails.Of(from: Customer, inReplyTo: answer.ExternalId, extra: "Auto-Submitted: auto-replied\r\n"))).ShouldBe(closed);

        (await _company.CaseAsync(closed)).Status.ShouldBe(CaseStatus.Closed);
        (await _company.DbAsync(db => db.Cases.CountAsync())).ShouldBe(1);
    }

    [Fact]
    public async Task Note_that_an_agent_mails_to_a_closed_case_stays_there()
    {
        var closed = await _company.MailAsync(Mails.Of(from: Customer));
        var answer = await _company.AnswerAsync(closed);
        await _company.CloseAsync(closed);

        var delivery = await _company.DeliverAsync(Mails.Of(from: "Ben <ben@agents.example>", inReplyTo: answer.ExternalId));

        delivery.CaseId.ShouldBe(closed);
        (await _company.MessageAsync(delivery)).Direction.ShouldBe(Direction.Note);
    }

    [Fact]
    public async Task Reply_to_spam_that_a_person_had_answered_opens_it_again()
    {
        var id = await _company.MailAsync(Mails.Of(from: Customer, id: "a@mail.example"));
        await _company.AnswerAsync(id);
        await _company.SendAsync(new ChangeStatus.Command(id, CaseStatus.Spam, null, _company.Ana));

        (await _company.MailAsync(Mails.Of(from: Customer, inReplyTo: "a@mail.example"))).ShouldBe(id);

        (await _company.CaseAsync(id)).Status.ShouldBe(CaseStatus.Open);
    }

    [Fact]
    public async Task Somebody_who_borrows_an_agents_address_writes_no_note()
    {
        var id = await _company.MailAsync(Mails.Of(from: Customer));
        var answer = await _company.AnswerAsync(id);

        var delivery = await _company.DeliverAsync(Mails.Of(
            from: "Ana K. <ana@agents.example>", inReplyTo: answer.ExternalId, extra: "Authentication-Results: mx.acme.example; dmarc=fail header.from=agents.example\r\n"));

        var message = await _company.MessageAsync(delivery);
        message.Direction.ShouldBe(Direction.Inbound);
        message.Guest.ShouldBeTrue();
    }

    [Fact]
    public async Task Note_by_mail_is_never_sent_on()
    {
        var id = await _company.MailAsync(Mails.Of(from: Customer));
        var answer = await _company.AnswerAsync(id);

        await _company.MailAsync(Mails.Of(from: "Ben <ben@agents.example>", inReplyTo: answer.ExternalId));

        (await _company.DbAsync(db => db.OutboundDeliveries.CountAsync())).ShouldBe(1);
    }

    [Fact]
    public async Task Our_own_answer_that_comes_back_stops_there()
    {
        var id = await _company.MailAsync(Mails.Of(from: Customer));
        var answer = await _company.AnswerAsync(id);

        // A mailbox that sends everything on, back to us under its own name.
        var delivery = await _company.DeliverAsync(Mails.Of(from: "Forwarder <all@elsewhere.example>", id: answer.ExternalId));

        delivery.State.ShouldBe(Core.Intake.InboundState.Ignored);
        (await _company.CaseAsync(id)).MessageCount.ShouldBe(2);
    }
}

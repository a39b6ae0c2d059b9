using Inbox.Core.Cases;
using Inbox.Core.Intake;
using Inbox.Core.Sla;
using Inbox.Testing;
using Microsoft.EntityFrameworkCore;

namespace Inbox.Core.Tests.Intake;

/// <summary>What a person says about a message that a rule judged wrong.</summary>
public sealed class AutomaticTests : IAsyncLifetime
{
    private const string Customer = "Nora Vale <nora@mail.example>";
    private Company _company = null!;

    public async Task InitializeAsync() => _company = await Company.OpenAsync();

    public async Task DisposeAsync() => await _company.DisposeAsync();

    [Fact]
    public async Task Automatic_message_that_was_a_persons_opens_a_case_and_can_be_answered()
    {
        var delivery = await _company.DeliverAsync(Mails.Of(from: Customer, id: "a@mail.example", subject: "Out of order", extra: "Auto-Submitted: auto-generated\r\n"));

        var opened = await _company.SendAsync(new OpenCaseFromAutomatic.Command(delivery.MessageId!.Value, _company.Ana));

        (await _company.MessageAsync(delivery)).Automatic.ShouldBe(Automatic.None);
        (await _company.ClocksAsync(opened.Value, SlaMetric.FirstReply)).Single().IsRunning.ShouldBeTrue();
        (await _company.AnswerAsync(opened.Value)).To.Single().Address.ShouldBe("nora@mail.example");
        (await _company.MailAsync(Mails.Of(from: Customer, inReplyTo: "a@mail.example"))).ShouldBe(opened.Value);
        (await _company.SendAsync(new OpenCaseFromAutomatic.Command(delivery.MessageId!.Value, _company.Ana))).Error.ShouldNotBeNull();
    }

    [Fact]
    public async Task Automatic_message_of_another_departments_door_is_not_opened()
    {
        var delivery = await _company.DeliverAsync(Mails.Of(from: Customer, extra: "Auto-Submitted: auto-generated\r\n"));

        (await _company.SendAsync(new OpenCaseFromAutomatic.Command(delivery.MessageId!.Value, _company.Ben))).Error.ShouldNotBeNull().Kind.ShouldBe(ErrorKind.NotFound);
    }

    [Fact]
    public async Task Case_of_a_message_by_no_person_is_closed_and_owes_nothing()
    {
        var id = await _company.MailAsync(Mails.Of(from: Customer));
        var message = await _company.DbAsync(db => db.Messages.SingleAsync());

        (await _company.SendAsync(new MarkAutomatic.Command(id, message.Id, _company.Ana))).IsOk.ShouldBeTrue();

        (await _company.CaseAsync(id)).Status.ShouldBe(CaseStatus.Closed);
        (await _company.ClocksAsync(id, SlaMetric.FirstReply)).Single().Outcome.ShouldBe(SlaOutcome.Cancelled);
        (await _company.SendAsync(new MarkAutomatic.Command(id, message.Id, _company.Ana))).Error.ShouldNotBeNull().Code.ShouldBe("not_a_letter");
    }

    [Fact]
    public async Task Message_by_no_person_on_an_answered_case_gives_back_the_status_it_had()
    {
        var id = await _company.MailAsync(Mails.Of(from: Customer));
        var answer = await _company.AnswerAsync(id);
        var delivery = await _company.DeliverAsync(Mails.Of(from: Customer, inReplyTo: answer.ExternalId, text: "Your ticket was received by our system."));

        await _company.SendAsync(new MarkAutomatic.Command(id, delivery.MessageId!.Value, _company.Ana));

        (await _company.CaseAsync(id)).Status.ShouldBe(CaseStatus.Waiting);
        (await _company.ClocksAsync(id, SlaMetric.NextReply)).Single().Outcome.ShouldBe(SlaOutcome.Cancelled);
    }

    [Fact]
    public async Task Promise_stands_while_an_older_message_of_the_customer_waits()
    {
        var id = await _company.MailAsync(Mails.Of(from: Customer));
        var answer = await _company.AnswerAsync(id);
        await _company.MailAsync(Mails.Of(from: Customer, inReplyTo: answer.ExternalId, text: "And now?"));
        var delivery = await _company.DeliverAsync(Mails.Of(from: Customer, inReplyTo: answer.ExternalId, text: "Your ticket was received by our system."));

        await _company.SendAsync(new MarkAutomatic.Command(id, delivery.MessageId!.Value, _company.Ana));

        (await _company.CaseAsync(id)).Status.ShouldBe(CaseStatus.Open);
        (await _company.ClocksAsync(id, SlaMetric.NextReply)).Single().IsRunning.ShouldBeTrue();
    }
}

using Inbox.Core.Cases;
using Inbox.Core.Sla;
using Inbox.Testing;
using Microsoft.EntityFrameworkCore;

namespace Inbox.Core.Tests.Intake;

/// <summary>Who else is on a case, and who is answered.</summary>
public sealed class ParticipantTests : IAsyncLifetime
{
    private const string Customer = "Nora Vale <nora@mail.example>";
    private const string Friend = "Paul Vale <paul@mail.example>";
    private Company _company = null!;

    public async Task InitializeAsync() => _company = await Company.OpenAsync();

    public async Task DisposeAsync() => await _company.DisposeAsync();

    [Fact]
    public async Task Whom_the_customer_copies_in_may_write_by_reference()
    {
        var id = await _company.MailAsync(Mails.Of(from: Customer, id: "a@mail.example", extra: $"Cc: {Friend}, Support <support+x@acme.example>, Ben <ben@agents.example>\r\n"));

        (await PeopleAsync(id)).ShouldBe([("paul@mail.example", ParticipantState.Accepted)]);
        var delivery = await _company.DeliverAsync(Mails.Of(from: Friend, inReplyTo: "a@mail.example"));
        delivery.CaseId.ShouldBe(id);
        (await _company.MessageAsync(delivery)).Guest.ShouldBeFalse();
    }

    [Theory]
    [InlineData("List-Id: <news.mail.example>\r\n")]
    [InlineData("Auto-Submitted: auto-generated\r\n")]
    [InlineData("Authentication-Results: mx.acme.example; dmarc=fail\r\n")]
    public async Task Nobody_is_let_in_by_a_list_a_program_or_a_forger(string extra)
    {
        await _company.DeliverAsync(Mails.Of(from: Customer, extra: $"Cc: {Friend}\r\n{extra}"));

        (await _company.DbAsync(db => db.Participants.CountAsync())).ShouldBe(0);
    }

    [Fact]
    public async Task Mailing_to_many_lets_in_nobody()
    {
        var many = string.Join(", ", Enumerable.Range(0, 30).Select(i => $"p{i}@mail.example"));
        await _company.MailAsync(Mails.Of(from: Customer, extra: $"Cc: {many}\r\n"));

        (await _company.DbAsync(db => db.Participants.CountAsync())).ShouldBe(0);
        (await _company.DbAsync(db => db.Customers.CountAsync())).ShouldBe(1);
    }

    [Fact]
    public async Task Guest_lets_in_nobody_and_stays_one_when_the_customer_copies_them_in()
    {
        var id = await _company.MailAsync(Mails.Of(from: Customer, id: "a@mail.example"));
        var answer = await _company.AnswerAsync(id);
        await _company.MailAsync(Mails.Of(from: "m@elsewhere.example", inReplyTo: answer.ExternalId, extra: $"Cc: {Friend}\r\n"));
        await _company.MailAsync(Mails.Of(from: Customer, inReplyTo: answer.ExternalId, extra: "Cc: m@elsewhere.example\r\n"));

        (await PeopleAsync(id)).ShouldBe([("m@elsewhere.example", ParticipantState.Guest)]);
    }

    [Fact]
    public async Task Whom_an_answer_copies_in_may_write_by_reference_and_is_no_guest()
    {
        var id = await _company.MailAsync(Mails.Of(from: Customer, id: "a@mail.example"));

        (await _company.SendAsync(new ReplyToCase.Command(id, "Both of you", CaseStatus.Waiting, ["paul@mail.example"], null, Anyway: true, _company.Ana))).IsOk.ShouldBeTrue();

        (await PeopleAsync(id)).ShouldBe([("paul@mail.example", ParticipantState.Accepted)]);
        (await _company.DbAsync(db => db.Messages.AnyAsync(m => m.Guest))).ShouldBeFalse();
        (await _company.MailAsync(Mails.Of(from: Friend, inReplyTo: "a@mail.example"))).ShouldBe(id);
    }

    [Fact]
    public async Task Third_party_sets_open_runs_no_clock_and_is_not_answered()
    {
        var id = await _company.MailAsync(Mails.Of(from: Customer));
        var answer = await _company.AnswerAsync(id);
        var guest = await _company.MessageAsync(await _company.DeliverAsync(Mails.Of(from: "Bank <bank@elsewhere.example>", inReplyTo: answer.ExternalId)));
        await _company.SendAsync(new AcceptGuest.Command(id, guest.HandleId!.Value, ParticipantState.ThirdParty, _company.Ana));
        await _company.AnswerAsync(id);

        await _company.MailAsync(Mails.Of(from: "Bank <bank@elsewhere.example>", inReplyTo: answer.ExternalId, text: "The money left us."));

        (await _company.CaseAsync(id)).Status.ShouldBe(CaseStatus.Open);
        (await _company.ClocksAsync(id, SlaMetric.NextReply)).ShouldAllBe(c => !c.IsRunning);
        (await _company.AnswerAsync(id)).To.Single().Address.ShouldBe("nora@mail.example");
    }

    [Theory]
    [InlineData(CaseStatus.Resolved)]
    [InlineData(CaseStatus.Closed)]
    public async Task Third_party_opens_a_case_that_is_over_and_no_case_of_their_own(CaseStatus over)
    {
        var id = await _company.MailAsync(Mails.Of(from: Customer));
        var forwarded = await _company.SendAsync(new ForwardMessage.Command(id, "Where?", "Where is it?", ["desk@courier.example"], [], OnHold: false, _company.Ana));
        var ours = await _company.DbAsync(db => db.Messages.AsNoTracking().SingleAsync(m => m.Id == forwarded.Value.MessageId));
        await _company.AnswerAsync(id);
        await _company.SendAsync(new ChangeStatus.Command(id, over, "done by phone", _company.Ana));

        (await _company.MailAsync(Mails.Of(from: "desk@courier.example", inReplyTo: ours.ExternalId, text: "It was lost."))).ShouldBe(id);

        (await _company.CaseAsync(id)).Status.ShouldBe(CaseStatus.Open);
        (await _company.DbAsync(db => db.Cases.CountAsync())).ShouldBe(1);
        (await _company.ClocksAsync(id, SlaMetric.FirstReply)).ShouldAllBe(c => !c.IsRunning);
        (await _company.ClocksAsync(id, SlaMetric.NextReply)).ShouldAllBe(c => !c.IsRunning);
    }

    private Task<List<(string Address, ParticipantState State)>> PeopleAsync(long caseId) => _company.DbAsync(async db =>
        (await db.Participants.Where(p => p.CaseId == caseId).Join(db.Handles, p => p.HandleId, h => h.Id, (p, h) => new { h.Value, p.State }).ToListAsync())
            .ConvertAll(p => (p.Value, p.State)));
}

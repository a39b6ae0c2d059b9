using Inbox.Core.Cases;
using Inbox.Core.Customers;
using Inbox.Core.Delivery;
using Inbox.Core.Sla;
using Inbox.Testing;
using Microsoft.EntityFrameworkCore;

namespace Inbox.Core.Tests.Intake;

/// <summary>What the far side reports about our answers.</summary>
public sealed class ReportTests : IAsyncLifetime
{
    private const string Customer = "Nora Vale <nora@mail.example>";
    private Company _company = null!;

    public async Task InitializeAsync() => _company = await Company.OpenAsync();

    public async Task DisposeAsync() => await _company.DisposeAsync();

    [Fact]
    public async Task Hard_bounce_tells_the_author_and_the_address_is_allowed_again_by_a_click()
    {
        var (id, answer) = await AnsweredAsync();

        await _company.DeliverAsync(Bounces.Hard("nora@mail.example", answer.ExternalId));

        (await _company.DbAsync(db => db.Notifications.SingleAsync())).AgentId.ShouldBe(_company.Ana.AgentId!.Value);
        (await _company.DbAsync(db => db.Participants.CountAsync())).ShouldBe(0);
        var handle = await _company.DbAsync(db => db.Handles.SingleAsync(h => h.Value == "nora@mail.example"));
        handle.DeadSince.ShouldNotBeNull();
        (await _company.SendAsync(new ReviveHandle.Command(handle.CustomerId, handle.Id, _company.Ana))).IsOk.ShouldBeTrue();
        (await _company.SendAsync(new ReplyToCase.Command(id, "Again", CaseStatus.Waiting, [], null, Anyway: true, _company.Ana))).IsOk.ShouldBeTrue();
    }

    [Fact]
    public async Task Bounce_that_names_us_by_its_recipient_alone_finds_the_answer()
    {
        var (_, answer) = await AnsweredAsync();

        // The returned header is cut; the signed address it comes back to tells which answer it is (VERP).
        await _company.DeliverAsync(Bounces.Hard("nora@mail.example", "unknown@elsewhere.example")
            .Replace("To: support@acme.example", $"To: support+{_company.TokenOf(answer)}@acme.example", StringComparison.Ordinal));

        (await FailureAsync(answer)).ShouldNotBeNull();
    }

    [Fact]
    public async Task Bounce_without_our_signature_makes_nobody_dead()
    {
        var (_, answer) = await AnsweredAsync();

        await _company.DeliverAsync(Bounces.Hard("nora@mail.example", "forged@acme.example"));

        (await FailureAsync(answer)).ShouldBeNull();
        (await _company.DbAsync(db => db.Handles.AnyAsync(h => h.DeadSince != null))).ShouldBeFalse();
    }

    [Fact]
    public async Task Full_mailbox_takes_the_answer_back_and_leaves_the_address_alive()
    {
        var (id, answer) = await AnsweredAsync();

        await _company.DeliverAsync(Bounces.Hard("nora@mail.example", answer.ExternalId)
            .Replace("5.1.1", "5.2.2", StringComparison.Ordinal).Replace("User unknown", "Mailbox full", StringComparison.Ordinal));

        (await FailureAsync(answer)).ShouldNotBeNull().ShouldContain("Mailbox full");
        (await _company.CaseAsync(id)).Status.ShouldBe(CaseStatus.Open);
        (await _company.DbAsync(db => db.Handles.AnyAsync(h => h.DeadSince != null))).ShouldBeFalse();
    }

    [Fact]
    public async Task Delay_only_marks_the_message()
    {
        var (id, answer) = await AnsweredAsync();

        await _company.DeliverAsync(Bounces.Hard("nora@mail.example", answer.ExternalId)
            .Replace("Action: failed", "Action: delayed", StringComparison.Ordinal).Replace("5.1.1", "4.4.1", StringComparison.Ordinal).Replace("550 ", "421 ", StringComparison.Ordinal));

        (await FailureAsync(answer)).ShouldBeNull();
        (await _company.CaseAsync(id)).Status.ShouldBe(CaseStatus.Waiting);
        (await _company.DbAsync(db => db.OutboundDeliveries.SingleAsync())).Detail.ShouldNotBeNull().ShouldContain("nora@mail.example");
    }

    [Fact]
    public async Task Copy_that_comes_back_marks_the_message_and_is_not_copied_in_again()
    {
        var id = await _company.MailAsync(Mails.Of(from: Customer));
        var sent = await _company.SendAsync(new ReplyToCase.Command(id, "Hello", CaseStatus.Waiting, ["paul@mail.example"], null, Anyway: true, _company.Ana));
        var answer = await _company.DbAsync(db => db.Messages.AsNoTracking().SingleAsync(m => m.Id == sent.Value.MessageId));

        await _company.DeliverAsync(Bounces.Hard("paul@mail.example", answer.ExternalId));

        (await FailureAsync(answer)).ShouldBeNull();
        (await _company.CaseAsync(id)).Status.ShouldBe(CaseStatus.Waiting);
        var again = await _company.SendAsync(new ReplyToCase.Command(id, "Hello", CaseStatus.Waiting, ["Paul@Mail.example"], null, Anyway: true, _company.Ana));
        again.Error.ShouldNotBeNull().Code.ShouldBe("address_dead");
    }

    [Theory]
    [InlineData("paul@mail.example")]
    [InlineData("paul.old@elsewhere.example")]
    public async Task Unseen_copy_that_comes_back_leaves_the_answer_and_the_customers_address_as_they_are(string reported)
    {
        var id = await _company.MailAsync(Mails.Of(from: Customer));
        var sent = await _company.SendAsync(new ReplyToCase.Command(id, "Hello", CaseStatus.Waiting, [], null, Anyway: true, _company.Ana) { Bcc = ["paul@mail.example"] });
        var answer = await _company.DbAsync(db => db.Messages.AsNoTracking().SingleAsync(m => m.Id == sent.Value.MessageId));

        await _company.DeliverAsync(Bounces.Hard(reported, answer.ExternalId));

        (await FailureAsync(answer)).ShouldBeNull();
        (await _company.CaseAsync(id)).Status.ShouldBe(CaseStatus.Waiting);
        (await _company.DbAsync(db => db.Handles.AnyAsync(h => h.Value == "nora@mail.example" && h.DeadSince != null))).ShouldBeFalse();
        (await _company.DbAsync(db => db.OutboundDeliveries.SingleAsync())).Detail.ShouldNotBeNull().ShouldContain(reported);
    }

    [Fact]
    public async Task Bounce_of_an_answer_on_a_closed_case_opens_it_again()
    {
        var (id, answer) = await AnsweredAsync();
        await _company.CloseAsync(id);

        (await _company.DeliverAsync(Bounces.Hard("nora@mail.example", answer.ExternalId))).CaseId.ShouldBe(id);

        (await _company.CaseAsync(id)).Status.ShouldBe(CaseStatus.Open);
        (await _company.ClocksAsync(id, SlaMetric.FirstReply)).Single().IsRunning.ShouldBeTrue();
    }

    [Fact]
    public async Task Mailbox_that_sends_its_mail_on_comes_back_for_the_one_we_wrote_to()
    {
        var (_, answer) = await AnsweredAsync();

        await _company.DeliverAsync(Bounces.Hard("nora.vale@old.example", answer.ExternalId));

        (await FailureAsync(answer)).ShouldNotBeNull().ShouldContain("nora@mail.example");
        (await _company.DbAsync(db => db.OutboundDeliveries.SingleAsync())).State.ShouldBe(OutboundState.Bounced);
    }

    [Theory]
    [InlineData("Original-Rcpt-To: nora@mail.example\r\n")]
    [InlineData("")]
    public async Task Complaint_ends_automatic_messages_to_the_address_and_changes_no_status(string recipient)
    {
        var (id, answer) = await AnsweredAsync();

        (await _company.DeliverAsync(ComplaintAbout(answer.ExternalId, recipient))).CaseId.ShouldBe(id);

        (await _company.CaseAsync(id)).Status.ShouldBe(CaseStatus.Waiting);
        (await _company.DbAsync(db => db.Handles.SingleAsync(h => h.Value == "nora@mail.example"))).NoAutomaticSince.ShouldNotBeNull();
        (await _company.DbAsync(db => db.Events.SingleAsync(e => e.Kind == CaseEventKind.Complained))).Detail.ShouldBe("abuse");
    }

    [Fact]
    public async Task Complaint_about_somebody_elses_mail_opts_nobody_out()
    {
        await AnsweredAsync();

        var delivery = await _company.DeliverAsync(ComplaintAbout("other@elsewhere.example", "Original-Rcpt-To: nora@mail.example\r\n"));

        delivery.CaseId.ShouldBeNull();
        (await _company.DbAsync(db => db.Handles.AnyAsync(h => h.NoAutomaticSince != null))).ShouldBeFalse();
    }

    [Fact]
    public async Task Calendar_answer_joins_its_case_and_is_not_answered()
    {
        var (id, answer) = await AnsweredAsync();
        var calendar = Mails.Of(from: "Nora's calendar <calendar@mail.example>", inReplyTo: answer.ExternalId, subject: "Accepted: visit")
            .Replace("text/plain; charset=utf-8", "text/calendar; method=REPLY; charset=utf-8", StringComparison.Ordinal);

        var delivery = await _company.DeliverAsync(calendar);

        delivery.CaseId.ShouldBe(id);
        (await _company.MessageAsync(delivery)).Automatic.ShouldBe(Automatic.Calendar);
        (await _company.CaseAsync(id)).Status.ShouldBe(CaseStatus.Waiting);
        (await _company.AnswerAsync(id)).To.Single().Address.ShouldBe("nora@mail.example");
    }

    private async Task<(long Id, Message Answer)> AnsweredAsync()
    {
        var id = await _company.MailAsync(Mails.Of(from: Customer));
        return (id, await _company.AnswerAsync(id));
    }

    private Task<string?> FailureAsync(Message answer) => _company.DbAsync(db => db.Messages.Where(m => m.Id == answer.Id).Select(m => m.Failure).SingleAsync());

    /// <summary>An abuse report (RFC 5965), of our own writing.</summary>
    private static string ComplaintAbout(string id, string recipient) => string.Join(
        "\r\n",
        "Return-Path: <>",
        "From: Abuse desk <fbl@provider.example>",
        "To: support@acme.example",
        "Subject: FW: Re: repair",
        $"Message-ID: <{Guid.NewGuid():N}@provider.example>",
        "MIME-Version: 1.0",
        "Content-Type: multipart/report; report-type=feedback-report; boundary=b1",
        "",
        "--b1",
        "Content-Type: text/plain",
        "",
        "This is an abuse report.",
        "--b1",
        "Content-Type: message/feedback-report",
        "",
        "Feedback-Type: abuse",
        "User-Agent: Desk/1.0",
        "Version: 1",
        recipient + "Source-IP: 192.0.2.1",
        "",
        "--b1",
        "Content-Type: text/rfc822-headers",
        "",
        "From: support@acme.example",
        $"Message-ID: <{id}>",
        "Subject: Re: repair",
        "",
        "--b1--",
        "");
}

using Inbox.Mail.Recognition;

namespace Inbox.Mail.Tests.Recognition;

public sealed class BounceTests
{
    [Fact]
    public void Standard_report_names_recipient_status_and_original()
    {
        var report = Report("Status: 5.1.1", "Action: failed", "Diagnostic-Code: smtp; 550 5.1.1 No such user here");

        report.ShouldBe(new BounceReport("bob@example.net", "5.1.1", true, "ours@example.org", "550 5.1.1 No such user here", DeliveryAction.Failed));
    }

    [Theory]
    [InlineData("5.0.0", "550 unknown user", true)]
    [InlineData("5.4.4", "Host or domain name not found", true)]
    [InlineData("5.1.6", "551 user has moved away", true)]
    [InlineData("5.2.2", "552 mailbox full", false)]
    [InlineData("5.1.1", "552 mailbox over quota", false)]
    [InlineData("5.7.1", "550 message looks like spam", false)]
    [InlineData("5.3.4", "552 message too large", false)]
    [InlineData("4.4.1", "connection timed out", false)]
    [InlineData("4.1.1", "450 user unknown in local table", true)]
    [InlineData("5.7.26", "550 sender fails DMARC, see https://example.net/unknown-user", false)]
    public void Hard_is_a_dead_address_only(string status, string diagnostic, bool hard) =>
        Report($"Status: {status}", "Action: failed", $"Diagnostic-Code: smtp; {diagnostic}").Hard.ShouldBe(hard);

    [Fact]
    public void Delay_is_no_failure() =>
        Report("Status: 4.4.7", "Action: delayed", "Diagnostic-Code: smtp; user unknown").ShouldSatisfyAllConditions(
            report => report.Action.ShouldBe(DeliveryAction.Delayed), report => report.Hard.ShouldBeFalse());

    [Fact]
    public void Refusal_of_the_content_is_not_hard_whatever_it_says()
    {
        var found = MailRecognition.Of(Mails.Read(
            "From: MAILER-DAEMON@example.net", "Subject: Undelivered Mail Returned to Sender", "", "could not be delivered:", "",
            "<bob@example.net>: host mx.example.net said: 550 User unknown", "    (in reply to end of DATA command)"));

        found.Reports.ShouldHaveSingleItem().Hard.ShouldBeFalse();
    }

    [Fact]
    public void Notice_in_words_names_its_recipient_and_the_returned_mail()
    {
        var found = MailRecognition.Of(Mails.Read(
            "From: Mail Delivery System <mailer-daemon@example.net>", "To: us@example.org", "Subject: failure notice", "",
            "Sorry, your message could not be delivered.", "", "<bob@example.net>:", "550 no such user", "",
            "--- the mail follows", "From: us@example.org", "To: bob@example.net", "Message-ID: <ours@example.org>", "Subject: hi", "", "hi"));

        found.Kind.ShouldBe(MailKind.Bounce);
        var report = found.Reports.ShouldHaveSingleItem();
        report.Recipient.ShouldBe("bob@example.net");
        report.Hard.ShouldBeTrue();
        report.OriginalMessageId.ShouldBe("ours@example.org");
    }

    [Fact]
    public void Person_who_writes_about_a_bounce_is_no_bounce() =>
        MailRecognition.Of(Mails.Read(
            "From: Ann <ann@example.org>", "Subject: Undelivered mail?", "", "I got 'user unknown' when I wrote to you: could not be delivered."))
            .Kind.ShouldBe(MailKind.Message);

    private static BounceReport Report(params string[] fields)
    {
        var found = MailRecognition.Of(Mails.Read([
            "From: MAILER-DAEMON@example.org", "Content-Type: multipart/report; report-type=delivery-status; boundary=b", "",
            "--b", "", "Your mail was not delivered.", "--b", "Content-Type: message/delivery-status", "", "Reporting-MTA: dns; mx.example.org", "",
            "Final-Recipient: rfc822; bob@example.net", .. fields, "", "--b", "Content-Type: message/rfc822", "",
            "Message-ID: <ours@example.org>", "", "text", "--b--"]));

        found.Kind.ShouldBe(MailKind.Bounce);
        return found.Reports.ShouldHaveSingleItem();
    }
}

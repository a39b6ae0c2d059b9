using Inbox.Mail.Recognition;

namespace Inbox.Mail.Tests.Recognition;

public sealed class RecognitionTests
{
    [Theory]
    [InlineData("Auto-Submitted: auto-replied")]
    [InlineData("Auto-Submitted: auto-generated (alarm)")]
    [InlineData("Return-Path: <>")]
    [InlineData("X-Autoreply: yes")]
    [InlineData("Precedence: auto_reply")]
    [InlineData("Subject: Automatic reply: your order")]
    [InlineData("Subject: Abwesenheitsnotiz: Urlaub")]
    [InlineData("Subject: =?utf-8?Q?R=C3=A9ponse_automatique_=3A_bonjour?=")]
    [InlineData("Subject: =?utf-8?B?6Ieq5YuV6L+U5L+h?=")]
    public void Sign_of_a_program_makes_an_automatic_reply(string field) => Kind(field).ShouldBe(MailKind.AutoReply);

    [Theory]
    [InlineData("Auto-Submitted: no")]
    [InlineData("Subject: Re: Automatic reply: your order")]
    [InlineData("Subject: Delivery failed, where is my parcel?")]
    [InlineData("X-Auto-Response-Suppress: All")]
    [InlineData("Return-Path: <ann@example.org>")]
    public void Mail_by_a_person_is_let_through(string field) => Kind(field).ShouldBe(MailKind.Message);

    [Theory]
    [InlineData("List-Id: <news.example.org>")]
    [InlineData("Precedence: bulk")]
    public void List_mail_is_a_list_and_not_automatic(string field)
    {
        var found = Of(field);

        found.Kind.ShouldBe(MailKind.List);
        found.IsAutomatic.ShouldBeFalse();
    }

    [Fact]
    public void Answer_to_an_invitation_is_calendar() =>
        Kind("Content-Type: text/calendar; method=REPLY").ShouldBe(MailKind.Calendar);

    [Fact]
    public void Invitation_is_a_message() => Kind("Content-Type: text/calendar; method=REQUEST").ShouldBe(MailKind.Message);

    [Fact]
    public void Read_receipt_is_automatic()
    {
        var mail = Mails.Read(
            "From: ann@example.org", "Content-Type: multipart/report; report-type=disposition-notification; boundary=b", "",
            "--b", "", "read", "--b", "Content-Type: message/disposition-notification", "", "Final-Recipient: rfc822; a@example.org", "--b--");

        MailRecognition.Of(mail).Kind.ShouldBe(MailKind.AutoReply);
    }

    [Fact]
    public void Feedback_report_is_a_complaint_about_its_mail()
    {
        var found = MailRecognition.Of(Mails.Read(
            "From: fbl@example.net", "Content-Type: multipart/report; report-type=feedback-report; boundary=b", "",
            "--b", "", "abuse", "--b", "Content-Type: message/feedback-report", "", "Feedback-Type: abuse", "Original-Rcpt-To: <ann@example.net>", "",
            "--b", "Content-Type: text/rfc822-headers", "", "Message-ID: <ours@example.org>", "--b--"));

        found.Kind.ShouldBe(MailKind.Complaint);
        found.Reports.ShouldBe([new BounceReport("ann@example.net", null, false, "ours@example.org", "abuse", DeliveryAction.Failed)]);
    }

    private static MailKind Kind(string field) => Of(field).Kind;

    private static RecognisedMail Of(string field) =>
        MailRecognition.Of(Mails.Read("From: Ann <ann@example.org>", field, "", "Hello, could you not deliver on Monday?"));
}

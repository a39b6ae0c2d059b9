using System.Text;
using Inbox.Mail.Recognition;

namespace Inbox.Mail.Tests.Recognition;

/// <summary>Notices as mail systems word them, without the standard's report parts, and people who write about them.</summary>
public sealed class MailSystemTests
{
    private const string Returned = "\n\nFrom: help@northwind.example\nTo: maja@example.net\nSubject: Your lamp\nMessage-ID: <7@northwind.example>\nDate: Tue, 5 Mar 2024 09:41:17 +0000\n\nDear Maja";

    public static TheoryData<string, string, string, bool, string> Notices() => new()
    {
        { "qmail", "MAILER-DAEMON@mx.example.net|failure notice", "Hi. This is the qmail-send program at mx.example.net.\nI'm afraid I wasn't able to deliver your message to the following addresses.\nThis is a permanent error; I've given up. Sorry it didn't work out.\n\n<maja@example.net>:\nSorry, no mailbox here by that name. (#5.1.1)\n\n--- Below this line is a copy of the message." + Returned, true, "maja@example.net" },
        { "qmail, full", "MAILER-DAEMON@mx.example.net|failure notice", "Hi. This is the qmail-send program at mx.example.net.\nI'm afraid I wasn't able to deliver your message to the following addresses.\n\n<maja@example.net>:\n192.0.2.1 failed after I sent the message.\nRemote host said: 552 5.2.2 mailbox is over quota\n\n--- Below this line is a copy of the message." + Returned, false, "maja@example.net" },
        { "Exim", "Mailer-Daemon@mx.example.net|Mail delivery failed: returning message to sender", "This message was created automatically by mail delivery software.\n\nA message that you sent could not be delivered to one or more of its\nrecipients. This is a permanent error. The following address(es) failed:\n\n  maja@example.net\n    host mail.example.net [192.0.2.1]\n    SMTP error from remote mail server after RCPT TO:<maja@example.net>:\n    550 5.1.1 User unknown\n\n------ This is a copy of the message, including all the headers. ------" + Returned, true, "maja@example.net" },
        { "Exim, refused as spam", "Mailer-Daemon@mx.example.net|Mail delivery failed: returning message to sender", "This message was created automatically by mail delivery software.\n\nA message that you sent could not be delivered to one or more of its\nrecipients. The following address(es) failed:\n\n  maja@example.net\n    SMTP error from remote mail server after end of data:\n    554 5.7.1 Message rejected as spam\n" + Returned, false, "maja@example.net" },
        { "Exim, delay", "Mailer-Daemon@mx.example.net|Warning: message 1rhT2a-0001 delayed 24 hours", "This message was created automatically by mail delivery software.\nA message that you sent has not yet been delivered to one or more of its\nrecipients after more than 24 hours on the queue on mx.example.net.\n\nThe address to which the message has not yet been delivered is:\n\n  maja@example.net\n    Delay reason: Connection timed out\n\nNo action is required on your part.", false, "maja@example.net" },
        { "sendmail", "MAILER-DAEMON@mx.example.net|Returned mail: see transcript for details", "The original message was received at Tue, 5 Mar 2024 09:41:17 GMT\nfrom localhost\n\n   ----- The following addresses had permanent fatal errors -----\n<maja@example.net>\n    (reason: 550 5.1.1 <maja@example.net>... User unknown)\n\n   ----- Transcript of session follows -----\n550 5.1.1 <maja@example.net>... User unknown" + Returned, true, "maja@example.net" },
        { "Postfix without its parts", "MAILER-DAEMON@mx.example.net|Undelivered Mail Returned to Sender", "This is the mail system at host mx.example.net.\n\nI'm sorry to have to inform you that your message could not\nbe delivered to one or more recipients. It's attached below.\n\n<maja@example.net>: Host or domain name not found. Name service error for\n    name=example.net type=MX: Host not found" + Returned, true, "maja@example.net" },
        { "Google", "mailer-daemon@googlemail.com|Delivery Status Notification (Failure)", "** Address not found **\n\nYour message wasn't delivered to maja@example.net because the address couldn't be found, or is unable to receive mail.\n\nThe response was:\n550 5.1.1 The email account that you tried to reach does not exist." + Returned, true, "maja@example.net" },
        { "Yahoo", "MAILER-DAEMON@yahoo.com|Failure Notice", "Sorry, we were unable to deliver your message to the following address.\n\n<maja@example.net>:\n554: delivery error: dd This user doesn't have a example.net account (maja@example.net) [0]\n\n--- Below this line is a copy of the message." + Returned, true, "maja@example.net" },
        { "Exchange, German", "postmaster@firma.example|Unzustellbar: Ihre Lampe", "Fehler bei der Nachrichtenzustellung an folgende Empfänger oder Gruppen:\n\nmaja@example.net\nDie eingegebene E-Mail-Adresse konnte nicht gefunden werden. Die Nachricht wurde nicht zugestellt.\n\nRemote Server returned '550 5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient not found'" + Returned, true, "maja@example.net" },
        { "Exchange, French", "postmaster@societe.example|Non remis : Votre lampe", "Échec de la remise à ces destinataires ou groupes :\n\nmaja@example.net\nL'adresse de messagerie est introuvable.\n\nRemote Server returned '550 5.1.1 RESOLVER.ADR.RecipNotFound; not found'" + Returned, true, "maja@example.net" },
        { "Exchange, Spanish", "postmaster@empresa.example|No se puede entregar: Su lámpara", "Error de entrega a estos destinatarios o grupos:\n\nmaja@example.net\nEl buzón del destinatario está lleno.\n\nRemote Server returned '554 5.2.2 mailbox full'" + Returned, false, "maja@example.net" },
        { "GMX", "mailer-daemon@gmx.example|Mail delivery failed: returning message to sender", "This message was created automatically by mail delivery software.\n\nA message that you sent could not be delivered to one or more of\nits recipients. This is a permanent error. The following address\nfailed:\n\nmaja@example.net:\nSMTP error from remote server for RCPT TO command, host: mx.example.net (192.0.2.1) reason: 550 Requested action not taken: mailbox unavailable" + Returned, true, "maja@example.net" },
        { "QQ", "PostMaster@qq.example|来自qq.example的退信", "抱歉，您的邮件被退回来了……\n\n无法发送到 maja@example.net\n\n退信原因：收件人邮件地址（maja@example.net）不存在，邮件无法送达。\nhost mx.example.net said: 550 Mailbox not found" + Returned, true, "maja@example.net" },
        { "163", "Postmaster@163.example|系统退信", "抱歉，您的邮件被退回来了。\n退信原因：投递失败\n收信人：maja@example.net\nMI:SPB 550 User not found: maja@example.net" + Returned, true, "maja@example.net" },
        { "Mail.ru", "mailer-daemon@mail.example|Mail failure.", "This message was created automatically by mail delivery software.\nYour message could not be delivered to the following recipients:\nmaja@example.net\nuser not found" + Returned, true, "maja@example.net" },
        { "Japanese", "MAILER-DAEMON@mx.example.jp|配信エラー", "メールを配信できませんでした。\n\n<maja@example.net>: 550 5.1.1 User unknown (宛先不明)" + Returned, true, "maja@example.net" },
        { "Domino", "Mail.Router@firma.example|DELIVERY FAILURE: User maja (maja@example.net) not listed in Domino Directory", "Your message\n\n  Subject: Your lamp\n\nwas not delivered to:\n\n  maja@example.net\n\nbecause:\n\n  User maja (maja@example.net) not listed in Domino Directory" + Returned, true, "maja@example.net" },
    };

    [Theory]
    [MemberData(nameof(Notices))]
    public void Notice_is_a_bounce_and_tells_whether_the_address_is_dead(string system, string head, string text, bool hard, string recipient)
    {
        var found = Of(head, text);

        found.Kind.ShouldBe(MailKind.Bounce, system);
        found.Reports.ShouldContain(r => r.Recipient == recipient, system);
        found.Reports.Any(r => r.Hard).ShouldBe(hard, system);
    }

    [Theory]
    [InlineData("maja@example.net|Fwd: Mail delivery failed: returning message to sender", "Your address does not work, see below.\n\n---------- Forwarded message ---------\nFrom: Mail Delivery System <mailer-daemon@example.net>\nDate: Tue, 5 Mar 2024\nSubject: Mail delivery failed\nTo: maja@example.net\n\nThis message was created automatically by mail delivery software. Your message could not be delivered: user unknown")]
    [InlineData("maja@example.net|Undelivered mail", "My mail to your shop could not be delivered, this is what I got:\n\nFrom: MAILER-DAEMON\nTo: maja@example.net\nSubject: failure\n\nuser unknown")]
    [InlineData("maja@example.net|Delivery failure", "The parcel was not delivered. Delivery has failed twice now.")]
    [InlineData("maja@example.net|Delivery status?", "Could not be delivered, says your site. 5.1.1 is the order.")]
    [InlineData("postmaster@firma.example|Question about your invoice", "Dear Sirs, we could not find the invoice.")]
    [InlineData("postmaster@firma.example|Re: Delivery problem", "It could not be delivered because nobody was at home.")]
    [InlineData("Royal Mail Delivery <parcels@post.example>|Delivery notification: your parcel", "Your parcel could not be delivered today. We try again tomorrow.")]
    [InlineData("Mail Delivery Services Ltd <info@mds.example>|Our offer", "We deliver your mailings.")]
    [InlineData("noreply@shop.example|Your order has been rejected", "Your payment was rejected. Your order could not be sent.")]
    [InlineData("maja@example.net|Zustellung fehlgeschlagen", "Das Paket wurde nicht zugestellt. Bitte senden Sie es noch einmal.")]
    [InlineData("maja@example.net|Rejected by your system", "Your form says: invalid address, user unknown. I am a customer for ten years!")]
    public void Person_or_shop_that_speaks_of_delivery_is_let_through(string head, string text) => Of(head, text).IsAutomatic.ShouldBeFalse();

    [Fact]
    public void Bounce_that_somebody_attached_to_a_complaint_is_no_bounce()
    {
        var found = MailRecognition.Of(Mails.Read(
            "From: Maja <maja@example.net>", "Subject: Undelivered mail", "Content-Type: multipart/mixed; boundary=b", "",
            "--b", "", "Hello, my mail to you could not be delivered, it is attached.", "--b", "Content-Type: message/rfc822", "",
            "From: MAILER-DAEMON@example.net", "Subject: Undelivered Mail Returned to Sender", "Content-Type: multipart/report; report-type=delivery-status; boundary=c", "",
            "--c", "", "could not be delivered", "--c", "Content-Type: message/delivery-status", "", "Final-Recipient: rfc822; help@northwind.example", "Status: 5.1.1", "--c--", "--b--"));

        found.Kind.ShouldBe(MailKind.Message);
    }

    [Fact]
    public void Absence_notice_with_a_null_return_path_is_no_bounce_whatever_it_answers() =>
        Of("Ann <ann@example.org>|Automatic reply: Delivery status of your order", "I am out of the office. Mail delivery is not my task.", "Return-Path: <>")
            .Kind.ShouldBe(MailKind.AutoReply);

    [Theory]
    [InlineData("List-Unsubscribe: <https://news.example/u>", MailKind.List)]
    [InlineData("List-Id: <news.example>", MailKind.List)]
    [InlineData("X-Mailer: Shop 1.0", MailKind.Message)]
    [InlineData("Feedback-ID: 1:order", MailKind.Message)]
    [InlineData("X-Priority: 3", MailKind.Message)]
    public void Newsletters_and_orders_are_not_automatic_in_our_sense(string header, MailKind kind) =>
        Of("Shop <orders@shop.example>|Your order 4711 is on its way", "Hello, we sent your lamp.", header).Kind.ShouldBe(kind);

    private static RecognisedMail Of(string head, string text, string header = "MIME-Version: 1.0")
    {
        var (from, subject) = head.Split('|') is [var left, var right] ? (left, right) : throw new ArgumentException("From|Subject", nameof(head));
        return MailRecognition.Of(MailReader.Read(Encoding.UTF8.GetBytes(
            $"{header}\r\nFrom: {from}\r\nTo: help@northwind.example\r\nSubject: {subject}\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n{text.ReplaceLineEndings("\r\n")}")));
    }
}

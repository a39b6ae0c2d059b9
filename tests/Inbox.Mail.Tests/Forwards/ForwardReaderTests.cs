using System.Text;
using Inbox.Mail.Forwards;

namespace Inbox.Mail.Tests.Forwards;

/// <summary>Forwards as the usual programs write them, of our own words.</summary>
public sealed class ForwardReaderTests
{
    [Theory]
    // Gmail in English, Italian, Polish, Japanese; Apple Mail in English, German, Swedish; Thunderbird in English, French.
    [InlineData("Fwd: Fan", "---------- Forwarded message ---------\nFrom: Nora Vale <nora@mail.example>\nDate: Mon, Nov 2, 2026 at 8:00 AM\nSubject: Fan\nTo: Ben <ben@agents.example>\n\n\n")]
    [InlineData("Fwd: Fan", "---------- Messaggio inoltrato ---------\nDa: Nora Vale <nora@mail.example>\nData: lun 2 nov 2026 alle ore 08:00\nOggetto: Fan\nA: <ben@agents.example>\n\n")]
    [InlineData("Fwd: Fan", "---------- Przekazana wiadomość ---------\nOd: Nora Vale <nora@mail.example>\nDate: pon., 2 lis 2026 o 08:00\nSubject: Fan\nTo: <ben@agents.example>\n\n")]
    [InlineData("Fwd: Fan", "---------- 転送されたメッセージ ---------\nFrom: Nora Vale <nora@mail.example>\nDate: 2026年11月2日(月) 8:00\nSubject: Fan\nTo: <ben@agents.example>\n\n")]
    [InlineData("Fwd: Fan", "Begin forwarded message:\n\n> From: Nora Vale <nora@mail.example>\n> Subject: Fan\n> Date: 2 November 2026 at 08:00:00 GMT\n> To: ben@agents.example\n> \n")]
    [InlineData("Fwd: Fan", "Anfang der weitergeleiteten Nachricht:\n\nVon: Nora Vale <nora@mail.example>\nBetreff: Fan\nDatum: 2. November 2026 um 08:00:00 MEZ\nAn: ben@agents.example\n\n")]
    [InlineData("VB: Fan", "Start på vidarebefordrat brev:\n\nFrån: Nora Vale <nora@mail.example>\nÄmne: Fan\nDatum: 2 november 2026 08:00:00 CET\nTill: ben@agents.example\n\n")]
    [InlineData("Fwd: Fan", "-------- Forwarded Message --------\nSubject: \tFan\nDate: \tMon, 2 Nov 2026 08:00:00 +0000\nFrom: \tNora Vale <nora@mail.example>\nTo: \tben@agents.example\n\n")]
    [InlineData("TR: Fan", "-------- Message transféré --------\nSujet : \tFan\nDate : \tMon, 2 Nov 2026 08:00:00 +0000\nDe : \tNora Vale <nora@mail.example>\nPour : \tben@agents.example\n\n")]
    // Outlook writes no words over it, in whatever language.
    [InlineData("FW: Fan", "________________________________\nFrom: Nora Vale <nora@mail.example>\nSent: Monday, November 2, 2026 8:00 AM\nTo: Ben <ben@agents.example>\nSubject: Fan\n\n")]
    [InlineData("WG: Fan", "Von: Nora Vale [mailto:nora@mail.example]\nGesendet: Montag, 2. November 2026 08:00\nAn: Ben\nBetreff: Fan\n\n")]
    [InlineData("TR: Fan", "De : Nora Vale <nora@mail.example>\nEnvoyé : lundi 2 novembre 2026 08:00\nÀ : Ben <ben@agents.example>\nObjet : Fan\n\n")]
    [InlineData("RV: Fan", "De: Nora Vale <nora@mail.example>\nEnviado el: lunes, 2 de noviembre de 2026 8:00\nPara: Ben\nAsunto: Fan\n\n")]
    [InlineData("ENC: Fan", "De: Nora Vale <nora@mail.example>\nEnviada em: segunda-feira, 2 de novembro de 2026 08:00\nPara: Ben\nAssunto: Fan\n\n")]
    [InlineData("I: Fan", "Da: Nora Vale <nora@mail.example>\nInviato: lunedì 2 novembre 2026 08:00\nA: Ben\nOggetto: Fan\n\n")]
    [InlineData("Doorst: Fan", "Van: Nora Vale <nora@mail.example>\nVerzonden: maandag 2 november 2026 08:00\nAan: Ben\nOnderwerp: Fan\n\n")]
    [InlineData("PD: Fan", "Od: Nora Vale <nora@mail.example>\nWysłano: poniedziałek, 2 listopada 2026 08:00\nDo: Ben\nTemat: Fan\n\n")]
    [InlineData("转发: Fan", "发件人: Nora Vale <nora@mail.example>\n发送时间: 2026年11月2日 8:00\n收件人: Ben\n主题: Fan\n\n")]
    [InlineData("FW: Fan", "От: Nora Vale <nora@mail.example>\nОтправлено: понедельник, 2 ноября 2026 г. 8:00\nКому: Ben\nТема: Fan\n\n")]
    public void Forward_of_a_usual_program_names_writer_subject_and_text(string subject, string over)
    {
        var found = Read(subject, $"Please look after her.\n\n{over}The fan rattles.\n\nNora\n").ShouldNotBeNull();

        found.From.ShouldBe(new Mailbox("Nora Vale", "nora@mail.example"));
        found.Subject.ShouldBe("Fan");
        found.Comment.ShouldBe("Please look after her.");
        found.Text.ShouldBe("The fan rattles.\n\nNora");
    }

    [Fact]
    public void Quote_marks_around_the_whole_forward_are_no_part_of_it()
    {
        var found = Read("Fwd: Fan", "Begin forwarded message:\n\n> From: Nora Vale <nora@mail.example>\n> Subject: Fan\n> Date: today\n> To: ben@agents.example\n> \n> It rattles.\n> > As I said\n");

        found.ShouldNotBeNull().Text.ShouldBe("It rattles.\n> As I said");
        found.Comment.ShouldBeEmpty();
    }

    [Fact]
    public void Line_with_an_address_in_place_of_headers_names_the_writer()
    {
        var found = Read("Fwd: Вентилятор", "-------- Пересылаемое сообщение --------\n02.11.2026, 08:00, Nora Vale <nora@mail.example>:\n\nШумит.\n");

        found.ShouldNotBeNull().From.Address.ShouldBe("nora@mail.example");
        found.Text.ShouldBe("Шумит.");
        found.Subject.ShouldBe("Вентилятор");
    }

    [Theory]
    [InlineData("Re: Fan", "Thanks\n\nFrom: Nora Vale <nora@mail.example>\nSent: Monday, November 2, 2026 8:00 AM\nTo: Ben <ben@agents.example>\nSubject: Fan\n\nIt rattles\n")]
    [InlineData("Re: Fwd: Fan", "Thanks\n\n---------- Forwarded message ---------\nFrom: Nora Vale <nora@mail.example>\nDate: today\nSubject: Fan\nTo: x@agents.example\n\nIt rattles\n")]
    [InlineData("FW: Fan", "From: Nora Vale\nSent: Monday, November 2, 2026 8:00 AM\nTo: Ben\nSubject: Fan\n\nNo address\n")]
    [InlineData("Fwd: Fan", "Nothing below")]
    [InlineData("Fan", "---------- Forwarded message ---------\nFrom: Nora Vale <nora@mail.example>\nDate: today\nSubject: Fan\nTo: x@agents.example\n\nIt rattles\n")]
    [InlineData("", "")]
    public void What_forwards_nothing_is_none(string subject, string text) => Read(subject, text).ShouldBeNull();

    [Fact]
    public void Attached_mail_is_the_forward()
    {
        var mail = MailReader.Read(Encoding.UTF8.GetBytes(
            "From: Ben <ben@agents.example>\r\nSubject: For you\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\nSee below\r\n-- \r\nBen\r\n--b\r\nContent-Type: message/rfc822\r\n\r\n"
            + "From: Nora Vale <nora@mail.example>\r\nSubject: Fan\r\nDate: Mon, 2 Nov 2026 08:00:00 +0000\r\nMessage-ID: <a@mail.example>\r\n\r\nIt rattles\r\n--b--\r\n"));

        ForwardReader.Read(mail).ShouldBe(new ForwardedMail(
            new Mailbox("Nora Vale", "nora@mail.example"), "Fan", new DateTimeOffset(2026, 11, 2, 8, 0, 0, TimeSpan.Zero), "See below", "It rattles", "a@mail.example"));
    }

    [Fact]
    public void Several_attached_mails_are_nobodys_message_in_particular()
    {
        const string One = "--b\r\nContent-Type: message/rfc822\r\n\r\nFrom: nora@mail.example\r\n\r\nHi\r\n";
        ForwardReader.Read(MailReader.Read(Encoding.UTF8.GetBytes($"From: ben@agents.example\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n{One}{One}--b--\r\n"))).ShouldBeNull();
    }

    private static ForwardedMail? Read(string subject, string text) => ForwardReader.Read(MailReader.Read(Encoding.UTF8.GetBytes(
        $"From: Ben <ben@agents.example>\r\nSubject: {subject}\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n{text.Replace("\n", "\r\n", StringComparison.Ordinal)}")));
}

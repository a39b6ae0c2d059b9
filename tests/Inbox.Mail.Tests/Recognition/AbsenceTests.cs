using System.Text;
using Inbox.Mail.Recognition;

namespace Inbox.Mail.Tests.Recognition;

/// <summary>Absence notices in the languages of our users, and mail by people that only resembles them.</summary>
public sealed class AbsenceTests
{
    [Theory]
    [InlineData("Automatic reply: Your order 4711")]
    [InlineData("Out of Office: Your order")]
    [InlineData("Out of Office Re: Your order")]
    [InlineData("[Auto-Reply] Your order")]
    [InlineData("Automatische Antwort: Ihre Bestellung")]
    [InlineData("Abwesenheitsnotiz: Ihre Bestellung")]
    [InlineData("Réponse automatique : Votre commande")]
    [InlineData("Respuesta automática: Su pedido")]
    [InlineData("Fuera de la oficina: Su pedido")]
    [InlineData("Resposta automática: Seu pedido")]
    [InlineData("Risposta automatica: Il suo ordine")]
    [InlineData("Fuori sede: Il suo ordine")]
    [InlineData("Automatisch antwoord: Uw bestelling")]
    [InlineData("Automatyczna odpowiedź: Zamówienie")]
    [InlineData("Odpowiedź automatyczna: Zamówienie")]
    [InlineData("Autosvar: Er beställning")]
    [InlineData("Automatiskt svar: Er beställning")]
    [InlineData("自動返信: ご注文について")]
    [InlineData("不在通知: ご注文について")]
    [InlineData("自动回复: 您的订单")]
    [InlineData("自動回覆: 您的訂單")]
    [InlineData("Автоматический ответ: Ваш заказ")]
    [InlineData("Автоответ: Ваш заказ")]
    public void Subject_that_only_programs_write_is_enough(string subject) => Kind(subject, "Hello").ShouldBe(MailKind.AutoReply);

    [Theory]
    [InlineData("AUTO: Ann Lee is out of the office (returning 05/03/2024)", "I am out of the office until Monday.")]
    [InlineData("Out of the office until Monday", "I am out of the office and will be back on Monday.")]
    [InlineData("On vacation", "I am on vacation until 5 March. I will be back on Monday.")]
    [InlineData("Abwesend bis 5. März", "Ich bin bis zum 5. März nicht im Büro. In dringenden Fällen hilft Frau Lind.")]
    [InlineData("Urlaub", "Vom 1. bis 5. März bin ich abwesend. Ihre Nachricht wird nicht weitergeleitet.")]
    [InlineData("Absent jusqu'au 5 mars", "Je suis absente du bureau, de retour le 6 mars.")]
    [InlineData("En congés", "Je suis actuellement absent. En cas d'urgence, appelez le standard.")]
    [InlineData("Ausente", "Estoy de vacaciones y responderé a mi regreso.")]
    [InlineData("Férias", "Estou de férias até dia 5 e retornarei o contacto no meu retorno.")]
    [InlineData("Assente fino al 5 marzo", "Sono in ferie, risponderò al mio rientro.")]
    [InlineData("Afwezig", "Tot 5 maart ben ik afwezig. Bij mijn terugkomst antwoord ik.")]
    [InlineData("Nieobecność", "Jestem na urlopie do 5 marca. Odpowiem po powrocie.")]
    [InlineData("Frånvarande", "Jag är på semester och är tillbaka den 6 mars.")]
    [InlineData("不在", "3月5日まで休暇をいただいております。")]
    [InlineData("休假", "我正在休假，回来后会尽快回复您。")]
    [InlineData("В отпуске до 5 марта", "Я в отпуске, вернусь 6 марта.")]
    public void Subject_that_people_write_too_needs_a_text_that_says_the_same(string subject, string text) =>
        Kind(subject, text, "In-Reply-To: <1@shop.example>").ShouldBe(MailKind.AutoReply);

    [Theory]
    [InlineData("Precedence: bulk")]
    [InlineData("X-Auto-Response-Suppress: All")]
    public void Answer_of_a_program_that_wants_none_and_speaks_of_absence_is_automatic(string header) =>
        Kind("Re: Your order", "Thank you for your mail. I am out of the office until Monday.", header, "In-Reply-To: <1@shop.example>").ShouldBe(MailKind.AutoReply);

    [Theory]
    [InlineData("Auto: Kratzer an der Tür", "Seit der Inspektion hat mein Auto einen Kratzer.")]
    [InlineData("On vacation, please hold my parcel", "We leave on Friday. Can you deliver a week later?")]
    [InlineData("I am out of toner", "Please send two cartridges.")]
    [InlineData("I'm out of patience", "Third time I write.")]
    [InlineData("Out of office chairs?", "Your shop shows none in stock.")]
    [InlineData("Abwesend bei der Zustellung", "Ihr Fahrer war da, als ich arbeiten war. Wo ist das Paket?")]
    [InlineData("Absence de réponse", "Je vous ai écrit trois fois.")]
    [InlineData("Ausencia de respuesta", "Les escribí tres veces.")]
    [InlineData("Away team shirts", "Do you sell them?")]
    [InlineData("Urlaub stornieren", "Ich möchte meine Reise im Mai stornieren.")]
    [InlineData("Ferie natalizie", "Quando siete aperti?")]
    [InlineData("Urlaub auf Rügen", "Ich bin bis Freitag dort, das Zimmer ist schmutzig. In dringenden Fällen erreichen Sie mich mobil.")]
    [InlineData("On holiday until Monday", "I will be back on Monday, please deliver then.")]
    [InlineData("Out of the office on Friday", "I am out of the office on Friday. Can you deliver on Monday?")]
    [InlineData("Férias em Lisboa", "Estou de férias e o quarto está sujo.")]
    [InlineData("Отпуск отменяется", "Верните деньги за билет.")]
    [InlineData("Re: Automatic reply: Your order", "Thanks for the quick note, but where is it?")]
    [InlineData("AW: Abwesenheitsnotiz: Ihre Bestellung", "Wann sind Sie wieder da?")]
    [InlineData("Complaint about your automatic reply", "It says that you are out of the office. For a month?")]
    public void Mail_by_a_person_is_let_through(string subject, string text) => Kind(subject, text).ShouldBe(MailKind.Message);

    [Theory]
    [InlineData("X-MS-Exchange-Generated-Message-Source: Mailbox Rules Agent")]
    [InlineData("X-Auto-Response-Suppress: DR, OOF, AutoReply")]
    [InlineData("Precedence: normal")]
    [InlineData("X-Priority: 1")]
    [InlineData("Auto-Submitted: no")]
    public void Mail_that_a_rule_of_a_mailbox_passed_on_is_no_automatic_reply(string header) =>
        Kind("My order", "Where is it?", header).ShouldBe(MailKind.Message);

    [Fact]
    public void Person_who_answers_an_absence_notice_with_it_quoted_below_is_let_through() =>
        Kind("Out of the office until Monday", "It is Tuesday now, still no lamp.\n\nOn 5 Mar 2024, at 09:41, Northwind <help@northwind.example> wrote:\n> I am out of the office until Monday.")
            .ShouldBe(MailKind.Message);

    private static MailKind Kind(string subject, string text, params string[] headers) =>
        MailRecognition.Of(MailReader.Read(Encoding.UTF8.GetBytes(
            $"From: Ann <ann@example.org>\r\nSubject: {subject}\r\nContent-Type: text/plain; charset=utf-8\r\n{string.Concat(headers.Select(h => h + "\r\n"))}\r\n{text}"))).Kind;
}

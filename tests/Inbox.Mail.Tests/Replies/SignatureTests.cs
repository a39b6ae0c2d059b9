using Inbox.Mail.Replies;

namespace Inbox.Mail.Tests.Replies;

public sealed class SignatureTests
{
    [Theory]
    [InlineData("Sent from my iPhone")]
    [InlineData("Sent from my Galaxy")]
    [InlineData("Sent from Yahoo Mail for iPhone")]
    [InlineData("Sent from Mail for Windows")]
    [InlineData("Sent from Outlook for Android<https://aka.ms/abc>")]
    [InlineData("Sent from my mobile, please excuse brevity.")]
    [InlineData("Sent with Proton Mail secure email.")]
    [InlineData("Get Outlook for iOS<https://aka.ms/abc>")]
    [InlineData("Get [Outlook for Android](https://aka.ms/abc)")]
    [InlineData("Von meinem iPhone gesendet")]
    [InlineData("Gesendet von Outlook für iOS")]
    [InlineData("Diese Nachricht wurde von meinem Android-Gerät mit K-9 Mail gesendet.")]
    [InlineData("Outlook für Android beziehen")]
    [InlineData("Envoyé de mon iPhone")]
    [InlineData("Envoyé à partir de Outlook pour Android")]
    [InlineData("Télécharger Outlook pour iOS")]
    [InlineData("Enviado desde mi iPhone")]
    [InlineData("Obtener Outlook para iOS")]
    [InlineData("Enviado do meu iPhone")]
    [InlineData("Obter o Outlook para Android")]
    [InlineData("Inviato da iPhone")]
    [InlineData("Inviato da Outlook per iOS")]
    [InlineData("Verstuurd vanaf mijn iPhone")]
    [InlineData("Verzonden vanuit Outlook voor iOS")]
    [InlineData("Wysłane z iPhone'a")]
    [InlineData("Wysłano z mojego iPhone’a")]
    [InlineData("Skickat från min iPhone")]
    [InlineData("Hämta Outlook för Android")]
    [InlineData("Sendt fra min iPhone")]
    [InlineData("Hent Outlook til iOS")]
    [InlineData("Lähetetty iPhonesta")]
    [InlineData("Odesláno z iPhonu")]
    [InlineData("iPhone'umdan gönderildi")]
    [InlineData("iPhoneから送信")]
    [InlineData("从我的iPhone发送")]
    [InlineData("发自我的iPhone")]
    [InlineData("從我的 iPhone 傳送")]
    [InlineData("나의 iPhone에서 보냄")]
    [InlineData("Отправлено с iPhone")]
    [InlineData("Отправлено из мобильной Яндекс Почты")]
    [InlineData("Sent from the all new AOL app for iOS")]
    [InlineData("Sent from Samsung tablet.")]
    [InlineData("Von meiner Galaxy gesendet")]
    [InlineData("Gesendet mit der GMX Mail App")]
    [InlineData("Gesendet von Mail für Windows")]
    [InlineData("Envoyé depuis mon appareil Galaxy")]
    [InlineData("Envoyé depuis l’application Mail Orange")]
    [InlineData("Provenance : Courrier pour Windows")]
    [InlineData("Enviado desde Correo para Windows")]
    [InlineData("Inviato da Libero Mail per Android")]
    [InlineData("Wysłane z telefonu Samsung")]
    [InlineData("Skickat från min mobil")]
    [InlineData("Sendt fra min Samsung Galaxy-telefon.")]
    [InlineData("Lähetetty Samsung Galaxy -puhelimesta")]
    [InlineData("Odesláno ze zařízení Galaxy")]
    [InlineData("Samsung Galaxy cihazımdan gönderildi")]
    [InlineData("Galaxy에서 보냄")]
    [InlineData("Отправлено с моего телефона Xiaomi")]
    [InlineData("__\nSent from my Pixel 8 Pro")]
    public void Device_line_at_the_end_is_cut(string line)
    {
        ReplyText.Of($"Yes, please.\n\n{line}\n").ShouldBe("Yes, please.");
        ReplyText.Of($"Yes, please.\n\n{line}\n\nOn 05/03/2024 09:41, Northwind wrote:\n> Shall we?\n").ShouldBe("Yes, please.");
    }

    [Theory]
    [InlineData("Sent from my office, which is closer than my phone ever was.")]
    [InlineData("I sent you my phone for repair.")]
    [InlineData("From my phone I cannot log in")]
    [InlineData("Von meinem Handy aus kann ich mich nicht anmelden")]
    [InlineData("Ich habe das Handy am Montag zurückgesendet")]
    [InlineData("我的手机坏了")]
    [InlineData("내 갤럭시가 고장났어요")]
    [InlineData("Telefon dün gönderildi")]
    [InlineData("Sent you the form yesterday.")]
    [InlineData("Does Outlook for iOS work with it? Please tell me.")]
    public void Sentence_about_devices_stays(string line) => ReplyText.Of($"Hello,\n\n{line}").ShouldBe($"Hello,\n\n{line}");

    [Fact]
    public void Signature_under_its_delimiter_is_cut() =>
        ReplyText.Of("Yes, please.\n\n-- \nMaja Lind\nAnkergatan 4\n").ShouldBe("Yes, please.");

    [Fact]
    public void Delimiter_that_lost_its_space_still_cuts_a_short_signature() =>
        ReplyText.Of("Yes, please.\n--\nMaja Lind\n\nOn 05/03/2024 09:41, Northwind wrote:\n> Shall we?\n").ShouldBe("Yes, please.");

    [Fact]
    public void Dashes_over_a_long_text_are_no_signature()
    {
        var text = "Part one\n--\n" + string.Join('\n', Enumerable.Range(1, 40).Select(i => $"Step {i} was done"));
        ReplyText.Of(text).ShouldBe(text);
    }

    [Fact]
    public void Footer_of_a_mailing_list_is_cut() =>
        ReplyText.Of("How do I reset it?\n\n-Maja Lind\n\n_______________\nlamps mailing list\nlamps@lists.northwind.example\n").ShouldBe("How do I reset it?");

    [Fact]
    public void Closing_words_and_name_stay() =>
        ReplyText.Of("Yes, please.\n\nThanks,\nMaja").ShouldBe("Yes, please.\n\nThanks,\nMaja");
}

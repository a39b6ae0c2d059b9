using Inbox.Mail.Replies;

namespace Inbox.Mail.Tests.Replies;

/// <summary>Outlook and its like, which put the old mail under a block of its headers.</summary>
public sealed class HeaderBlockTests
{
    private const string Answer = "The parcel arrived today.\n\nMaja";

    public static TheoryData<string, string, string, string> Labels() => new()
    {
        { "From", "Sent", "To", "Subject" },
        { "From", "Date", "To", "Subject" },
        { "Von", "Gesendet", "An", "Betreff" },
        { "Von", "Datum", "An", "Betreff" },
        { "De", "Envoyé", "À", "Objet" },
        { "De", "Date", "À", "Objet" },
        { "De", "Enviado el", "Para", "Asunto" },
        { "De", "Fecha", "Para", "Asunto" },
        { "De", "Enviado", "Para", "Assunto" },
        { "De", "Data", "Para", "Assunto" },
        { "Da", "Inviato", "A", "Oggetto" },
        { "Da", "Data", "A", "Oggetto" },
        { "Van", "Verzonden", "Aan", "Onderwerp" },
        { "Van", "Datum", "Aan", "Onderwerp" },
        { "Od", "Wysłano", "Do", "Temat" },
        { "Od", "Data", "Do", "Temat" },
        { "Från", "Skickat", "Till", "Ämne" },
        { "Från", "Datum", "Till", "Ämne" },
        { "Fra", "Sendt", "Til", "Emne" },
        { "Fra", "Dato", "Til", "Emne" },
        { "Lähettäjä", "Lähetetty", "Vastaanottaja", "Aihe" },
        { "Lähettäjä", "Päivämäärä", "Vastaanottaja", "Aihe" },
        { "Od", "Odesláno", "Komu", "Předmět" },
        { "Od", "Datum", "Komu", "Předmět" },
        { "Kimden", "Gönderildi", "Kime", "Konu" },
        { "Kimden", "Tarih", "Kime", "Konu" },
        { "差出人", "送信日時", "宛先", "件名" },
        { "差出人", "日付", "宛先", "件名" },
        { "发件人", "发送时间", "收件人", "主题" },
        { "发件人", "日期", "收件人", "主题" },
        { "寄件者", "傳送時間", "收件者", "主旨" },
        { "보낸 사람", "보낸 날짜", "받는 사람", "제목" },
        { "보낸 사람", "날짜", "받는 사람", "제목" },
        { "От", "Отправлено", "Кому", "Тема" },
        { "От", "Дата", "Кому", "Тема" },
        { "Від", "Надіслано", "Кому", "Тема" },
    };

    private static string Block(string from, string date, string to, string subject, string colon = ":") =>
        $"{from}{colon} Northwind <help@northwind.example>\n{date}{colon} 5. 3. 2024 9:41\n{to}{colon} Maja\n{subject}{colon} Your parcel\n\nWhen did it arrive?\n";

    [Theory]
    [MemberData(nameof(Labels))]
    public void Plain_block_and_what_follows_are_cut(string from, string date, string to, string subject) =>
        ReplyText.Of($"{Answer}\n\n{Block(from, date, to, subject)}").ShouldBe(Answer);

    [Theory]
    [MemberData(nameof(Labels))]
    public void Block_under_a_rule_is_cut_with_it(string from, string date, string to, string subject) =>
        ReplyText.Of($"{Answer}\n\n________________________________\n{Block(from, date, to, subject)}").ShouldBe(Answer);

    [Theory]
    [MemberData(nameof(Labels))]
    public void Bold_block_is_cut(string from, string date, string to, string subject) =>
        ReplyText.Of($"{Answer}\n\n*{from}:* Northwind [mailto:\nhelp@northwind.example]\n*{date}:* 5. 3. 2024\n*{to}:* Maja\n*{subject}:* Your parcel\n\nWhen?\n").ShouldBe(Answer);

    [Theory]
    [MemberData(nameof(Labels))]
    public void Block_with_spaced_and_wide_colons_is_cut(string from, string date, string to, string subject)
    {
        ReplyText.Of($"{Answer}\n\n{Block(from, date, to, subject, " :")}").ShouldBe(Answer);
        ReplyText.Of($"{Answer}\n\n{Block(from, date, to, subject, "：")}").ShouldBe(Answer);
    }

    [Theory]
    [MemberData(nameof(Labels))]
    public void Double_spaced_block_is_cut(string from, string date, string to, string subject) =>
        ReplyText.Of($"{Answer}\n\n{from}: help@northwind.example\n\n{date}: 5. 3. 2024\n\n{to}: Maja\n\n{subject}: Your parcel\n\nWhen?\n").ShouldBe(Answer);

    [Theory]
    [InlineData("-----Original Message-----")]
    [InlineData("------ Original Message ------")]
    [InlineData("‐‐‐‐‐‐‐ Original Message ‐‐‐‐‐‐‐")]
    [InlineData("---Original---")]
    [InlineData("-----Ursprüngliche Nachricht-----")]
    [InlineData("-------- Original-Nachricht --------")]
    [InlineData("-----Message d'origine-----")]
    [InlineData("-------- Message original --------")]
    [InlineData("-----Mensaje original-----")]
    [InlineData("-----Mensagem original-----")]
    [InlineData("-----Messaggio originale-----")]
    [InlineData("-----Oorspronkelijk bericht-----")]
    [InlineData("-----Wiadomość oryginalna-----")]
    [InlineData("-----Ursprungligt meddelande-----")]
    [InlineData("-----Oprindelig meddelelse-----")]
    [InlineData("-----Opprinnelig melding-----")]
    [InlineData("-----Alkuperäinen viesti-----")]
    [InlineData("-----Původní zpráva-----")]
    [InlineData("-----Orijinal Mesaj-----")]
    [InlineData("-----Исходное сообщение-----")]
    [InlineData("-----元のメッセージ-----")]
    [InlineData("-----原始邮件-----")]
    [InlineData("-----原始郵件-----")]
    [InlineData("-----원본 메시지-----")]
    public void Original_message_line_starts_the_history(string line)
    {
        ReplyText.Of($"{Answer}\n\n{line}\nWhen did it arrive?\n").ShouldBe(Answer);
        ReplyText.Of($"{Answer}\n\n{line}\n{Block("From", "Sent", "To", "Subject")}").ShouldBe(Answer);
    }

    [Theory]
    [InlineData("From: Northwind\nSent: Tuesday\nTo: Maja")]
    [InlineData("Sent: Tuesday\nTo: Maja\nSubject: Lamp")]
    [InlineData("Date: Tue, 5 Mar 2024 09:41:17 +0100\nFrom: help@northwind.example\nTo: maja@example.org")]
    [InlineData("\tFrom: Northwind <help@northwind.example>\n\tTo: Maja\n\tCc: Ole\n\tSent: Tuesday\n\tSubject: Lamp")]
    public void Short_or_reordered_block_is_cut(string block) =>
        ReplyText.Of($"{Answer}\n\n{block}\n\nWhen did it arrive?\n").ShouldBe(Answer);

    [Theory]
    [InlineData("My journey:\nFrom: Berlin\nTo: Prague\nDate: 5 March 2024\nPlease book it.")]
    [InlineData("Subject: I want my money back\nI ordered two lamps.")]
    [InlineData("To: the manager\nI ordered two lamps.")]
    public void Labels_that_are_no_mail_headers_stay(string text) => ReplyText.Of(text).ShouldBe(text);
}

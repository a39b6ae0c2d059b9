using System.Globalization;
using System.Text;

namespace Inbox.Benchmarks;

/// <summary>Distinct mails such as a company gets: some with HTML, some with a picture, every fifth a reply in a conversation.</summary>
internal static class MailFlood
{
    private static readonly string[] Things = ["laptop", "parcel", "invoice", "refund", "charger", "appointment", "delivery", "account", "screen", "order"];

    public static byte[] Mail(int number, string run)
    {
        var random = new Random(number);
        var person = number / 3;
        var reply = number % 5 == 4;
        var subject = $"{(reply ? "Re: " : "")}My {Things[person % Things.Length]} and what happened to it ({person})";
        var text = new StringBuilder();
        for (var line = 0; line < 12 + random.Next(30); line++)
        {
            text.Append("Line ").Append(line).Append(": the ").Append(Things[random.Next(Things.Length)])
                .Append(" was promised for day ").Append(random.Next(30)).Append(" and nobody could say where it is.\r\n");
        }

        var mail = new StringBuilder();
        mail.Append("Received: from mail.example by mx.acme.example; Sat, 21 Nov 2026 10:00:00 +0000\r\n");
        mail.Append(CultureInfo.InvariantCulture, $"From: \"Person {person}\" <person{person}@mail{person % 50}.example>\r\nTo: Support <support@acme.example>\r\nSubject: {subject}\r\n");
        mail.Append(CultureInfo.InvariantCulture, $"Message-ID: <{run}.{number}@mail.example>\r\nDate: Sat, 21 Nov 2026 10:00:00 +0000\r\nMIME-Version: 1.0\r\n");
        if (reply)
        {
            mail.Append(CultureInfo.InvariantCulture, $"In-Reply-To: <{run}.{number - 1}@mail.example>\r\nReferences: <{run}.{number - 1}@mail.example>\r\n");
            text.Append("\r\nOn Fri, 20 Nov 2026 at 10:00, Support <support@acme.example> wrote:\r\n> We look into it.\r\n> Support\r\n");
        }

        return Encoding.UTF8.GetBytes((number % 10) switch
        {
            < 6 => mail.Append("Content-Type: text/plain; charset=utf-8\r\n\r\n").Append(text).ToString(),
            < 9 => Alternative(mail, text),
            _ => WithPicture(mail, text, random),
        });
    }

    private static string Alternative(StringBuilder mail, StringBuilder text) => mail
        .Append("Content-Type: multipart/alternative; boundary=\"=_a\"\r\n\r\n--=_a\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n").Append(text)
        .Append("\r\n--=_a\r\nContent-Type: text/html; charset=utf-8\r\n\r\n<html><body><p>").Append(text.ToString().Replace("\r\n", "<br>\r\n", StringComparison.Ordinal))
        .Append("</p></body></html>\r\n--=_a--\r\n").ToString();

    private static string WithPicture(StringBuilder mail, StringBuilder text, Random random)
    {
        var picture = new byte[30_000];
        random.NextBytes(picture);
        return mail.Append("Content-Type: multipart/mixed; boundary=\"=_m\"\r\n\r\n--=_m\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n").Append(text)
            .Append("\r\n--=_m\r\nContent-Type: image/jpeg\r\nContent-Disposition: attachment; filename=\"photo.jpg\"\r\nContent-Transfer-Encoding: base64\r\n\r\n")
            .Append(Convert.ToBase64String(picture, Base64FormattingOptions.InsertLineBreaks)).Append("\r\n--=_m--\r\n").ToString();
    }
}

using System.Buffers;
using System.Text.RegularExpressions;

namespace Inbox.Mail.Replies;

/// <summary>Signature delimiters and the lines phones and mail programs add by themselves.</summary>
internal static partial class Signatures
{
    /// <summary>A longer tail under "--" is text that happens to be divided by dashes.</summary>
    private const int MaxLines = 25;

    /// <summary>
    /// "-- " (RFC 3676, 4.3). Many transports lose the space, so "--" alone counts as well when what follows is short.
    /// </summary>
    public static bool IsDelimiter(IReadOnlyList<MailLine> lines, int index)
    {
        var line = lines[index];
        return line.Trimmed is "--" or "—" && (line.HasTrailingSpace || IsShortTail(lines, index + 1));
    }

    private static bool IsShortTail(IReadOnlyList<MailLine> lines, int start)
    {
        var written = 0;
        for (var i = start; i < lines.Count && i < start + (4 * MaxLines) && !lines[i].IsQuoted; i++)
        {
            if (!lines[i].IsBlank && ++written > MaxLines)
                return false;
        }
        return true;
    }

    /// <summary>"Sent from my iPhone" and its kin.</summary>
    public static bool IsDeviceLine(MailLine line)
    {
        var text = line.Text.Trim('<', '>', '(', ')', '[', ']', '-', '_', '.', ' ', '"');
        return text.Length is > 3 and <= 160
            && (SentFromMy().IsMatch(text) || NamesDevice(text) || (text.Contains("Outlook", StringComparison.OrdinalIgnoreCase) && GetOutlook().IsMatch(text)));
    }

    /// <summary>"-Ana Kowal" above a list's footer.</summary>
    public static bool IsDashedName(MailLine line) => line.Raw.Length <= 60 && DashedName().IsMatch(line.Raw);

    /// <summary>Programs and devices that name themselves; words, since models change every year.</summary>
    private static readonly SearchValues<string> Devices = SearchValues.Create(
    [
        "iphon", "ipad", "ipod", "apple watch", "blackberry", "android", "samsung", "galaxy", "huawei", "xiaomi", "redmi", "htc",
        "nokia", "lumia", "windows", "outlook", "yahoo", "aol", "gmail", "gmx", "web.de", "mail.ru", "yandex", "proton", "tuta",
        "mailbox", "airmail", "bluemail", "k-9", "thunderbird", "spark", "newton", "fastmail", "zoho", "mymail", "aqua mail", "edison",
        "canary", "superhuman", "hey", "phone", "mobil", "cell", "smartphone", "tablet", "handheld", "handy", "telefon", "téléphone",
        "teléfono", "celular", "móvil", "cellulare", "telefone", "telemóvel", "telefoon", "telefono", "puhelim", "motorola", "moto ", "pixel",
        "oneplus", "oppo", "realme", "vivo", "xperia", "treo", "alcatel", "[mail]", "mail<http", "mail for", "mail für", "courrier pour", "application mail",
        "correo para", "email för", "e-post for", "スマートフォン", "携帯", "手机", "手機", "휴대폰", "갤럭시", "アイフォン", "телефон", "смартфон",
        "айфон", "почт",
    ],
    StringComparison.OrdinalIgnoreCase);

    private static readonly string[] Starts =
    [
        "sent from", "sent via", "sent with", "sent by", "sent using", "sent on", "written on", "typed on",
        "gesendet von", "gesendet mit", "gesendet über", "gesendet aus",
        "envoyé de", "envoyé depuis", "envoyé à partir", "envoyé avec", "envoyé par", "envoyé via", "envoyé d'", "provenance :", "envoyé d’",
        "enviado desde", "enviado con", "enviado mediante", "enviado do", "enviado a partir", "enviado através", "enviado com", "enviado pelo",
        "enviado via", "enviado de", "enviada do", "obter o", "obtener", "inviato da", "inviato con", "inviato via", "inviato tramite",
        "verzonden vanaf", "verzonden met", "verzonden van", "verzonden via", "verstuurd vanaf", "verstuurd met", "wysłano z", "wysłane z",
        "wysłano za", "skickat från", "skickat med", "skickades från", "sendt fra", "sendt med", "sendt via", "lähetetty", "odesláno z",
        "odesláno pomocí", "odoslané z", "gönderen:", "отправлено с", "отправлено из", "отправлено через", "надіслано з", "küldve",
        "trimis de", "στάλθηκε από", "发自", "發自",
    ];

    /// <summary>Where the verb stands last, "Von meinem Handy" alone may begin a sentence: both ends must fit.</summary>
    private static readonly (string Start, string End)[] Around =
    [
        ("von mein", "gesendet"), ("mit mein", "gesendet"), ("diese nachricht wurde", "gesendet"), ("diese e-mail wurde", "gesendet"),
        ("从", "发送"), ("從", "傳送"), ("從", "發送"), ("", "から送信"), ("", "에서 보냄"), ("", "에서 전송"), ("", "mdan gönderildi"), ("", "mden gönderildi"),
    ];

    private static bool NamesDevice(string text)
    {
        var start = Array.Find(Starts, s => text.StartsWith(s, StringComparison.OrdinalIgnoreCase));
        if (start is null)
            return text.Length <= 100 && Array.Exists(Around, a => IsAround(text, a.Start, a.End)) && text.AsSpan().ContainsAny(Devices);
        var device = text.AsSpan().IndexOfAny(Devices);
        // "Sent from my desk, …" is a sentence: nothing but the name stands between the phrase and the device.
        return device >= 0 && device <= start.Length + 32 && text.AsSpan(0, device).IndexOfAny(",;!?") < 0;
    }

    private static bool IsAround(string text, string start, string end) =>
        text.StartsWith(start, StringComparison.OrdinalIgnoreCase) && text.EndsWith(end, StringComparison.OrdinalIgnoreCase);

    [GeneratedRegex(@"^(?:from my|someone from) (?:i?phone|i?pad|mobile|cell)(?: \w{1,3})?$|^(?:sent from my|verzonden vanaf mijn|verstuurd vanaf mijn|gesendet von meinem|envoyé de mon|envoyé depuis mon|enviado desde mi|enviado do meu|inviato dal mio|wysłano z mojego|skickat från min|sendt fra min|odesláno z mého|отправлено с моего) [\p{L}\p{N}'’&+./-]+(?: [\p{L}\p{N}'’&+/-]+){0,3}$", RegexOptions.NonBacktracking | RegexOptions.IgnoreCase)]
    private static partial Regex SentFromMy();

    /// <summary>"Get Outlook for iOS" is translated in every way there is; the product and the platform are not.</summary>
    [GeneratedRegex(@"^[^.!?]{0,40}Outlook.{0,20}(?:iOS|Android|Mac)(?:[^.!?]{0,30}|.{0,20}https?://.*)$", RegexOptions.NonBacktracking | RegexOptions.IgnoreCase)]
    private static partial Regex GetOutlook();

    [GeneratedRegex(@"^-\p{Lu}[\p{L}'’.-]+(?: \p{Lu}[\p{L}'’.-]*){0,3}$", RegexOptions.NonBacktracking)]
    private static partial Regex DashedName();
}

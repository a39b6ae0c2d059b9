using System.Buffers;
using System.Text.RegularExpressions;

namespace Inbox.Mail.Replies;

/// <summary>Lines that say by their words what follows: a forwarded mail, the mail answered, a list's footer.</summary>
internal static partial class Separators
{
    private const string Forwarded =
        "(?:begin(?:ning of)? )?forwarded (?:message|by|email)|(?:anfang der )?weitergeleitete(?:n)? (?:nachricht|e-?mail)" +
        "|(?:début du )?message (?:réexpédié|transféré|transmis)|(?:inicio del )?mensaje reenviado|(?:início da )?mensagem (?:encaminhada|reencaminhada)" +
        "|(?:inizio )?(?:del )?messaggio inoltrato|(?:begin )?(?:van )?doorgestuurd bericht|(?:początek )?przekazan(?:ej|a) wiadomoś(?:ć|ci)" +
        "|(?:początek )?przekazywan(?:ej|a) wiadomoś(?:ć|ci)|wiadomość przekazana|(?:start på )?vidarebefordrat (?:meddelande|brev|e-?post(?:meddelande)?)|(?:start på )?videresendt (?:meddelelse|melding|e-?post|besked)" +
        "|(?:alkaa )?(?:edelleen ?)?(?:välitetty|lähetetty) viesti|(?:začátek )?přeposlan(?:á|é) (?:zpráva|zprávy)|preposlaná správa|(?:yönlendirilen|iletilen|iletilmiş) (?:ileti|mesaj|e-?posta)(?: başlangıcı)?" +
        "|(?:начало )?(?:переадресованно|пересланно|пересылаемо|перенаправленно)(?:е|го) (?:сообщени|письм)(?:е|я|о|а)|továbbított üzenet|mesaj redirecționat" +
        "|転送(?:された)?(?:メッセージ|メール)|转发的?(?:邮件|消息|信息)|轉寄的?(?:郵件|訊息)|轉寄郵件|開始轉寄郵件|전달된 (?:메시지|메일)";

    private const string Original =
        "original(?: message| mail| e-?mail| appointment)?|ursprüngliche (?:nachricht|e-?mail|mail)|original-?nachricht|message (?:d'origine|d’origine|original|initial)|mensaje original" +
        "|mensagem original|messaggio (?:originale|originario)|(?:oorspronkelijk|origineel) bericht|(?:oryginalna|pierwotna) wiadomość|wiadomość (?:oryginalna|pierwotna)" +
        "|(?:ursprungligt|originalt?) ?meddelande|(?:oprindelig|original) ?meddelelse|opprinnelig (?:melding|e-?post)|alkuperäinen viesti|původní (?:zpráva|e-?mail)|pôvodná správa" +
        "|(?:orijinal|özgün|asıl) (?:mesaj|ileti|e-?posta)|исходное (?:сообщение|письмо)|оригинальное сообщение|оригінальне повідомлення|eredeti üzenet|mesaj original" +
        "|元のメッセージ|元のメール|オリジナルメッセージ|原始(?:邮件|郵件|信件|消息|訊息)|원본 ?(?:메시지|메일)|reply message|antwort nachricht";

    private static readonly SearchValues<string> ListNames = SearchValues.Create(
        ["mailing list", "mailingliste", "liste de diffusion", "/listinfo/", "/mailman", "list-unsubscribe", "@list.", "@lists.", "groups."],
        StringComparison.OrdinalIgnoreCase);

    public static bool IsForward(MailLine line) => line.Text.Length is > 0 and <= 100 && ForwardLine().IsMatch(line.Text);

    /// <summary>"-----Original Message-----"; without dashes only in front of a header block.</summary>
    public static bool IsOriginal(MailLine line) => line.Text.Length is > 1 and <= 100 && line.Text[0] is '-' or '_' or '=' or '~' && OriginalLine().IsMatch(line.Text);

    public static bool IsBareOriginal(MailLine line) => line.Text.Length is > 0 and <= 60 && BareOriginalLine().IsMatch(line.Text);

    /// <summary>The line a help desk puts over its mail so that what stands below can be cut.</summary>
    public static bool IsReplyAbove(MailLine line) => line.Text.Length is > 1 and <= 140 && line.Text[0] is '-' or '#' or '=' or '_' && ReplyAbove().IsMatch(line.Text);

    /// <summary>A line of dashes or underscores.</summary>
    public static bool IsRule(MailLine line) => line.Text.Length > 0 && Rule().IsMatch(line.Text);

    /// <summary>The footer a mailing list puts under each mail: a rule, then the list's name.</summary>
    public static bool IsListFooter(IReadOnlyList<MailLine> lines, int start)
    {
        if (!lines[start].Text.StartsWith("___", StringComparison.Ordinal) || !IsRule(lines[start]))
            return false;
        for (var i = start + 1; i < lines.Count && i <= start + 4; i++)
        {
            if (lines[i].Text.AsSpan().ContainsAny(ListNames))
                return true;
        }
        return false;
    }

    [GeneratedRegex($"^[-_=>< ]*(?:{Forwarded})[^\\p{{L}}]*$|^[-_= ]{{3,}}(?:{Forwarded})[^.!?]{{0,40}}$", RegexOptions.NonBacktracking | RegexOptions.IgnoreCase)]
    private static partial Regex ForwardLine();

    [GeneratedRegex($"^[-_=~ ]{{2,}}(?:{Original})[-_=~: ]*$", RegexOptions.NonBacktracking | RegexOptions.IgnoreCase)]
    private static partial Regex OriginalLine();

    [GeneratedRegex($"^(?:{Original})[-_=~: ]*$", RegexOptions.NonBacktracking | RegexOptions.IgnoreCase)]
    private static partial Regex BareOriginalLine();

    [GeneratedRegex("^[-#=_ ]{2,}.{0,30}(?:(?:reply|response).{0,20} above|(?:above|over) this line|über dieser (?:zeile|linie)|au-dessus de cette ligne|encima de esta línea|acima desta linha|sopra questa (?:riga|linea)|boven deze (?:regel|lijn)).{0,40}$", RegexOptions.NonBacktracking | RegexOptions.IgnoreCase)]
    private static partial Regex ReplyAbove();

    [GeneratedRegex("^(?:[-_=~+] ?){3,}$|^__$|^-$", RegexOptions.NonBacktracking)]
    private static partial Regex Rule();
}

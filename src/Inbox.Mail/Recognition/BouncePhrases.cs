namespace Inbox.Mail.Recognition;

/// <summary>The words in which mail systems tell that and why a mail did not arrive.</summary>
internal static class BouncePhrases
{
    private static readonly string[] Subjects =
    [
        "undeliver", "delivery fail", "delivery failure", "delivery status", "returned mail", "failure notice", "failure delivery", "failed delivery",
        "mail delivery", "delivery notification", "delivery report", "delivery error", "delivery problem", "could not be delivered",
        "not delivered", "non delivery", "non-delivery", "nondeliver", "undeliverable", "returned to sender", "return to sender", "mail failure",
        "message delayed", "delayed mail", "delivery delayed", "mail system error", "mail error", "email error", "non remis", "bounced",
        "unzustellbar", "nicht zugestellt", "zustellung", "échec", "non distribué", "no se puede entregar", "no entregado", "rebotado",
        "mancata consegna", "mancato recapito", "não entregue", "onbestelbaar", "niet bezorgd", "niedostarczon", "не доставлено",
        "недоставлен", "配信不能", "配信エラー", "エラー", "退信", "投递失败", "returned message", "message status", "error sending", "address not found",
        "rejected", "user unknown", "couldn't be delivered",
    ];

    private static readonly string[] Notices =
    [
        "could not be delivered", "couldn't be delivered", "could not deliver", "couldn't deliver", "cannot be delivered", "can't be delivered",
        "was not delivered", "wasn't delivered", "not been delivered", "unable to deliver", "undeliverable", "undelivered", "delivery failed", "delivery to the following",
        "did not reach", "not reach the following", "delivery failure", "delivery has failed", "delivery attempts", "permanent error", "fatal error",
        "failed to deliver", "failed permanently", "delivery temporarily suspended", "returned message", "original message follows", "was undeliverable",
        "failure reason", "delivery status notification", "mail delivery", "unsent message", "unable to complete delivery", "user unknown",
        "could not be sent", "undeliver", "nicht zugestellt", "non remis", "no se pudo entregar", "returned mail",
        "配信できません", "配送できません", "届けることができません", "受信者が見つかりません", "配信エラー", "被退回", "投递失败", "无法送达", "無法傳遞", "無法送達", "konnte nicht zugestellt", "n'a pas pu être remis", "n'a pas été remis", "échec de la remise", "no ha podido entregar", "no se ha podido entregar", "error de entrega", "não pôde ser entregue", "não foi possível entregar", "não foi entregue", "impossibile recapitare", "non è stato possibile recapitare", "kon niet worden bezorgd", "niet worden afgeleverd", "nie można dostarczyć", "nie została dostarczona", "kunde inte levereras", "не удалось доставить", "не может быть доставлено", "не было доставлено", "mailbox is full", "mailbox full", "over quota", "unknown user", "no such user", "invalid recipient",
    ];

    private static readonly string[] Unknown =
    [
        "user unknown", "unknown user", "no such user", "no such address", "no such recipient", "no such mailbox", "no such account", "no such person", "unknown account", "unknown recipient", "unknown address",
        "user not found", "recipient not found", "mailbox not found", "address not found", "account not found", "not found in directory", "does not exist", "doesn't exist", "do not exist", "not exist", "dosn't exist", "mailbox not available",
        "user doesn't have", "no mailbox here", "no mailbox", "not a valid mailbox", "not a valid recipient", "not a valid user", "not a known user", "not listed in", "isn't listed", "unknown local", "invalid recipient", "invalid mailbox",
        "invalid user", "invalid address", "recipient unknown", "unroutable address", "unrouteable address", "undeliverable address", "bad address syntax", "unknown mailbox", "nosuchuser", "no longer valid", "recipnotfound", "見つかりません", "illegal alias", "recipient address rejected.",
        "mailbox unavailable", "mailbox is unavailable", "address unknown", "address rejected: unknown", "not our customer", "user is unknown", "no user", "this user doesn't", "recipient address rejected: access denied", "user does not", "isn't a valid", "is not a valid",
        "not known here", "no recipient", "no account by that name", "destination addresses were unknown", "addresses were unknown", "unknown or invalid",
        "bad destination mailbox", "we couldn't find", "wasn't found", "could not be found", "couldn't be found", "was not found", "hasn't been found", "recipient is not", "unknown user account", "not our user", "not exist here", "is unknown",
        "recipientnotfound", "resolver.adr", "check if address is correct", "no valid recipient", "メールアドレスが見つからない", "no mailbox by that name", "rcpt not exist", "user not exist", "ディレクトリのリストにありません", "宛先不明", "ユーザが存在", "用户不存在", "收件人不存在", "empfänger unbekannt", "destinataire inconnu", "usuario desconocido", "utente sconosciuto",
        "konnte nicht gefunden werden", "introuvable", "no se encontró", "no existe", "não existe", "não encontrado", "não foi encontrado", "non esiste", "inesistente", "bestaat niet", "niet gevonden", "nie istnieje", "nie znaleziono", "finns inte", "hittades inte", "не найден", "не существует", "не зарегистрирован", "存在しません", "不存在", "查無此", "존재하지",
    ];

    private static readonly string[] NoHost =
    [
        "host unknown", "unknown host", "host not found", "domain not found", "no such domain", "unknown domain", "invalid domain", "unrouteable mail domain", "unrouteable domain", "unroutable domain", "domain does not exist",
        "name or service not known", "couldn't find any host", "could not find any host", "couldn't find a mail exchanger", "cname lookup failed", "nxdomain", "no mx", "domain name not found", "bad destination system", "bad destination host",
        "illegal host/domain", "is not valid hostname", "lookup error: domain", "null mx", "nullmx", "does not accept mail", "doesn't accept mail", "does not receive mail", "not accept mail", "does not accept email", "no mail hosts", "recipient domain must exist",
        "nodomain", "dns lookup failure", "domain is not reachable", "no smtp service", "not accepting network messages", "all relevant mx records point to non-existent", "host or domain name not found", "has moved", "user has moved", "address changed", "account moved", "no longer in use", "no valid hosts", "no longer receiving mail", "domain not exist",
    ];

    /// <summary>Words that tell of a live address which did not take this mail; they outweigh a vague "unavailable".</summary>
    private static readonly string[] Alive =
    [
        "full", "quota", "over its", "exceeded storage", "not enough space", "insufficient", "mailbox size", "spam", "blocked", "blacklist", "black list", "block list", "blocklist", "blocking", "banned", "policy", "reputation", "unsolicited",
        "junk", "virus", "spf", "dkim", "dmarc", "ptr ", "reverse dns", "relay", "authenticat", "too large", "too big", "size limit", "exceeds the max", "message size", "rate limit", "too many", "greylist", "temporar",
        "suspended", "disabled", "access denied", "sender", "content", "loop", "hop count", "delayed", "not rfc", "rfc 5322", "expired", "refused to talk", "connection refused", "in the queue", "disk", "not authorized", "administratively prohibited",
        "permission", "recipient preferences", "is inactive", "is disabled", "not listed in rcpthosts", "access control", "5.7.", "service refuse", "message refused", "too fast", "rejected by", "rejected due", "attempted to send", "too much mail", "mail for this account", "high volume",
        "postfach voll", "postfach ist voll", "est pleine", "est plein", "está lleno", "buzón lleno", "caixa de correio cheia", "está cheia", "casella piena", "è piena", "postvak vol", "postvak is vol", "jest pełna", "przepełnion", "переполнен", "いっぱい", "一杯の", "容量", "已满", "已滿", "가득",
    ];

    private static readonly HashSet<string> HardStatus = new(StringComparer.Ordinal)
    {
        "5.1.1", "5.1.2", "5.1.3", "5.1.4", "5.1.6", "5.1.10", "5.4.4", "5.4.310",
    };

    /// <summary>How a mail system speaks of itself and of a mail, and hardly anybody else.</summary>
    private static readonly string[] Speech =
    [
        "this is an automatically", "this is a automatically", "automatically generated", "generated automatically", "created automatically", "automatic message", "automated message", "this is the mail system", "mail system at", "mail server", "mailer", "postmaster",
        "the following address", "following recipient", "the following error", "do not reply", "returned below", "mta", "smtp", "transcript of session", "original message", "message headers", "reason:", "remote host said", "server responded", 
        "the message you sent", "unsent message", "ihre nachricht", "automatisch", "votre message", "automatique", "su mensaje", "automátic", "sua mensagem", "il messaggio", "automatic", "uw bericht", "wiadomość", "meddelande", "メールシステム", "エラーメッセージ", "自動", "自动", "系统", "автоматическ", "почтов",
    ];

    public static bool IsSystemSpeech(string text) => Has(text[..Math.Min(text.Length, 16 * 1024)], Speech);

    public static bool IsBounceSubject(string subject) => Has(subject, Subjects);

    public static bool IsBounceNotice(string text) => Has(text[..Math.Min(text.Length, 16 * 1024)], Notices);

    /// <summary>
    /// Whether words tell that the recipient's address is dead; null when they tell nothing. The far server's words are more
    /// exact than its code, which many servers set to 5.0.0 or to 5.1.1 for everything.
    /// </summary>
    /// <param name="status">The enhanced status code, if any.</param>
    /// <param name="words">What was said about the one recipient.</param>
    /// <param name="context">The whole notice, which tells at which step of the dialogue it was said.</param>
    public static bool? IsDeadAddress(string? status, string words, string context)
    {
        // An address may read "unknown@" or "quota@", a link may end in "#blocked": they tell nothing.
        var text = OneLine(string.Join(' ', words.Split((char[]?)null).Where(word => !word.Contains('@', StringComparison.Ordinal) && !word.Contains("://", StringComparison.Ordinal))));
        if (status is "5.1.7" or "5.1.8" || status?.StartsWith("5.7.", StringComparison.Ordinal) == true)
        {
            return false;
        }
        if (Has(text, NoHost))
        {
            return !text.Contains("not found, try again", StringComparison.OrdinalIgnoreCase);
        }
        if (!HardStatus.Contains(status ?? "") && Has(text, ["user unknown", "unknown user", "no such user"]) && IsRefusedAfterData(OneLine(context)))
        {
            return false;
        }
        var alive = Has(text, Alive);
        if (Has(text, Unknown))
        {
            return !alive || HardStatus.Contains(status ?? "");
        }
        return alive ? false : status is "5.1.0" || HardStatus.Contains(status ?? "") ? true : null;
    }

    /// <summary>
    /// A server that took the recipient and refused the content has that recipient, whatever it says ("User unknown" is a
    /// favourite of content filters). A transcript that goes on with the sender's own "550 5.1.1" answered RCPT, pipelined.
    /// </summary>
    private static bool IsRefusedAfterData(string text) =>
        Has(text, ["reply to end of DATA", "reply to DATA", "after end of data", "SMTP command DATA"])
        || (text.Contains(">>> DATA", StringComparison.Ordinal) && !text.Contains(" 550 5.1.1 ", StringComparison.Ordinal)
            && !Has(text, ["RCPT command", "RCPT before", "no valid recipient"]));

    private static string OneLine(string text) => string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    private static bool Has(string text, string[] phrases) =>
        Array.Exists(phrases, phrase => text.Contains(phrase, StringComparison.OrdinalIgnoreCase));
}

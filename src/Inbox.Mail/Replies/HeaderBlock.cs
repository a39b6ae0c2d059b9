using System.Collections.Frozen;
using System.Numerics;

namespace Inbox.Mail.Replies;

/// <summary>The "From: Sent: To: Subject:" lines Outlook and others put over the mail they answer, in many languages.</summary>
internal static partial class HeaderBlock
{
    private const int MaxLines = 24;
    private const int LongestLabel = 24;

    [Flags]
    private enum Fields
    {
        None = 0,
        From = 1,
        Sent = 2,
        Date = 4,
        To = 8,
        Subject = 16,
        Other = 32,
    }

    private static readonly FrozenDictionary<string, Fields[]> Labels = BuildLabels();

    private static readonly FrozenDictionary<string, Fields[]>.AlternateLookup<ReadOnlySpan<char>> LabelsBySpan = Labels.GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>The number of lines of the header block that starts at <paramref name="start"/>; 0 when none does.</summary>
    public static int LinesAt(IReadOnlyList<MailLine> lines, int start)
    {
        if (FieldsOf(lines[start].Text).Length == 0)
            return 0;
        var seen = Fields.None;
        var address = false;
        var end = start;
        var unlabelled = 0;
        for (var i = start; i < lines.Count && i - start < MaxLines; i++)
        {
            if (lines[i].IsBlank)
            {
                // Double-spaced text made from Outlook's HTML; the blank line that ends the block has no label behind it.
                if (i + 1 < lines.Count && FieldsOf(lines[i + 1].Text).Length > 0)
                    continue;
                break;
            }
            var fields = FieldsOf(lines[i].Text);
            if (fields.Length == 0 && (++unlabelled > 3 || lines[i].Text.Length == 0))
                break;
            if (fields.Length > 0)
            {
                unlabelled = 0;
                // "Od" is From in Polish and To's sibling elsewhere: a label takes the first meaning still free.
                seen |= FirstFree(fields, seen);
                end = i;
            }
            address |= lines[i].Text.Contains('@', StringComparison.Ordinal);
        }
        return IsMail(seen, address) ? end - start + 1 : 0;
    }

    /// <summary>
    /// Journeys, too, come as "From: To: Date:"; a subject, an address or a time of sending makes it a mail. What was
    /// sent on somebody's behalf may have words of its own in place of "From:".
    /// </summary>
    private static bool IsMail(Fields seen, bool address)
    {
        const Fields withoutFrom = Fields.Sent | Fields.To | Fields.Subject;
        if (!seen.HasFlag(Fields.From))
            return seen.HasFlag(withoutFrom);
        var known = BitOperations.PopCount((uint)(seen & ~Fields.Other));
        return known >= 3
            ? address || (seen & (Fields.Subject | Fields.Sent)) != Fields.None
            : known == 2 && address && (seen & (Fields.Date | Fields.Sent)) != Fields.None;
    }

    private static Fields FirstFree(Fields[] fields, Fields seen)
    {
        foreach (var field in fields)
        {
            if (!seen.HasFlag(field))
                return field;
        }
        return fields[0];
    }

    private static Fields[] FieldsOf(string text)
    {
        var colon = text.AsSpan(0, Math.Min(text.Length, LongestLabel + 1)).IndexOf(':');
        if (colon < 1)
            return [];
        Span<char> label = stackalloc char[LongestLabel];
        var length = 0;
        foreach (var c in text.AsSpan(0, colon).Trim(" _|-\""))
        {
            if (c != ' ')
                label[length++] = char.ToLowerInvariant(c);
        }
        return LabelsBySpan.TryGetValue(label[..length], out var fields) ? fields : [];
    }

    private static FrozenDictionary<string, Fields[]> BuildLabels()
    {
        var words = new (Fields Field, string Labels)[]
        {
            (Fields.From, "from,von,de,da,van,od,från,fra,frå,lähettäjä,kimden,gönderen,от,откого,від,feladó,από,差出人,送信者,发件人,寄件者,寄件人,發件人,보낸사람,보낸이,expéditeur,remitente,remetente,mittente,afzender,nadawca,avsändare,afsender,avsender,odesílatel,odosielateľ,отправитель,dela,expeditor,từ,dari,מאת,من"),
            (Fields.Sent, "sent,sentat,datesent,gesendet,envoyé,envoyéle,enviado,enviadoel,enviada,enviadaem,datadeenvio,dataenvio,inviato,inviatoil,verzonden,verzondenop,wysłano,datawysłania,skickat,skickatden,sendt,sendtden,lähetetty,odesláno,odoslané,gönderildi,gönderilmetarihi,gönderilen,отправлено,датаотправки,надіслано,küldve,trimis,στάλθηκε,送信日時,发送时间,发送日期,傳送日期,寄件日期,傳送時間,發送時間,보낸날짜,보낸시간,đãgửi,נשלח"),
            (Fields.Date, "date,datum,am,fecha,data,dato,päivämäärä,päiväys,pvm,dátum,tarih,дата,日付,日時,日期,時間,时间,날짜,tanggal,תאריך"),
            (Fields.To, "to,an,à,a,pour,para,aan,do,till,til,vastaanottaja,komu,pro,kime,alıcı,кому,címzett,către,προς,宛先,收件人,收件者,받는사람,받는이,destinataire,destinatario,destinatário,odbiorca,mottagare,modtager,mottaker,đến,kepada,אל,إلى"),
            (Fields.Subject, "subject,betreff,objet,asunto,assunto,oggetto,onderwerp,temat,ämne,emne,aihe,předmět,predmet,konu,тема,tárgy,subiect,θέμα,件名,主题,主旨,主題,제목,chủđề,subjek,נושא"),
            (Fields.Other, "cc,bcc,kopie,copie,copia,cópia,kopia,kopi,kopio,dw,udw,bilgi,копия,másolat,抄送,副本,참조,reply-to,antwortan,répondreà,respondera,risposta,rispondia,svartil,antwoordaan,importance,wichtigkeit,priorität,importancia,importância,priority,attachments,anlagen,piècesjointes,datosadjuntos,anexos,allegati,bijlagen,załączniki,bilagor,вложения,添付ファイル,附件,message-id,organization,organisation,list-id"),
        };
        return words
            .SelectMany(static w => w.Labels.Split(',').Select(l => (Label: l, w.Field)))
            .GroupBy(static p => p.Label, static p => p.Field)
            .ToFrozenDictionary(static g => g.Key, static g => g.ToArray());
    }
}

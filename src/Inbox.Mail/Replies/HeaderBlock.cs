using System.Collections.Frozen;

namespace Inbox.Mail.Replies;

/// <summary>The "From: Sent: To: Subject:" lines Outlook and others put over the mail they answer, in many languages.</summary>
internal static class HeaderBlock
{
    private const int MaxLines = 24;

    private enum Field
    {
        From,
        Sent,
        Date,
        To,
        Subject,
        Other,
    }

    private static readonly FrozenDictionary<string, Field[]> Labels = BuildLabels();

    /// <summary>The number of lines of the header block that starts at <paramref name="start"/>; 0 when none does.</summary>
    public static int LinesAt(IReadOnlyList<MailLine> lines, int start)
    {
        if (FieldsOf(lines[start].Text).Length == 0)
            return 0;
        var seen = new HashSet<Field>();
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
                seen.Add(fields.FirstOrDefault(f => !seen.Contains(f), fields[0]));
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
    private static bool IsMail(HashSet<Field> seen, bool address)
    {
        var known = seen.Count(static f => f != Field.Other);
        if (!seen.Contains(Field.From))
            return seen.IsSupersetOf([Field.Sent, Field.To, Field.Subject]);
        return known >= 3
            ? address || seen.Contains(Field.Subject) || seen.Contains(Field.Sent)
            : known == 2 && address && (seen.Contains(Field.Date) || seen.Contains(Field.Sent));
    }

    private static Field[] FieldsOf(string text)
    {
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        if (colon is < 1 or > 24)
            return [];
        var label = text[..colon].Trim(' ', '_', '|', '-', '"').Replace(" ", string.Empty, StringComparison.Ordinal).ToLowerInvariant();
        return Labels.GetValueOrDefault(label, []);
    }

    private static FrozenDictionary<string, Field[]> BuildLabels()
    {
        var words = new (Field Field, string Labels)[]
        {
            (Field.From, "from,von,de,da,van,od,från,fra,frå,lähettäjä,kimden,gönderen,от,откого,від,feladó,από,差出人,送信者,发件人,寄件者,寄件人,發件人,보낸사람,보낸이,expéditeur,remitente,remetente,mittente,afzender,nadawca,avsändare,afsender,avsender,odesílatel,odosielateľ,отправитель,dela,expeditor,từ,dari,מאת,من"),
            (Field.Sent, "sent,sentat,datesent,gesendet,envoyé,envoyéle,enviado,enviadoel,enviada,enviadaem,datadeenvio,dataenvio,inviato,inviatoil,verzonden,verzondenop,wysłano,datawysłania,skickat,skickatden,sendt,sendtden,lähetetty,odesláno,odoslané,gönderildi,gönderilmetarihi,gönderilen,отправлено,датаотправки,надіслано,küldve,trimis,στάλθηκε,送信日時,发送时间,发送日期,傳送日期,寄件日期,傳送時間,發送時間,보낸날짜,보낸시간,đãgửi,נשלח"),
            (Field.Date, "date,datum,am,fecha,data,dato,päivämäärä,päiväys,pvm,dátum,tarih,дата,日付,日時,日期,時間,时间,날짜,tanggal,תאריך"),
            (Field.To, "to,an,à,a,para,aan,do,till,til,vastaanottaja,komu,pro,kime,alıcı,кому,címzett,către,προς,宛先,收件人,收件者,받는사람,받는이,destinataire,destinatario,destinatário,odbiorca,mottagare,modtager,mottaker,đến,kepada,אל,إلى"),
            (Field.Subject, "subject,betreff,objet,asunto,assunto,oggetto,onderwerp,temat,ämne,emne,aihe,předmět,predmet,konu,тема,tárgy,subiect,θέμα,件名,主题,主旨,主題,제목,chủđề,subjek,נושא"),
            (Field.Other, "cc,bcc,kopie,copie,copia,cópia,kopia,kopi,kopio,dw,udw,bilgi,копия,másolat,抄送,副本,참조,reply-to,antwortan,répondreà,respondera,risposta,rispondia,svartil,antwoordaan,importance,wichtigkeit,priorität,importancia,importância,priority,attachments,anlagen,piècesjointes,datosadjuntos,anexos,allegati,bijlagen,załączniki,bilagor,вложения,添付ファイル,附件,message-id,organization,organisation,list-id"),
        };
        return words
            .SelectMany(static w => w.Labels.Split(',').Select(l => (Label: l, w.Field)))
            .GroupBy(static p => p.Label, static p => p.Field)
            .ToFrozenDictionary(static g => g.Key, static g => g.ToArray());
    }
}

using Inbox.Mail.Replies;

namespace Inbox.Mail.Tests.Replies;

/// <summary>Whole HTML answers as the usual programs write them: our own words in each program's own markup.</summary>
public sealed class ClientHtmlTests
{
    private const string Quote = "<p>Dear Maja, when did the parcel arrive?</p><p>Northwind Support</p>";

    public static TheoryData<string, string, string> Answers() => new()
    {
        { "Gmail", "The lamp works.", $"<div dir=\"ltr\">The lamp works.</div><br><div class=\"gmail_quote gmail_quote_container\"><div dir=\"ltr\" class=\"gmail_attr\">On Tue, Mar 5, 2024 at 9:41 AM Northwind &lt;<a href=\"mailto:help@northwind.example\">help@northwind.example</a>&gt; wrote:<br></div><blockquote class=\"gmail_quote\" style=\"margin:0px 0px 0px 0.8ex;border-left:1px solid rgb(204,204,204);padding-left:1ex\">{Quote}</blockquote></div>" },
        { "Gmail on a phone, in Spanish", "La lámpara funciona.", $"<div dir=\"auto\">La lámpara funciona.</div><br><div class=\"gmail_quote\"><div dir=\"ltr\" class=\"gmail_attr\">El mar, 5 mar 2024, 9:41, Northwind &lt;<a href=\"mailto:help@northwind.example\">help@northwind.example</a>&gt; escribió:<br></div><blockquote class=\"gmail_quote\">{Quote}</blockquote></div>" },
        { "Gmail with a signature", "Ja, bitte.", $"<div dir=\"ltr\">Ja, bitte.<br clear=\"all\"><div><br></div><span class=\"gmail_signature_prefix\">-- </span><br><div dir=\"ltr\" class=\"gmail_signature\">Maja Lind<br>Ankergatan 4</div></div><br><div class=\"gmail_quote\"><div class=\"gmail_attr\">Am Di., 5. März 2024 um 09:41 Uhr schrieb Northwind:</div><blockquote>{Quote}</blockquote></div>" },
        { "Outlook for Windows", "The lamp works.", $"<div class=\"WordSection1\"><p class=\"MsoNormal\">The lamp works.<o:p></o:p></p><p class=\"MsoNormal\"><o:p>&nbsp;</o:p></p><div><div style=\"border:none;border-top:solid #E1E1E1 1.0pt;padding:3.0pt 0in 0in 0in\"><p class=\"MsoNormal\"><b>From:</b> Northwind &lt;help@northwind.example&gt; <br><b>Sent:</b> Tuesday, March 5, 2024 9:41 AM<br><b>To:</b> Maja<br><b>Subject:</b> Your parcel<o:p></o:p></p></div></div>{Quote}</div>" },
        { "Outlook for Windows with another line colour, in German", "Die Lampe geht.", $"<div class=\"WordSection1\"><p class=\"MsoNormal\">Die Lampe geht.</p><div style='border:none;border-top:solid #ABCDEF 1.0pt;padding:3.0pt 0cm 0cm 0cm'><p class=\"MsoNormal\"><b>Von:</b> Northwind &lt;help@northwind.example&gt; <br><b>Gesendet:</b> Dienstag, 5. März 2024 09:41<br><b>An:</b> Maja<br><b>Betreff:</b> Ihr Paket</p></div>{Quote}</div>" },
        { "Outlook on the web, in French", "La lampe marche.", $"<div class=\"elementToProof\">La lampe marche.</div><div id=\"appendonsend\"></div><hr style=\"display:inline-block;width:98%\" tabindex=\"-1\"><div id=\"divRplyFwdMsg\" dir=\"ltr\"><font face=\"Calibri\"><b>De :</b> Northwind &lt;help@northwind.example&gt;<br><b>Envoyé :</b> mardi 5 mars 2024 09:41<br><b>À :</b> Maja<br><b>Objet :</b> Votre colis</font><div>&nbsp;</div></div>{Quote}" },
        { "Outlook for iOS", "It works.", $"<div dir=\"ltr\">It works.</div><div id=\"ms-outlook-mobile-signature\"><div>Get <a href=\"https://aka.ms/o0ukef\">Outlook for iOS</a></div></div><div id=\"mail-editor-reference-message-container\"><hr><div id=\"divRplyFwdMsg\"><b>From:</b> Northwind<br><b>Sent:</b> Tuesday<br></div>{Quote}</div>" },
        { "Apple Mail", "The lamp works.", $"<html><body>The lamp works.<br><div><br><blockquote type=\"cite\"><div>On 5 Mar 2024, at 09:41, Northwind &lt;help@northwind.example&gt; wrote:</div><br class=\"Apple-interchange-newline\"><div>{Quote}</div></blockquote></div></body></html>" },
        { "iPhone, in Italian", "La lampada funziona.", $"<div dir=\"ltr\">La lampada funziona.<div><br></div><div id=\"AppleMailSignature\" dir=\"ltr\">Inviato da iPhone</div><div dir=\"ltr\"><br><blockquote type=\"cite\">Il giorno 5 mar 2024, alle ore 09:41, Northwind &lt;help@northwind.example&gt; ha scritto:<br><br></blockquote></div><blockquote type=\"cite\"><div>{Quote}</div></blockquote></div>" },
        { "Thunderbird, in Polish", "Lampa działa.", $"<p>Lampa działa.<br></p><div class=\"moz-cite-prefix\">W dniu 5.03.2024 o 09:41, Northwind pisze:<br></div><blockquote type=\"cite\" cite=\"mid:1@northwind.example\">{Quote}</blockquote><div class=\"moz-signature\">-- <br>Maja</div>" },
        { "Yahoo", "The lamp works.", $"<div class=\"ydpa-yahoo-style-wrap\"><div>The lamp works.</div></div><div id=\"ydp1yahoo_quoted_1\" class=\"ydp1yahoo_quoted\"><div><div>On Tuesday, March 5, 2024 at 09:41:17 AM GMT, Northwind &lt;help@northwind.example&gt; wrote: </div><div>{Quote}</div></div></div>" },
        { "Yahoo, older", "The lamp works.", $"<div>The lamp works.</div><div id=\"yahoo_quoted_123\" class=\"yahoo_quoted\"><div>Northwind sent:</div>{Quote}</div>" },
        { "Proton", "The lamp works.", $"<div style=\"font-family: Arial\">The lamp works.</div><div class=\"protonmail_signature_block\"><div class=\"protonmail_signature_block-proton\">Sent with Proton Mail secure email.</div></div><div class=\"protonmail_quote\">On Tuesday, March 5th, 2024 at 9:41 AM, Northwind &lt;help@northwind.example&gt; wrote:<br><blockquote class=\"protonmail_quote\" type=\"cite\">{Quote}</blockquote></div>" },
        { "GMX and Web.de", "Die Lampe geht.", $"<html><body><div style=\"font-family: Verdana;font-size: 12.0px;\"><div>Die Lampe geht.</div><div>&nbsp;</div><div name=\"quote\" style=\"margin:10px 5px 5px 10px; padding: 10px 0 10px 10px; border-left:2px solid #C3D9E5;\"><div style=\"margin:0 0 10px 0;\"><b>Gesendet:</b>&nbsp;Dienstag, 05. März 2024 um 09:41 Uhr<br/><b>Von:</b>&nbsp;\"Northwind\" &lt;help@northwind.example&gt;<br/><b>An:</b>&nbsp;maja@example.org<br/><b>Betreff:</b>&nbsp;Ihr Paket</div><div name=\"quoted-content\">{Quote}</div></div></div></body></html>" },
        { "Samsung Mail, in Dutch", "De lamp werkt.", $"<div dir=\"auto\">De lamp werkt.</div><div id=\"composer_signature\" dir=\"auto\"><div style=\"font-size:12px\">Verzonden vanaf mijn Galaxy</div></div><div><br></div><div align=\"left\" dir=\"auto\" style=\"font-size:100%;color:#000000\"><div>-------- Oorspronkelijk bericht --------</div><div>Van: Northwind &lt;help@northwind.example&gt; </div><div>Datum: 05-03-2024 09:41 (GMT+01:00) </div><div>Aan: maja@example.org </div><div>Onderwerp: Uw pakket </div><div><br></div></div>{Quote}" },
        { "QQ, in Chinese", "灯好了。", $"<div>灯好了。</div><div><br></div><div><includetail><div style=\"font:Verdana normal 14px;color:#000;\"><div style=\"font-size:12px;font-family:Arial Narrow;padding:2px 0 2px 0;\">------------------&nbsp;原始邮件&nbsp;------------------</div><div style=\"font-size:12px;background:#efefef;padding:8px;\"><div><b>发件人:</b> \"Northwind\" &lt;help@northwind.example&gt;;</div><div><b>发送时间:</b> 2024年3月5日(星期二) 上午9:41</div><div><b>收件人:</b> \"Maja\";</div><div><b>主题:</b> 包裹</div></div>{Quote}</div></includetail></div>" },
        { "163, in Chinese", "灯好了。", $"<div style=\"line-height:1.7;color:#000000;font-size:14px;font-family:Arial\">灯好了。<br/><br/><div style=\"position:relative;zoom:1\"></div><div id=\"divNeteaseMailCard\"></div><pre><br/>At 2024-03-05 09:41:17, \"Northwind\" &lt;help@northwind.example&gt; wrote:</pre><blockquote id=\"isReplyContent\" style=\"PADDING-LEFT: 1ex; MARGIN: 0px 0px 0px 0.8ex; BORDER-LEFT: #ccc 1px solid\">{Quote}</blockquote></div>" },
        { "163 with a Chinese attribution", "灯好了。", $"<div>灯好了。</div><pre>在 2024-03-05 09:41:17，\"Northwind\" &lt;help@northwind.example&gt; 写道：</pre><blockquote id=\"isReplyContent\">{Quote}</blockquote>" },
        { "Mail.ru", "Лампа работает.", $"<div>Лампа работает.</div><div>&nbsp;</div><div data-signature-widget=\"container\"><div data-signature-widget=\"content\"><div>--<br>Maja Lind</div></div></div><blockquote style=\"border-left:1px solid #0857A6;margin:10px;padding:0 0 0 10px;\">Вторник, 5 марта 2024, 9:41 +03:00 от Northwind &lt;help@northwind.example&gt;:<br>&nbsp;<div>{Quote}</div></blockquote>" },
        { "Yandex", "Лампа работает.", $"<div>Лампа работает.</div><div> </div><div>05.03.2024, 09:41, \"Northwind\" &lt;help@northwind.example&gt;:</div><blockquote><div>{Quote}</div></blockquote><div> </div><div>-- <br />Maja</div>" },
        { "Zoho", "The lamp works.", $"<div>The lamp works.</div><div class=\"zmail_extra_hr\" style=\"border-top: 1px solid rgb(204, 204, 204)\"></div><div class=\"zmail_extra\"><div id=\"Zm-_Id_-Sgn1\">---- On Tue, 05 Mar 2024 09:41:17 +0100 <b>Northwind &lt;help@northwind.example&gt;</b> wrote ---</div><blockquote>{Quote}</blockquote></div>" },
        { "Fastmail", "The lamp works.", $"<div>The lamp works.</div><div><br></div><div>On Tue, Mar 5, 2024, at 9:41 AM, Northwind wrote:</div><blockquote type=\"cite\" id=\"qt\" style=\"\">{Quote}</blockquote>" },
        { "Lotus Notes", "The lamp works.", $"<font size=2>The lamp works.</font><br><br><font size=1 color=#5f5f5f>From: &nbsp; &nbsp; &nbsp; &nbsp;</font><font size=1>Northwind &lt;help@northwind.example&gt;</font><br><font size=1 color=#5f5f5f>To: &nbsp; &nbsp; &nbsp; &nbsp;</font><font size=1>maja@example.org</font><br><font size=1 color=#5f5f5f>Date: &nbsp; &nbsp; &nbsp; &nbsp;</font><font size=1>05.03.2024 09:41</font><br><font size=1 color=#5f5f5f>Subject: &nbsp; &nbsp; &nbsp; &nbsp;</font><font size=1>Your parcel</font><br><hr noshade>{Quote}" },
        { "Roundcube", "Lampan fungerar.", $"<p>Lampan fungerar.</p><p id=\"reply-intro\">Den 2024-03-05 09:41, skrev Northwind:</p><blockquote type=\"cite\" style=\"padding: 0 0.4em; border-left: #1010ff 2px solid; margin: 0\"><div id=\"replybody1\">{Quote}</div></blockquote>" },
        { "Spark, in Portuguese", "A lâmpada funciona.", $"<html><body><div name=\"messageBodySection\"><div dir=\"auto\">A lâmpada funciona.</div></div><div name=\"messageSignatureSection\"><br />Maja Lind</div><div name=\"messageReplySection\">Em 5 de mar. de 2024 09:41 +0100, Northwind &lt;help@northwind.example&gt;, escreveu:<br /><blockquote type=\"cite\" class=\"spark_quote\">{Quote}</blockquote></div></body></html>" },
        { "Japanese phone", "ランプは動きます。", $"<div dir=\"ltr\">ランプは動きます。</div><div dir=\"ltr\"><br>iPhoneから送信</div><div dir=\"ltr\"><br><blockquote type=\"cite\">2024/03/05 9:41、Northwind &lt;help@northwind.example&gt;のメール:<br><br></blockquote></div><blockquote type=\"cite\">{Quote}</blockquote>" },
    };

    [Theory]
    [MemberData(nameof(Answers))]
    public void Answer_is_all_that_is_left(string program, string answer, string html)
    {
        program.ShouldNotBeEmpty();
        ReplyText.OfHtml(html).ShouldBe(answer);
    }

    [Theory]
    [MemberData(nameof(Answers))]
    public void Answer_between_quoted_lines_is_kept(string program, string answer, string html)
    {
        program.ShouldNotBeEmpty();
        // Only programs that mark each quoted line let people answer between them.
        if (html.Contains("</blockquote>", StringComparison.Ordinal) && html.Contains("type=\"cite\"", StringComparison.Ordinal))
        {
            ReplyText.OfHtml(html.Replace(Quote, "<p>When did it arrive?</p></blockquote><p>On Monday, with a dent.</p><blockquote type=\"cite\"><p>Does it work?</p>", StringComparison.Ordinal))
                .ShouldSatisfyAllConditions(text => text.ShouldContain(answer), text => text.ShouldContain("On Monday, with a dent."));
        }
    }

    [Fact]
    public void Words_of_the_customer_are_never_taken_for_history()
    {
        const string html = """
            <div dir="ltr">Hello,<br><br>I ordered on 5 March 2024:<br><table><tr><td>From:</td><td>Berlin</td></tr><tr><td>To:</td><td>Prague</td></tr></table>
            <blockquote style="border:none">The shop said it would come on Monday.</blockquote><ul><li>one lamp</li><li>two bulbs</li></ul>
            <p>On Tuesday your driver wrote a note: nobody at home. We were at home.</p><hr><p>Order: 4711<br>Date: 5 March</p>Maja</div>
            """;
        var text = ReplyText.OfHtml(html);

        foreach (var words in new[] { "I ordered on 5 March 2024", "Berlin", "Prague", "The shop said", "two bulbs", "nobody at home", "Order: 4711", "Date: 5 March", "Maja" })
        {
            text.ShouldContain(words);
        }
    }
}

using Inbox.Mail.Replies;

namespace Inbox.Mail.Tests.Replies;

/// <summary>The line over the quote as each program writes it in each language, wrapped and not, quoted and not.</summary>
public sealed class AttributionLanguageTests
{
    private const string Answer = "The parcel arrived today.\nBest regards\nMaja";

    public static TheoryData<string> Lines() =>
    [
        // English: Gmail, Gmail 24 h, Apple Mail, Thunderbird, Yahoo, Proton, Outlook phone, Zoho, Horde, name first.
        "On Tue, Mar 5, 2024 at 9:41 AM Northwind Support <help@northwind.example> wrote:",
        "On Tue, 5 Mar 2024 at 09:41, Northwind Support <help@northwind.example> wrote:",
        "On 5 Mar 2024, at 09:41, Northwind Support <help@northwind.example> wrote:",
        "On 05/03/2024 09:41, Northwind Support wrote:",
        "On Tuesday, March 5, 2024 at 09:41:17 AM GMT, Northwind Support <help@northwind.example> wrote:",
        "On Tuesday, March 5th, 2024 at 9:41 AM, Northwind Support <help@northwind.example> wrote:",
        "On Tue, Mar 5, 2024 at 9:41 AM +0100, \"Northwind Support\" <help@northwind.example<mailto:help@northwind.example>> wrote:",
        "---- On Tue, 05 Mar 2024 09:41:17 +0100 Northwind Support <help@northwind.example> wrote ----",
        "Northwind Support <help@northwind.example> wrote on 05.03.2024 09:41:",
        "Northwind Support <help@northwind.example> wrote:",
        "2024-03-05 9:41 GMT+01:00 Northwind Support <help@northwind.example>:",
        "On Mar 5, 2024 9:41 AM, Northwind Support <help@northwind.example> wrote:",
        "On Tuesday, March 5, 2024, Northwind Support <help@northwind.example> wrote:",
        "On 5. Mar 2024, 09:41 +0100, Northwind Support <help@northwind.example>, wrote:",
        "On Tue, 5 Mar 2024 09:41 Northwind Support, <help@northwind.example> wrote:",
        // German
        "Am 5. März 2024 09:41:17 MEZ schrieb Northwind Support <help@northwind.example>:",
        "Am Di., 5. März 2024 um 09:41 Uhr schrieb Northwind Support <help@northwind.example>:",
        "Am 05.03.2024 um 09:41 schrieb Northwind Support <help@northwind.example>:",
        "Am 05.03.24 um 09:41 schrieb Northwind Support:",
        "Northwind Support <help@northwind.example> schrieb am Di., 5. März 2024, 09:41:",
        "Am Dienstag, 5. März 2024 um 09:41:17 MEZ hat Northwind Support <help@northwind.example> Folgendes geschrieben:",
        // French
        "Le mar. 5 mars 2024 à 09:41, Northwind Support <help@northwind.example> a écrit :",
        "Le 5 mars 2024 à 09:41, Northwind Support <help@northwind.example> a écrit :",
        "Le 05/03/2024 à 09:41, Northwind Support a écrit :",
        // Spanish
        "El mar, 5 mar 2024 a las 9:41, Northwind Support (<help@northwind.example>) escribió:",
        "El 5 mar 2024, a las 9:41, Northwind Support <help@northwind.example> escribió:",
        "El 05/03/2024 a las 9:41, Northwind Support escribió:",
        "El mar., 5 de mar. de 2024 9:41 a. m., Northwind Support <help@northwind.example> escribió:",
        // Portuguese
        "Em ter., 5 de mar. de 2024 às 09:41, Northwind Support <help@northwind.example> escreveu:",
        "No dia 5 de mar. de 2024, às 09:41, Northwind Support <help@northwind.example> escreveu:",
        "Em 05/03/2024 09:41, Northwind Support escreveu:",
        // Italian
        "Il giorno mar 5 mar 2024 alle ore 09:41 Northwind Support <help@northwind.example> ha scritto:",
        "Il giorno 5 mar 2024, alle ore 09:41, Northwind Support <help@northwind.example> ha scritto:",
        "Il 05/03/2024 09:41, Northwind Support ha scritto:",
        // Dutch
        "Op di 5 mrt 2024 om 09:41 schreef Northwind Support <help@northwind.example>:",
        "Op 5 mrt 2024, om 09:41 heeft Northwind Support <help@northwind.example> het volgende geschreven:",
        "Op 05-03-2024 om 09:41 schreef Northwind Support:",
        // Polish
        "wt., 5 mar 2024 o 09:41 Northwind Support <help@northwind.example> napisał(a):",
        "Wiadomość napisana przez Northwind Support <help@northwind.example> w dniu 5 mar 2024, o godz. 09:41:",
        "W dniu 05.03.2024 o 09:41, Northwind Support pisze:",
        // Swedish, Danish, Norwegian, Finnish
        "Den tis 5 mars 2024 kl 09:41 skrev Northwind Support <help@northwind.example>:",
        "5 mars 2024 kl. 09:41 skrev Northwind Support <help@northwind.example>:",
        "Den 2024-03-05 kl. 09:41, skrev Northwind Support:",
        "Den tirs. 5. mar. 2024 kl. 09.41 skrev Northwind Support <help@northwind.example>:",
        "Den 05.03.2024 kl. 09.41 skrev Northwind Support:",
        "tir. 5. mars 2024 kl. 09:41 skrev Northwind Support <help@northwind.example>:",
        "ti 5. maalisk. 2024 klo 9.41 Northwind Support (help@northwind.example) kirjoitti:",
        "Northwind Support <help@northwind.example> kirjoitti 5.3.2024 kello 9.41:",
        // Czech, Turkish
        "út 5. 3. 2024 v 9:41 odesílatel Northwind Support <help@northwind.example> napsal:",
        "Dne 05. 03. 24 v 9:41 Northwind Support napsal(a):",
        "Northwind Support <help@northwind.example>, 5 Mar 2024 Sal, 09:41 tarihinde şunu yazdı:",
        "5.03.2024 09:41 tarihinde Northwind Support yazdı:",
        "Northwind Support <help@northwind.example> şunları yazdı (5 Mar 2024 09:41):",
        // Japanese, Chinese, Korean
        "2024年3月5日(火) 9:41 Northwind Support <help@northwind.example>:",
        "2024/03/05 9:41、Northwind Support <help@northwind.example>のメール:",
        "Northwind Support <help@northwind.example> 于2024年3月5日周二 09:41写道：",
        "2024年3月5日 上午9:41，Northwind Support <help@northwind.example> 写道：",
        "Northwind Support <help@northwind.example> 於 2024年3月5日 週二 上午9:41寫道：",
        "2024년 3월 5일 (화) 오전 9:41, Northwind Support <help@northwind.example>님이 작성:",
        "2024. 3. 5. 오전 9:41, Northwind Support <help@northwind.example> 작성:",
        // Russian, Ukrainian
        "вт, 5 мар. 2024 г. в 09:41, Northwind Support <help@northwind.example>:",
        "5 марта 2024 г., в 09:41, Northwind Support <help@northwind.example> написал(а):",
        "05.03.2024 9:41, Northwind Support пишет:",
        "Вторник, 5 марта 2024, 9:41 +03:00 от Northwind Support <help@northwind.example>:",
        "05.03.2024, 09:41, \"Northwind Support\" <help@northwind.example>:",
        "вт, 5 бер. 2024 р. о 09:41 Northwind Support <help@northwind.example> пише:",
    ];

    [Theory]
    [MemberData(nameof(Lines))]
    public void Quote_under_an_attribution_is_cut(string attribution) =>
        ReplyText.Of($"{Answer}\n\n{attribution}\n\n> When did it arrive?\n>\n> Yours, Northwind\n").ShouldBe(Answer);

    [Theory]
    [MemberData(nameof(Lines))]
    public void Unquoted_history_under_an_attribution_is_cut(string attribution) =>
        ReplyText.Of($"{Answer}\n\n{attribution}\n\nWhen did it arrive?\n\nYours, Northwind\n").ShouldBe(Answer);

    [Theory]
    [MemberData(nameof(Lines))]
    public void Attribution_wrapped_before_its_last_words_is_cut(string attribution)
    {
        var at = attribution.LastIndexOf(' ', attribution.Length - 3);
        var wrapped = attribution[..at] + "\n" + attribution[(at + 1)..];
        ReplyText.Of($"{Answer}\n\n{wrapped}\n\n> When did it arrive?\n").ShouldBe(Answer);
    }

    [Theory]
    [InlineData("On Tue, Mar 5, 2024 at 9:41 AM Northwind Customer Support and Returns\n<help@northwind.example>\nwrote:")]
    [InlineData("On Tue, Mar 5, 2024 at 9:41 AM Northwind <\nhelp@northwind.example> wrote:")]
    [InlineData("Am Di., 5. März 2024 um 09:41 Uhr schrieb Northwind\nSupport <\nhelp@northwind.example>:")]
    [InlineData("On Tue, Mar 5, 2024 at 9:41 AM Northwind Support\n\n<\nmailto:Northwind Support <help@northwind.example>\n> wrote:")]
    public void Attribution_over_several_lines_is_cut(string attribution) =>
        ReplyText.Of($"{Answer}\n\n{attribution}\n\n> When did it arrive?\n").ShouldBe(Answer);

    [Theory]
    [InlineData("Northwind Support wrote:")]
    [InlineData("Northwind schrieb:")]
    [InlineData("Northwind a écrit :")]
    [InlineData("Quoting Northwind Support <help@northwind.example>:")]
    [InlineData("Zitat von Northwind Support:")]
    public void Bare_name_over_a_quote_is_cut_with_it(string attribution) =>
        ReplyText.Of($"{Answer}\n\n{attribution}\n\n> When did it arrive?\n").ShouldBe(Answer);

    [Theory]
    [InlineData("I called on 5 March 2024.\nYour colleague wrote to me:\nplease wait two days.\nI waited.")]
    [InlineData("On Monday nothing worked.\n\nI wrote a mail about it.")]
    [InlineData("These are the facts:\n1. ordered 2024-03-05 10:00\n2. paid")]
    [InlineData("The 5 letters I wrote to help@northwind.example were not answered")]
    [InlineData("Timetable of 05.03.2024:\n09:41 Berlin")]
    public void Prose_that_resembles_an_attribution_stays(string text) => ReplyText.Of(text).ShouldBe(text);
}

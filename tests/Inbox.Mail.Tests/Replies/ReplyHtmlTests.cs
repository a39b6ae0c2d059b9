using Inbox.Mail.Replies;

namespace Inbox.Mail.Tests.Replies;

/// <summary>The markup of the usual programs, reduced to what tells their quotes.</summary>
public sealed class ReplyHtmlTests
{
    [Theory]
    [InlineData("Gmail", """<div dir="ltr">Red, please.</div><br><div class="gmail_quote gmail_quote_container"><div dir="ltr" class="gmail_attr">Kirjoittaja Northwind eilen:<br></div><blockquote class="gmail_quote" style="border-left:1px solid">Which colour?</blockquote></div>""")]
    [InlineData("Outlook on the web", """<div>Red, please.</div><div id="appendonsend"></div><hr tabindex="-1"><div id="divRplyFwdMsg" dir="ltr"><b>From:</b> Northwind<br></div><div>Which colour?</div>""")]
    [InlineData("Outlook for Windows", """<div class="WordSection1"><p class="MsoNormal">Red, please.<o:p></o:p></p><div><div style="border:none;border-top:solid #E1E1E1 1.0pt;padding:3.0pt 0cm 0cm 0cm"><p class="MsoNormal"><b>From:</b> Northwind</p></div></div><p class="MsoNormal">Which colour?</p></div>""")]
    [InlineData("Outlook for iOS", """<div>Red, please.</div><div class="ms-outlook-mobile-reference-message skipProofing"><hr><b>From:</b> Northwind<br>Which colour?</div>""")]
    [InlineData("Yahoo", """<div>Red, please.</div><div id="yahoo_quoted_1" class="yahoo_quoted"><div>Northwind, eilen:</div><div>Which colour?</div></div>""")]
    [InlineData("Thunderbird", """<p>Red, please.</p><div class="moz-cite-prefix">Northwind, eilen:<br></div><blockquote type="cite" cite="mid:x@y"><p>Which colour?</p></blockquote>""")]
    [InlineData("Apple Mail", """<body>Red, please.<div><br><blockquote type="cite"><div>On 5 Mar 2024, at 09:41, Northwind wrote:</div><br><div>Which colour?</div></blockquote></div></body>""")]
    [InlineData("Proton", """<div>Red, please.</div><div class="protonmail_quote">Northwind, eilen:<blockquote type="cite">Which colour?</blockquote></div>""")]
    [InlineData("Zoho", """<div>Red, please.</div><div class="zmail_extra"><div>---- Northwind ----</div>Which colour?</div>""")]
    [InlineData("GMX", """<div>Red, please.</div><div name="quote"><div><b>Gesendet:</b> 5. März<br><b>Von:</b> a@b.example<br><b>An:</b> Maja<br><b>Betreff:</b> Farbe</div>Which colour?</div>""")]
    public void Quote_is_known_by_its_markup(string program, string html) => ReplyText.OfHtml(html).ShouldBe("Red, please.", program);

    [Fact]
    public void Answer_inside_a_Gmail_quote_is_kept() =>
        ReplyText.OfHtml("""<div class="gmail_quote"><div class="gmail_attr">On 5 Mar, Northwind wrote:</div><blockquote>Which colour?</blockquote><div>Red.</div><blockquote>Which size?</blockquote><div>Large.</div></div>""")
            .Split('\n', StringSplitOptions.RemoveEmptyEntries).ShouldBe(["Red.", "Large."]);

    [Fact]
    public void Forward_in_Gmail_is_kept() =>
        ReplyText.OfHtml("""<div>Look:</div><div class="gmail_quote"><div class="gmail_attr">---------- Forwarded message ---------<br>From: Ole<br></div>My lamp is broken.</div>""")
            .ShouldContain("My lamp is broken.");

    [Fact]
    public void Marked_signature_is_cut_and_what_follows_is_not() =>
        ReplyText.OfHtml("""<div>Red, please.</div><div class="gmail_signature"><div>Maja Lind</div><div>Ankergatan 4</div></div><div>PS: and soon.</div>""")
            .Split('\n', StringSplitOptions.RemoveEmptyEntries).ShouldBe(["Red, please.", "PS: and soon."]);

    [Fact]
    public void Indented_paragraph_is_no_quote() =>
        ReplyText.OfHtml("""<div>My address:</div><blockquote style="margin:0 0 0 40px;border:none;padding:0px">Ankergatan 4</blockquote>""")
            .ShouldContain("Ankergatan 4");

    [Fact]
    public void Marked_html_is_preferred_over_text() =>
        ReplyText.Of("Red, please.\nNorthwind, eilen:\nWhich colour?", """<div>Red, please.</div><div class="yahoo_quoted">Northwind, eilen:<div>Which colour?</div></div>""")
            .ShouldBe("Red, please.");

    [Fact]
    public void Text_is_preferred_over_unmarked_html() =>
        ReplyText.Of("Red,  please.", "<p>Red, please.</p>").ShouldBe("Red,  please.");

    [Fact]
    public void Landmark_characters_in_a_mail_mean_nothing() =>
        ReplyText.Of("Red, please.\n\uE002And large.").ShouldBe("Red, please.\nAnd large.");
}

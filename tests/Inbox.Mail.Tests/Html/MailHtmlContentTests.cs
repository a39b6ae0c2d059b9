using Inbox.Mail.Html;

namespace Inbox.Mail.Tests.Html;

public sealed class MailHtmlContentTests
{
    private static string Clean(string html) => MailHtml.Sanitize(html).Html;

    [Theory]
    [InlineData("<p align=\"center\">a <b>b</b></p>")]
    [InlineData("<table border=\"0\" cellpadding=\"4\" width=\"100%\"><tbody><tr><td colspan=\"2\" bgcolor=\"#ffffff\">x</td></tr></tbody></table>")]
    [InlineData("<ol start=\"3\"><li>x</li></ol>")]
    [InlineData("<p style=\"color: #333; font-family: &quot;Segoe UI&quot;, sans-serif; border: 1px solid rgb(1, 2, 3)\">x</p>")]
    [InlineData("<blockquote>x<br>y</blockquote><pre>a\n  b</pre>")]
    public void Ordinary_markup_is_kept(string html) => Clean(html).ShouldBe(html);

    [Theory]
    [InlineData("<html><head><title>no</title><style>no</style></head><body bgcolor=red>yes</body></html>", "<div bgcolor=\"red\">yes</div>")]
    [InlineData("<custom>yes</custom><o:p>yes</o:p>", "yesyes")]
    [InlineData("<noscript>yes</noscript>", "yes")]
    [InlineData("<p>a<p>b", "<p>a</p><p>b</p>")]
    [InlineData("<ul><li>a<li>b</ul>", "<ul><li>a</li><li>b</li></ul>")]
    [InlineData("<table><tr><td>a<td>b<tr><td>c</table>", "<table><tr><td>a</td><td>b</td></tr><tr><td>c</td></tr></table>")]
    [InlineData("<b>a<i>b</b>c</i>", "<b>a<i>b</i></b>c")]
    [InlineData("<table><tr><td></b>a</div></td></tr></table></td>", "<table><tr><td>a</td></tr></table>")]
    [InlineData("<p style='color:red;position:fixed;background:url(x)'>a</p>", "<p style=\"color: red\">a</p>")]
    [InlineData("1 < 2 & \"3\"", "1 &lt; 2 &amp; &quot;3&quot;")]
    public void Broken_or_foreign_markup_is_written_in_order(string html, string expected) => Clean(html).ShouldBe(expected);

    [Theory]
    [InlineData("https://shop.example/a?b=1&amp;c=2", "https://shop.example/a?b=1&amp;c=2")]
    [InlineData("HTTP://shop.example", "HTTP://shop.example")]
    [InlineData("//shop.example/a", "https://shop.example/a")]
    [InlineData("mailto:maja@shop.example?subject=Lamp", "mailto:maja@shop.example?subject=Lamp")]
    [InlineData("tel:+4930123", "tel:+4930123")]
    public void Link_opens_apart_and_tells_nothing(string href, string expected) =>
        Clean($"<a href=\"{href}\">x</a>").ShouldBe($"<a href=\"{expected}\" rel=\"noopener noreferrer nofollow\" target=\"_blank\">x</a>");

    [Fact]
    public void Remote_images_are_blocked_and_counted()
    {
        var result = MailHtml.Sanitize("<img src='https://track.example/1.gif' alt='Logo' width=20><img src='//track.example/2.gif'>");
        result.BlockedImages.ShouldBe(2);
        result.Html.ShouldBe("<img alt=\"Logo\" width=\"20\"><img>");
    }

    [Fact]
    public void Allowed_remote_images_go_through_the_given_address()
    {
        var result = MailHtml.Sanitize("<img src='https://shop.example/1.gif?a&b'>", null, allowRemoteImages: true, u => "/images?u=" + Uri.EscapeDataString(u));
        result.ShouldBe(new SanitizedHtml("<img src=\"/images?u=https%3A%2F%2Fshop.example%2F1.gif%3Fa%26b\">", 0));
    }

    [Fact]
    public void Inline_images_come_from_their_attachment()
    {
        var result = MailHtml.Sanitize("<img src='CID:logo%40shop'><img src='cid:unknown' alt=x>", id => id == "logo@shop" ? "/attachments/7" : null);
        result.ShouldBe(new SanitizedHtml("<img src=\"/attachments/7\"><img alt=\"x\">", 0));
    }

    [Fact]
    public void Raster_images_in_the_address_are_kept() =>
        Clean("<img src='data:image/png;base64,iVBORw0K\nGgo='>").ShouldBe("<img src=\"data:image/png;base64,iVBORw0KGgo=\">");
}

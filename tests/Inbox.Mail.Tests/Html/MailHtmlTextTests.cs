using Inbox.Mail.Html;

namespace Inbox.Mail.Tests.Html;

public sealed class MailHtmlTextTests
{
    [Theory]
    [InlineData("<p>a</p><p>b<br>c</p>", "a\n\nb\nc")]
    [InlineData("<div>a</div><div><br></div><div>b</div>", "a\n\nb")]
    [InlineData("<div>a<br></div>b", "a\nb")]
    [InlineData("a  \n b&nbsp;c", "a b c")]
    [InlineData("<p class=MsoNormal>a</p><p class=MsoNormal>&nbsp;</p><p class=MsoNormal>b</p><p class=MsoNormal>c</p>", "a\n\nb\nc")]
    [InlineData("x<ul><li>a<li>b<ol><li>c<li>d</ol></ul>y", "x\n\n- a\n- b\n  1. c\n  2. d\n\ny")]
    [InlineData("<table><tr><th>Item<th>Price<tr><td><div>Lamp</div><td>5</table>z", "Item\tPrice\nLamp\t5\n\nz")]
    [InlineData("a<blockquote>b<blockquote>c</blockquote></blockquote>d", "a\n\n> b\n>\n>> c\n\nd")]
    [InlineData("<pre>a\n  b\n\nc</pre>", "a\n  b\n\nc")]
    [InlineData("<a href='https://shop.example/a'>form</a>, <a href='mailto:a@b.example'>a@b.example</a>", "form <https://shop.example/a>, a@b.example")]
    [InlineData("<a href='javascript:x'>form</a>", "form")]
    [InlineData("<img alt='Logo' src=x>a", "[Logo]a")]
    [InlineData("<title>x</title><style>x</style><script>x</script><template>x</template><!--x-->a", "a")]
    [InlineData("&lt;b&gt; &amp;amp; &#x20AC;", "<b> &amp; €")]
    [InlineData("a<hr>b", "a\n---\nb")]
    [InlineData("", "")]
    public void Html_reads_as_text(string html, string expected) => MailHtml.ToText(html).ShouldBe(expected);
}

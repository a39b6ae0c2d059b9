using Inbox.Core.Cases;

namespace Inbox.Core.Tests.Cases;

public sealed class FormattedTextTests
{
    [Theory]
    [InlineData("one\ntwo", "<p>one<br />\ntwo</p>")]
    [InlineData("**bold** _it_ `x`", "<p><strong>bold</strong> <em>it</em> <code>x</code></p>")]
    [InlineData("- a\n- b", "<ul>\n<li>a</li>\n<li>b</li>\n</ul>")]
    [InlineData("> said", "<blockquote>\n<p>said</p>\n</blockquote>")]
    [InlineData("    indented", "<p>indented</p>")]
    [InlineData("Ana Kay\n---", "<p>Ana Kay<br />\n---</p>")]
    [InlineData("mail me at file_name_here", "<p>mail me at file_name_here</p>")]
    public void Text_is_formatted_as_people_mean_it(string text, string html) => FormattedText.ToHtml(text).ShouldBe(html);

    [Theory]
    [InlineData("[here](https://a.example/x)", "href=\"https://a.example/x\"")]
    [InlineData("see https://a.example now", "href=\"https://a.example\"")]
    [InlineData("[call](tel:+4420)", "href=\"tel:+4420\"")]
    [InlineData("![x](https://a.example/x.png)", "<a href=\"https://a.example/x.png\"")]
    [InlineData("![x](cid:ab%40inbox)", "<img src=\"cid:ab%40inbox\"")]
    public void Links_lead_outward_and_only_images_that_go_along_are_shown(string text, string part) => FormattedText.ToHtml(text).ShouldContain(part);

    [Theory]
    [InlineData("<script>alert(1)</script>")]
    [InlineData("<img src=x onerror=alert(1)>")]
    [InlineData("[x](javascript:alert(1))")]
    [InlineData("[x](JaVaScRiPt:alert(1))")]
    [InlineData("[x](java&#x73;cript:alert(1))")]
    [InlineData("[x](data:text/html,<script>alert(1)</script>)")]
    [InlineData("[x](vbscript:x)")]
    [InlineData("<javascript:alert(1)>")]
    [InlineData("![x](javascript:alert(1))")]
    [InlineData("![x](data:image/svg+xml,<svg onload=alert(1)>)")]
    [InlineData("[x]: javascript:alert(1)\n\n[x]")]
    [InlineData("[a](https://a.example \"t\\\" onmouseover=alert(1) x=\\\"\")")]
    [InlineData("```x\" onclick=\"alert(1)\ncode\n```")]
    [InlineData("![x](cid:a\"onerror=alert(1))")]
    public void Nothing_that_runs_comes_out(string text)
    {
        var html = ActiveParts(FormattedText.ToHtml(text));

        html.ShouldNotContain("script");
        html.ShouldNotContain(":active");
    }

    [Fact]
    public void Absurdly_nested_text_is_sent_as_it_stands()
    {
        var text = new string('>', 3000) + " deep & down";

        FormattedText.ToHtml(text).ShouldContain("deep &amp; down");
    }

    /// <summary>The active parts of a fragment as a browser would read it: elements, handlers and schemes that run.</summary>
    private static string ActiveParts(string html)
    {
        var active = new List<string>();
        var tags = System.Text.RegularExpressions.Regex.Matches(html, "<(?<name>[a-z0-9]+)(?<attributes>(?:\\s+[a-zA-Z-]+(?:=\"[^\"]*\")?)*)\\s*/?>", System.Text.RegularExpressions.RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1));
        foreach (var tag in tags.Select(t => t.Groups))
        {
            if (tag["name"].Value is "script" or "iframe" or "svg" or "object")
            {
                active.Add("script");
            }

            foreach (var attribute in System.Text.RegularExpressions.Regex.Matches(tag["attributes"].Value, "(?<name>[a-zA-Z-]+)=\"(?<value>[^\"]*)\"", System.Text.RegularExpressions.RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1)).Select(a => a.Groups))
            {
                var value = System.Net.WebUtility.HtmlDecode(attribute["value"].Value).Trim();
                var runs = attribute["name"].Value.StartsWith("on", StringComparison.OrdinalIgnoreCase)
                    || (attribute["name"].Value is "href" or "src" && !new[] { "http:", "https:", "mailto:", "tel:", "cid:" }.Any(s => value.StartsWith(s, StringComparison.OrdinalIgnoreCase)));
                if (runs)
                {
                    active.Add(":active");
                }
            }
        }

        // What is left of a tag that the pattern does not read as one would be a hole, too.
        System.Text.RegularExpressions.Regex.Count(html, "<[a-z!?]", System.Text.RegularExpressions.RegexOptions.None, TimeSpan.FromSeconds(1)).ShouldBe(tags.Count);
        return string.Join(' ', active);
    }
}

using System.Diagnostics;
using Inbox.Mail.Html;

namespace Inbox.Mail.Tests.Html;

public sealed class MailHtmlLimitTests
{
    [Theory]
    [InlineData("<div>")]
    [InlineData("<b><p>x")]
    [InlineData("<table><tr><td>")]
    [InlineData("<blockquote>x<br>")]
    [InlineData("<ul><li>x")]
    [InlineData("<a href=https://x.example>z")]
    [InlineData("<!--")]
    [InlineData("<script><!--<script>")]
    [InlineData("<p style='color:red;background:url(x)'>y")]
    [InlineData("<svg><math>")]
    [InlineData("</b></i><i>")]
    [InlineData("<")]
    [InlineData("&a")]
    public void A_megabyte_of_anything_costs_linear_time(string unit)
    {
        var html = string.Concat(Enumerable.Repeat(unit, 1_000_000 / unit.Length));
        var clock = Stopwatch.StartNew();
        MailHtml.Sanitize(html).Html.Length.ShouldBeLessThan(10 * html.Length);
        MailHtml.ToText(html).Length.ShouldBeLessThan(10 * html.Length);
        // A tenth of a second is usual; quadratic work would take minutes.
        clock.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(15));
    }

    [Fact]
    public void A_tag_with_a_million_attributes_is_read_in_linear_time() =>
        MailHtml.Sanitize("<p " + string.Concat(Enumerable.Range(0, 500_000).Select(i => $"a{i}=1 ")) + ">x").Html.ShouldBe("<p>x</p>");

    [Fact]
    public void Deep_nesting_keeps_the_text_and_gives_up_the_depth()
    {
        var html = string.Concat(Enumerable.Repeat("<div>", 10_000)) + "inside" + string.Concat(Enumerable.Repeat("</div>", 10_000)) + "<p>after</p>";
        var clean = MailHtml.Sanitize(html).Html;
        clean.ShouldContain("inside");
        clean.ShouldEndWith("</div><p>after</p>");
        clean.Split("<div>").Length.ShouldBeLessThan(300);
        MailHtml.ToText(html).ShouldBe("inside\n\nafter");
    }

    [Fact]
    public void What_exceeds_the_limit_is_cut_off() =>
        MailHtml.Sanitize(new string('a', MailHtml.MaxLength + 10)).Html.Length.ShouldBe(MailHtml.MaxLength);
}

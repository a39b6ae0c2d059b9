using System.Globalization;
using Microsoft.AspNetCore.Razor.TagHelpers;

namespace Inbox.Web.TagHelpers;

/// <summary><c>&lt;ring share="72" tone="warn"&gt;</c>: how much of a promise is used up. SVG, since the policy allows no style attributes.</summary>
[HtmlTargetElement("ring", Attributes = "share", TagStructure = TagStructure.NormalOrSelfClosing)]
public sealed class RingTagHelper : TagHelper
{
    /// <summary>Percent; more than 100 is a full ring.</summary>
    public double Share { get; set; }

    /// <summary>late, warn, calm, or nothing.</summary>
    public string Tone { get; set; } = "";

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        var share = Math.Clamp(Share, 0, 100).ToString("0.#", CultureInfo.InvariantCulture);
        output.TagName = "svg";
        output.TagMode = TagMode.StartTagAndEndTag;
        output.Attributes.SetAttribute("class", $"ring {Tone}".TrimEnd());
        output.Attributes.SetAttribute("viewBox", "0 0 34 34");
        output.Attributes.SetAttribute("aria-hidden", "true");
        output.Content.SetHtmlContent(
            $"<circle class=\"track\" cx=\"17\" cy=\"17\" r=\"14\"/><circle class=\"arc\" cx=\"17\" cy=\"17\" r=\"14\" pathLength=\"100\" stroke-dasharray=\"{share} 100\"/>");
    }
}

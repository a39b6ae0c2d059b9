using System.Globalization;
using Microsoft.AspNetCore.Razor.TagHelpers;

namespace Inbox.Web.TagHelpers;

/// <summary><c>&lt;avatar name="Nora Vance"&gt;</c>: initials on the colour that belongs to the name.</summary>
[HtmlTargetElement("avatar", Attributes = "name", TagStructure = TagStructure.NormalOrSelfClosing)]
public sealed class AvatarTagHelper : TagHelper
{
    public string? Name { get; set; }

    public bool Small { get; set; }

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        output.TagName = "span";
        output.TagMode = TagMode.StartTagAndEndTag;
        output.Attributes.SetAttribute("class", string.Create(CultureInfo.InvariantCulture, $"avatar {(Small ? "sm " : "")}hue-{Shown.Hue(Name)}"));
        output.Attributes.SetAttribute("aria-hidden", "true");
        // Drawn by the style sheet: initials are a picture, and no part of what a button around them is called.
        output.Attributes.SetAttribute("data-initials", Shown.Initials(Name));
    }
}

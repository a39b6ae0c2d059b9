using Inbox.Core;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Razor.TagHelpers;

namespace Inbox.Web.TagHelpers;

/// <summary><c>&lt;due-chip due="…" kept="…"&gt;</c>: the time left or late of a promise; "paused" where nothing runs.</summary>
[HtmlTargetElement("due-chip", Attributes = "due", TagStructure = TagStructure.NormalOrSelfClosing)]
public sealed class DueChipTagHelper(TimeProvider time) : TagHelper
{
    /// <summary><see cref="Clock.Never"/> when nothing runs.</summary>
    public DateTimeOffset Due { get; set; }

    /// <summary>The promise was kept: nothing is due any more.</summary>
    public bool Kept { get; set; }

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        var text = Kept ? DueText.Kept : Shown.Due(Due, time.GetUtcNow());
        var runs = !Kept && Due != Clock.Never;
        output.TagName = runs ? "time" : "span";
        output.TagMode = TagMode.StartTagAndEndTag;
        output.Attributes.SetAttribute("class", $"chip {text.Tone}".TrimEnd());
        if (runs)
        {
            output.Attributes.SetAttribute("datetime", Shown.Iso(Due));
            output.Attributes.SetAttribute("title", Shown.Exact(Due));
            output.Attributes.SetAttribute("data-due", "");
            output.Content.AppendHtml("<i class=\"bi bi-alarm\" aria-hidden=\"true\"></i>");
        }

        var words = new TagBuilder("span");
        words.InnerHtml.Append(text.Text);
        output.Content.AppendHtml(words);
    }
}

using Inbox.Core;
using Microsoft.AspNetCore.Razor.TagHelpers;

namespace Inbox.Web.TagHelpers;

/// <summary><c>&lt;time-ago at="…"&gt;</c>: how long ago, with the exact time on hover, kept true by times.js.</summary>
[HtmlTargetElement("time-ago", Attributes = "at", TagStructure = TagStructure.NormalOrSelfClosing)]
public sealed class TimeAgoTagHelper(TimeProvider time) : TagHelper
{
    public DateTimeOffset? At { get; set; }

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        if (At is not { } at || at == Clock.Never)
        {
            output.SuppressOutput();
            return;
        }

        output.TagName = "time";
        output.TagMode = TagMode.StartTagAndEndTag;
        output.Attributes.SetAttribute("datetime", Shown.Iso(at));
        output.Attributes.SetAttribute("title", Shown.Exact(at));
        output.Attributes.SetAttribute("data-ago", "");
        output.Content.SetContent(Shown.Ago(at, time.GetUtcNow()));
    }
}

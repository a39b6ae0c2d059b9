using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Mvc.ViewFeatures;
using Microsoft.AspNetCore.Razor.TagHelpers;

namespace Inbox.Web.TagHelpers;

/// <summary>A form field: label, input, hint and what is wrong with it. <c>&lt;field for="Input.Name" label="Name"&gt;&lt;input asp-for="Input.Name" /&gt;&lt;/field&gt;</c></summary>
[HtmlTargetElement("field", Attributes = "for,label")]
public sealed class FieldTagHelper : TagHelper
{
    public ModelExpression For { get; set; } = default!;

    public string Label { get; set; } = "";

    public string? Hint { get; set; }

    [HtmlAttributeNotBound]
    [ViewContext]
    public ViewContext ViewContext { get; set; } = default!;

    public override async Task ProcessAsync(TagHelperContext context, TagHelperOutput output)
    {
        var field = FieldState.Of(ViewContext, For);
        var label = new TagBuilder("label");
        label.AddCssClass("form-label");
        label.Attributes["for"] = field.Id;
        label.InnerHtml.Append(Label);

        output.TagName = "div";
        output.TagMode = TagMode.StartTagAndEndTag;
        output.Attributes.SetAttribute("class", "field");
        output.Content.AppendHtml(label);
        output.Content.AppendHtml(await output.GetChildContentAsync());
        Append(output, Hint, "form-text", field.HintId);
        Append(output, field.Error, "invalid-feedback", field.ErrorId);
    }

    private static void Append(TagHelperOutput output, string? text, string css, string id)
    {
        if (!string.IsNullOrEmpty(text))
        {
            var line = new TagBuilder("div");
            line.AddCssClass(css);
            line.Attributes["id"] = id;
            line.InnerHtml.Append(text);
            output.Content.AppendHtml(line);
        }
    }
}

/// <summary>Tells a screen reader, and the eye, that an input inside a <c>field</c> needs another look.</summary>
[HtmlTargetElement("input", Attributes = "asp-for")]
[HtmlTargetElement("select", Attributes = "asp-for")]
[HtmlTargetElement("textarea", Attributes = "asp-for")]
public sealed class FieldInputTagHelper : TagHelper
{
    // After the framework's own helpers, which write the class of the element.
    public override int Order => 1000;

    [HtmlAttributeName("asp-for")]
    public ModelExpression For { get; set; } = default!;

    [HtmlAttributeNotBound]
    [ViewContext]
    public ViewContext ViewContext { get; set; } = default!;

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        var field = FieldState.Of(ViewContext, For);
        if (field.Error is not null)
        {
            output.Attributes.SetAttribute("aria-invalid", "true");
            output.Attributes.SetAttribute("aria-describedby", field.ErrorId);
            output.Attributes.SetAttribute("class", output.Attributes["class"]?.Value + " is-invalid");
        }
    }
}

/// <summary>What the last attempt to save said about a field.</summary>
internal sealed record FieldState(string Id, string? Error)
{
    public string ErrorId => Id + "-error";

    public string HintId => Id + "-hint";

    public static FieldState Of(ViewContext view, ModelExpression expression)
    {
        var name = view.ViewData.TemplateInfo.GetFullHtmlFieldName(expression.Name);
        var errors = view.ViewData.ModelState.TryGetValue(name, out var entry) ? entry.Errors : [];
        return new FieldState(TagBuilder.CreateSanitizedId(name, "_"), errors.Count == 0 ? null : string.Join(' ', errors.Select(e => e.ErrorMessage)));
    }
}

using System.Net;
using Markdig;
using Markdig.Parsers;
using Markdig.Renderers.Html;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace Inbox.Core.Cases;

/// <summary>
/// The HTML of what an agent wrote in Markdown. No raw HTML, links to the web, mail and telephones only, images only
/// those that go with the message; so what comes out is safe to show and to send.
/// </summary>
public static class FormattedText
{
    private static readonly string[] Schemes = ["http", "https", "mailto", "tel"];

    private static readonly MarkdownPipeline Pipeline = Build();

    /// <summary>How the HTML names an image that goes with the message.</summary>
    public static string Source(string contentId) => "cid:" + Uri.EscapeDataString(contentId);

    public static string ToHtml(string text)
    {
        try
        {
            var document = Markdown.Parse(text, Pipeline);
            foreach (var link in document.Descendants().ToList())
            {
                Tame(link);
            }

            return document.ToHtml(Pipeline).Trim();
        }
        catch (ArgumentException)
        {
            // Nested deeper than Markdig goes. Nobody writes that by hand; it is sent as it stands.
            return $"<p>{Lines(text)}</p>";
        }
    }

    /// <summary>Plain lines as HTML.</summary>
    public static string Lines(string text) => WebUtility.HtmlEncode(text).Replace("\n", "<br>\n", StringComparison.Ordinal);

    private static MarkdownPipeline Build()
    {
        var builder = new MarkdownPipelineBuilder().DisableHtml().UseAutoLinks().UseSoftlineBreakAsHardlineBreak();

        // People indent, and draw lines under names, without meaning code or headings.
        builder.BlockParsers.TryRemove<IndentedCodeBlockParser>();
        builder.BlockParsers.Find<ParagraphBlockParser>()!.ParseSetextHeadings = false;
        return builder.Build();
    }

    private static void Tame(MarkdownObject found)
    {
        switch (found)
        {
            case LinkInline { IsImage: true } image when image.Url?.StartsWith("cid:", StringComparison.OrdinalIgnoreCase) == true:
                image.Url = Source(Uri.UnescapeDataString(image.Url[4..]));
                break;
            case LinkInline link when IsAllowed(link.Url):
                // An image from elsewhere would tell its owner who reads; it becomes a link.
                link.IsImage = false;
                Outward(link);
                break;
            case LinkInline link:
                link.ReplaceBy(new ContainerInline());
                break;
            case AutolinkInline auto when auto.IsEmail || IsAllowed(auto.Url):
                Outward(auto);
                break;
            case AutolinkInline auto:
                auto.ReplaceBy(new LiteralInline(auto.Url));
                break;
        }
    }

    private static bool IsAllowed(string? url) =>
        Uri.TryCreate(url, UriKind.Absolute, out var address) && Schemes.Contains(address.Scheme, StringComparer.OrdinalIgnoreCase);

    private static void Outward(MarkdownObject link)
    {
        link.GetAttributes().AddPropertyIfNotExist("target", "_blank");
        link.GetAttributes().AddPropertyIfNotExist("rel", "noopener noreferrer");
    }
}

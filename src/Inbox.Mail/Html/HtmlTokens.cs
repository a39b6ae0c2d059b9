using System.Collections.Frozen;
using AngleSharp.Html;
using AngleSharp.Html.Parser;
using AngleSharp.Html.Parser.Tokens;
using AngleSharp.Text;

namespace Inbox.Mail.Html;

/// <summary>
/// The tags and the visible text of a document in source order. No tree is built: the tree construction of the HTML
/// standard costs depth times length (scopes, active formatting elements), which a mail can make quadratic.
/// </summary>
internal static class HtmlTokens
{
    private const int MaxAttributes = 64;

    /// <summary>Raw text by the standard whose content a reader never sees (a frame's fallback included).</summary>
    private static readonly FrozenDictionary<string, HtmlParseMode> HiddenText = new Dictionary<string, HtmlParseMode>
    {
        ["script"] = HtmlParseMode.Script,
        ["style"] = HtmlParseMode.Rawtext,
        ["iframe"] = HtmlParseMode.Rawtext,
        ["noembed"] = HtmlParseMode.Rawtext,
        ["noframes"] = HtmlParseMode.Rawtext,
        ["title"] = HtmlParseMode.RCData,
    }.ToFrozenDictionary();

    private static readonly FrozenDictionary<string, HtmlParseMode> VisibleText = new Dictionary<string, HtmlParseMode>
    {
        ["xmp"] = HtmlParseMode.Rawtext,
        ["textarea"] = HtmlParseMode.RCData,
        ["plaintext"] = HtmlParseMode.Plaintext,
    }.ToFrozenDictionary();

    /// <summary>Elements whose children are inert: never shown, whatever they hold.</summary>
    private static readonly FrozenSet<string> HiddenTrees = FrozenSet.Create("template", "datalist");

    public static IEnumerable<HtmlToken> Of(string html)
    {
        using var source = new TextSource(html.Length > MailHtml.MaxLength ? html[..MailHtml.MaxLength] : html);
        var tokenizer = new HtmlTokenizer(source, HtmlEntityProvider.Resolver)
        {
            SkipComments = true,
            ShouldEmitAttribute = static (ref tag, _) => tag.Attributes.Count < MaxAttributes,
        };
        string? hiddenText = null;
        string? hiddenTree = null;
        var hiddenDepth = 0;

        for (var token = tokenizer.Get(); token.Type != HtmlTokenType.EndOfFile; token = tokenizer.Get())
        {
            if (token.Type == HtmlTokenType.StartTag)
                tokenizer.State = ModeAfter(token.Name, ref hiddenText);
            else if (token.Type == HtmlTokenType.EndTag)
                hiddenText = null;

            if (hiddenTree is not null)
            {
                if (token.Type is HtmlTokenType.StartTag or HtmlTokenType.EndTag && token.Name == hiddenTree)
                    hiddenDepth += token.Type == HtmlTokenType.StartTag ? 1 : -1;
                if (hiddenDepth == 0)
                    hiddenTree = null;
            }
            else if (token.Type == HtmlTokenType.StartTag && HiddenTrees.Contains(token.Name))
            {
                hiddenTree = token.Name;
                hiddenDepth = 1;
            }
            else if (token.Type is HtmlTokenType.StartTag or HtmlTokenType.EndTag
                || (token.Type == HtmlTokenType.Character && hiddenText is null))
            {
                yield return token;
            }
        }
    }

    private static HtmlParseMode ModeAfter(string name, ref string? hiddenText)
    {
        if (HiddenText.TryGetValue(name, out var mode))
        {
            hiddenText = name;
            return mode;
        }
        return VisibleText.GetValueOrDefault(name, HtmlParseMode.PCData);
    }
}

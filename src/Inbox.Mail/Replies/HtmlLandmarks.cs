using AngleSharp.Html.Parser.Tokens;
using Inbox.Mail.Html;

namespace Inbox.Mail.Replies;

/// <summary>The ids and classes by which mail programs mark quotes, history and signatures in what they send.</summary>
internal static class HtmlLandmarks
{
    /// <summary>Gmail and its forks, Thunderbird: a line such as "On … wrote:" in an element of its own.</summary>
    private static readonly string[] AttributionClasses = ["gmail_attr", "moz-cite-prefix", "gmail_quote_attribution"];

    /// <summary>Roundcube, whose quote marks each line: answers between them count.</summary>
    private const string AttributionId = "reply-intro";

    private static readonly string[] HistoryClasses =
    [
        "yahoo_quoted", "protonmail_quote", "zmail_extra", "tutanota_quote", "ms-outlook-mobile-reference-message",
        "OutlookMessageHeader", "x_OutlookMessageHeader", "freebirdContent", "front-blockquote",
    ];

    /// <summary>Outlook on the web and on phones, new Outlook, Windows Mail, Hotmail, Zimbra.</summary>
    private static readonly string[] HistoryIds =
    [
        "divRplyFwdMsg", "x_divRplyFwdMsg", "appendonsend", "mail-editor-reference-message-container", "stopSpelling",
        "zwchr", "OLK_SRC_BODY_SECTION", "ymail_android_quote", "composeQuote",
    ];

    private static readonly string[] SignatureClasses = ["gmail_signature", "moz-signature", "protonmail_signature_block", "tutanota_signature"];

    private static readonly string[] SignatureIds = ["Signature", "ms-outlook-mobile-signature", "AppleMailSignature"];

    public static HtmlLandmark Of(HtmlTagToken tag)
    {
        var style = tag.GetAttribute("style");
        if (tag.Name == "blockquote")
            return IsIndent(tag, style) ? HtmlLandmark.Indent : HtmlLandmark.None;
        if (tag.Name is not ("div" or "p" or "hr" or "span" or "section" or "table"))
            return HtmlLandmark.None;
        var id = tag.GetAttribute("id");
        var classes = tag.GetAttribute("class");
        if (HasAny(classes, AttributionClasses) || id is AttributionId)
            return HtmlLandmark.Attribution;
        if (HistoryIds.Contains(id, StringComparer.Ordinal) || HasAny(classes, HistoryClasses) || IsOutlookRule(tag, style))
            return HtmlLandmark.History;
        return tag.Name == "div" && (SignatureIds.Contains(id, StringComparer.Ordinal) || HasAny(classes, SignatureClasses) || tag.GetAttribute("name") is "messageSignatureSection")
            ? HtmlLandmark.Signature
            : HtmlLandmark.None;
    }

    private static bool HasAny(string classes, string[] names) =>
        classes.Length > 0 && classes.Split(' ').Any(c => names.Contains(c, StringComparer.Ordinal));

    /// <summary>Outlook for Windows has no ids: a box whose only border is the blue or grey line above "From:".</summary>
    private static bool IsOutlookRule(HtmlTagToken tag, string style)
    {
        if (tag.Name != "div" || !style.Contains("border-top:solid", StringComparison.OrdinalIgnoreCase))
            return false;
        return style.Contains("#B5C4DF", StringComparison.OrdinalIgnoreCase) || style.Contains("#E1E1E1", StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>Editors write an indented paragraph as a blockquote without a border.</summary>
    private static bool IsIndent(HtmlTagToken tag, string style)
    {
        var compact = style.Replace(" ", string.Empty, StringComparison.Ordinal);
        return tag.GetAttribute("type").Length == 0
            && (compact.Contains("border:none", StringComparison.OrdinalIgnoreCase) || compact.Contains("border:0", StringComparison.OrdinalIgnoreCase))
            && !compact.Contains("border-left:", StringComparison.OrdinalIgnoreCase);
    }
}

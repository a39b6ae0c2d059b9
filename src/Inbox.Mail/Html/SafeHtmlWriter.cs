using System.Text;
using AngleSharp.Html.Parser;
using AngleSharp.Html.Parser.Tokens;

namespace Inbox.Mail.Html;

/// <summary>
/// Writes tokens again as balanced, allow-listed markup. Every tag in the output is one we wrote, every attribute is
/// quoted and every text escaped, so re-reading can find no tag that was not judged here (mutation XSS).
/// </summary>
internal sealed class SafeHtmlWriter(ImageSources images)
{
    private readonly StringBuilder _output = new();
    private readonly OpenElements _open = new();

    public void Write(HtmlToken token)
    {
        switch (token.Type)
        {
            case HtmlTokenType.Character:
                AppendEscaped(token.Data);
                break;
            case HtmlTokenType.StartTag:
                Start(token.AsTag());
                break;
            case HtmlTokenType.EndTag:
                End(token.Name);
                break;
        }
    }

    public string Finish()
    {
        AppendEnds(_open.CloseAll());
        return _output.ToString();
    }

    private void Start(HtmlTagToken tag)
    {
        var name = AllowList.Renamed.GetValueOrDefault(tag.Name, tag.Name);
        if (!AllowList.Elements.Contains(name))
            return;
        AppendEnds(_open.CloseImpliedBy(name));
        var isVoid = AllowList.Void.Contains(name);
        if (!isVoid && !_open.TryOpen(name))
            return;
        _output.Append('<').Append(name);
        AppendAttributes(name, tag);
        _output.Append('>');
    }

    private void End(string tagName)
    {
        var name = AllowList.Renamed.GetValueOrDefault(tagName, tagName);
        if (name == "br")
            _output.Append("<br>");
        else
            AppendEnds(_open.Close(name));
    }

    private void AppendEnds(IEnumerable<string> names)
    {
        foreach (var name in names)
            _output.Append("</").Append(name).Append('>');
    }

    private void AppendAttributes(string name, HtmlTagToken tag)
    {
        var written = new HashSet<string>(StringComparer.Ordinal);
        foreach (var attribute in tag.Attributes)
        {
            // The first of two equal attributes counts (HTML, 13.2.5.33).
            if (!written.Add(attribute.Name))
                continue;
            if (attribute.Name == "style")
                AppendAttribute("style", StyleFilter.Filter(attribute.Value));
            else if (attribute.Name == "src" && name == "img")
                AppendAttribute("src", images.Resolve(attribute.Value));
            else if (attribute.Name == "href" && name == "a")
                AppendLink(attribute.Value);
            else if (AllowList.Permits(attribute.Name, attribute.Value))
                AppendAttribute(attribute.Name, attribute.Value, keepEmpty: attribute.Name is "alt" or "nowrap");
        }
    }

    private void AppendLink(string href)
    {
        if (SafeUrl.Link(href) is not { } url)
            return;
        AppendAttribute("href", url);
        _output.Append(""" rel="noopener noreferrer nofollow" target="_blank" """.TrimEnd());
    }

    private void AppendAttribute(string name, string? value, bool keepEmpty = false)
    {
        if (string.IsNullOrEmpty(value) && !keepEmpty)
            return;
        _output.Append(' ').Append(name).Append("=\"");
        AppendEscaped(value ?? string.Empty);
        _output.Append('"');
    }

    private void AppendEscaped(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            switch (c)
            {
                case '&': _output.Append("&amp;"); break;
                case '<': _output.Append("&lt;"); break;
                case '>': _output.Append("&gt;"); break;
                case '"': _output.Append("&quot;"); break;
                // Old parsers end an unquoted attribute at a backtick; ours are quoted, a copied one may not be.
                case '`': _output.Append("&#96;"); break;
                case '\u00A0': _output.Append("&nbsp;"); break;
                case '\t' or '\n': _output.Append(c); break;
                case '\r': _output.Append('\n'); break;
                default: AppendCharacter(text, ref i); break;
            }
        }
    }

    private void AppendCharacter(string text, ref int index)
    {
        var c = text[index];
        if (char.IsControl(c))
            return;
        if (!char.IsSurrogate(c))
        {
            _output.Append(c);
        }
        else if (index + 1 < text.Length && char.IsSurrogatePair(c, text[index + 1]))
        {
            _output.Append(c).Append(text[++index]);
        }
        else
        {
            _output.Append('\uFFFD');
        }
    }
}

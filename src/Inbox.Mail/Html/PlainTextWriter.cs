using System.Text;
using AngleSharp.Html.Parser;
using AngleSharp.Html.Parser.Tokens;

namespace Inbox.Mail.Html;

/// <summary>Writes tokens as text a person can read in a terminal.</summary>
internal sealed class PlainTextWriter(Func<HtmlTagToken, HtmlLandmark> landmarks)
{
    private readonly TextLines _lines = new();
    private readonly Stack<int> _lists = new();
    private readonly Stack<bool> _quotes = new();
    private string? _href;
    private int _linkStart;
    private int _preformatted;
    private int _tableRowCells;
    private int _signatureDepth;

    public void Write(HtmlToken token)
    {
        switch (token.Type)
        {
            case HtmlTokenType.Character:
                _lines.Append(token.Data, _preformatted > 0);
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
        EndLink();
        return _lines.Finish();
    }

    private void Start(HtmlTagToken tag)
    {
        var landmark = landmarks(tag);
        Mark(tag, landmark);
        switch (tag.Name)
        {
            case "br":
                _lines.LineBreak();
                break;
            case "hr":
                _lines.Break(1);
                _lines.AppendLine("---");
                break;
            case "img":
                AppendImage(tag.GetAttribute("alt"));
                break;
            case "a":
                EndLink();
                _href = tag.GetAttribute("href");
                _linkStart = _lines.Length;
                break;
            case "li":
                _lines.Break(1);
                _lines.Prefix(ListMark());
                break;
            case "ul" or "ol":
                _lines.Break(_lists.Count == 0 ? 2 : 1);
                _lists.Push(tag.Name == "ol" ? 1 : 0);
                break;
            case "blockquote":
                _quotes.Push(landmark != HtmlLandmark.Indent);
                _lines.Break(2);
                _lines.Quote += _quotes.Peek() ? 1 : 0;
                break;
            case "tr":
                _tableRowCells = 0;
                _lines.Break(1);
                break;
            case "td" or "th":
                if (_tableRowCells++ > 0)
                    _lines.Cell();
                _lines.StartCell();
                break;
            case "pre" or "xmp" or "plaintext" or "listing" or "textarea":
                _lines.Break(2);
                _preformatted++;
                break;
            default:
                _lines.Break(Space(tag));
                break;
        }
    }

    private void End(string name)
    {
        switch (name)
        {
            case "a":
                EndLink();
                break;
            case "ul" or "ol":
                _lists.TryPop(out _);
                _lines.Break(_lists.Count == 0 ? 2 : 1);
                break;
            case "blockquote" when _quotes.TryPop(out var quoted):
                _lines.Break(2);
                _lines.Quote -= quoted ? 1 : 0;
                break;
            case "pre" or "xmp" or "listing" or "textarea" when _preformatted > 0:
                _preformatted--;
                _lines.Break(2);
                break;
            case "div" when _signatureDepth > 0 && --_signatureDepth == 0:
                _lines.Break(1);
                _lines.Mark(LandmarkMarks.SignatureEnd);
                break;
            case "p" or "h1" or "h2" or "h3" or "h4" or "h5" or "h6" or "table":
                _lines.Break(_lines.LastParagraphWasTight && name == "p" ? 1 : 2);
                break;
            default:
                _lines.Break(AllowList.Blocks.Contains(name) || name is "tr" or "body" ? 1 : 0);
                break;
        }
    }

    private void Mark(HtmlTagToken tag, HtmlLandmark landmark)
    {
        if (_signatureDepth > 0 && tag.Name == "div")
            _signatureDepth++;
        switch (landmark)
        {
            case HtmlLandmark.Attribution:
                _lines.Break(1);
                _lines.Mark(LandmarkMarks.Attribution);
                break;
            case HtmlLandmark.History:
                _lines.Break(1);
                _lines.Mark(LandmarkMarks.History);
                break;
            case HtmlLandmark.Signature when _signatureDepth == 0:
                _signatureDepth = 1;
                _lines.Break(1);
                _lines.Mark(LandmarkMarks.Signature);
                break;
        }
    }

    private int Space(HtmlTagToken tag)
    {
        if (tag.Name == "p")
        {
            // Word and Outlook write every line as a paragraph without margins.
            _lines.LastParagraphWasTight = tag.GetAttribute("class").Contains("MsoNormal", StringComparison.OrdinalIgnoreCase);
            return _lines.LastParagraphWasTight ? 1 : 2;
        }
        if (tag.Name is "h1" or "h2" or "h3" or "h4" or "h5" or "h6" or "table")
            return 2;
        return AllowList.Blocks.Contains(tag.Name) || tag.Name is "body" or "option" ? 1 : 0;
    }

    private string ListMark()
    {
        if (_lists.Count == 0)
            return "- ";
        var number = _lists.Pop();
        _lists.Push(number == 0 ? 0 : number + 1);
        var indent = new string(' ', 2 * Math.Min(_lists.Count - 1, 10));
        return number == 0 ? indent + "- " : $"{indent}{number}. ";
    }

    private void AppendImage(string alt)
    {
        if (!string.IsNullOrWhiteSpace(alt))
            _lines.Append($"[{alt.Trim()}]", false);
    }

    private void EndLink()
    {
        if (_href is not { } href)
            return;
        _href = null;
        if (SafeUrl.Link(href) is not { } url)
            return;
        var text = _lines.Since(_linkStart).Trim().TrimEnd('/');
        var address = url.StartsWith("mailto:", StringComparison.OrdinalIgnoreCase) ? url[7..].Split('?')[0]
            : url.StartsWith("tel:", StringComparison.OrdinalIgnoreCase) ? url[4..]
            : url;
        if (text.Length > 0 && !address.TrimEnd('/').EndsWith(text, StringComparison.OrdinalIgnoreCase))
            _lines.Append($" <{address}>", false);
    }
}

using System.Text;
using Inbox.Mail.Html;

namespace Inbox.Mail.Replies;

/// <summary>Goes once through the lines of a mail and keeps those its sender wrote.</summary>
internal sealed class ReplyReader
{
    private readonly List<MailLine> _lines;
    private readonly List<MailLine> _kept = [];
    private int _at;
    private bool _attributed;
    private bool _keptText;
    private bool _cut;
    private bool _listFooter;
    private bool _forwards;

    private ReplyReader(List<MailLine> lines) => _lines = lines;

    public static string NewTextOf(string text)
    {
        var lines = MailLine.AllOf(text);
        var reader = new ReplyReader(lines);
        reader.Read();
        var kept = reader.Compose();
        return kept.Length > 0 ? kept : string.Join('\n', lines.Select(static l => l.Raw)).Trim('\n');
    }

    private void Read()
    {
        while (_at < _lines.Count)
        {
            if (StartsForward())
            {
                _forwards = true;
                _kept.AddRange(_lines.Skip(_at));
                return;
            }
            if (_lines[_at].IsQuoted)
                ReadQuote();
            else if (HistoryLength() is > 0 and var header)
                ReadHistory(header);
            else if (AttributionLength() is > 0 and var attribution)
                ReadAttribution(attribution);
            else if (StartsSignature())
                SkipSignature();
            else
                Keep(_lines[_at++]);
        }
    }

    /// <summary>Apple Mail quotes what it forwards together with the words that say so.</summary>
    private bool StartsForward() =>
        Separators.IsForward(_lines[_at]) && (!_lines[_at].IsQuoted || (!_attributed && (_at == 0 || !_lines[_at - 1].IsQuoted)));

    private int HistoryLength()
    {
        var line = _lines[_at];
        if (line.Mark == LandmarkMarks.History)
        {
            var next = Enumerable.Range(_at, Math.Min(6, _lines.Count - _at)).Where(i => !_lines[i].IsBlank).Take(3);
            return next.Any(i => Separators.IsForward(_lines[i])) ? 0 : Math.Max(1, HeaderBlock.LinesAt(_lines, _at));
        }
        if (Separators.IsReplyAbove(line))
            return 1;
        if (Separators.IsOriginal(line) || Separators.IsBareOriginal(line))
        {
            var headers = HeadersAfter(_at + 1);
            return headers > 0 || Separators.IsOriginal(line) ? headers + 1 : 0;
        }
        return HeaderBlock.LinesAt(_lines, _at);
    }

    private int HeadersAfter(int start)
    {
        var at = NextText(start);
        return at < _lines.Count && HeaderBlock.LinesAt(_lines, at) is > 0 and var count ? at - start + count : 0;
    }

    private int AttributionLength()
    {
        var length = Attribution.LinesAt(_lines, _at);
        if (length > 0)
            return length;
        var marked = _lines[_at].Mark == LandmarkMarks.Attribution;
        return marked || (Attribution.IsNameOverQuote(_lines[_at]) && NextText(_at + 1) is var next && next < _lines.Count && _lines[next].IsQuoted) ? 1 : 0;
    }

    /// <summary>Everything to the end, unless the mail answered is quoted below: then there may be answers under it.</summary>
    private void ReadHistory(int headerLines)
    {
        _cut = _attributed = true;
        var next = NextText(_at + headerLines);
        _at = next < _lines.Count && _lines[next].IsQuoted ? next : _lines.Count;
    }

    /// <summary>
    /// What follows an attribution without quote marks is all quoted, as phones write it; only at the very top of a
    /// mail it must hold the answer as well.
    /// </summary>
    private void ReadAttribution(int length)
    {
        _cut = _attributed = true;
        var next = NextText(_at + length);
        var marked = next >= _lines.Count || _lines[next].IsQuoted;
        _at = marked || !_keptText ? next : _lines.Count;
    }

    private void ReadQuote()
    {
        var start = _at;
        while (_at < _lines.Count && (_lines[_at].IsQuoted || IsBrokenQuote(_at)))
        {
            _attributed |= _at - start < 6 && !_attributed && _lines[_at].IsQuoted && QuotedAttribution(_at);
            _at++;
        }
        var end = _at;
        _at = NextText(_at);
        // A gap between two quoted parts belongs to neither.
        if (_at < _lines.Count && _lines[_at].IsQuoted)
            end = _at;
        else
            _at = end;
        for (var i = start; i < end; i++)
            Keep(_lines[i].IsQuoted ? _lines[i] : _lines[i].InQuote());
    }

    private void Keep(MailLine line)
    {
        _kept.Add(line);
        _keptText |= !line.IsBlank;
    }

    /// <summary>The second half of a quoted line that was too long: an address, or a word, between two quoted lines.</summary>
    private bool IsBrokenQuote(int index) =>
        index + 1 < _lines.Count && _lines[index + 1].IsQuoted && !_lines[index].IsBlank
        && _lines[index - 1].Raw.Contains("http", StringComparison.Ordinal) && !_lines[index].Raw.Contains(' ', StringComparison.Ordinal);

    private bool QuotedAttribution(int index) => Attribution.LinesAt(_lines, index) > 0;

    private bool StartsSignature() =>
        _lines[_at].Mark == LandmarkMarks.Signature || Signatures.IsDelimiter(_lines, _at) || Separators.IsListFooter(_lines, _at);

    private void SkipSignature()
    {
        var marked = _lines[_at].Mark == LandmarkMarks.Signature;
        _listFooter |= !marked && Separators.IsRule(_lines[_at]) && _lines[_at].Text.StartsWith('_');
        _cut = true;
        for (_at++; _at < _lines.Count; _at++)
        {
            var ends = marked && (_lines[_at].EndsSignature || _lines[_at].Mark != '\0');
            if (ends || _lines[_at].IsQuoted || HistoryLength() > 0 || AttributionLength() > 0 || StartsForward())
                return;
        }
    }

    private int NextText(int from)
    {
        while (from < _lines.Count && _lines[from].IsBlank && !_lines[from].IsQuoted)
            from++;
        return from;
    }

    private string Compose()
    {
        if (_attributed && !_forwards)
            _kept.RemoveAll(static l => l.IsQuoted);
        if (!_forwards)
            DropTail();
        var text = new StringBuilder();
        foreach (var line in _kept)
            text.Append(line.Raw).Append('\n');
        var kept = text.ToString();
        return string.IsNullOrWhiteSpace(kept) ? string.Empty : kept.Trim('\n');
    }

    /// <summary>From the end upwards: empty lines, a quote nothing was written under, device lines, the rule over what was cut.</summary>
    private void DropTail()
    {
        var quoteAllowed = _kept.Exists(static l => !l.IsQuoted && !l.IsBlank);
        for (var i = _kept.Count - 1; i >= 0; i--)
        {
            var line = _kept[i];
            var isQuote = line.IsQuoted && quoteAllowed;
            var isDevice = Signatures.IsDeviceLine(line);
            var isListName = _listFooter && Signatures.IsDashedName(line);
            _cut |= isQuote || isDevice;
            if (!line.IsBlank && !isQuote && !isDevice && !isListName && !(_cut && Separators.IsRule(line)))
                return;
            _listFooter &= !isListName;
            _kept.RemoveAt(i);
        }
    }
}

using System.Text;

namespace Inbox.Mail.Html;

/// <summary>Collects text with collapsed white space, pending breaks and quote prefixes.</summary>
internal sealed class TextLines
{
    // Deeper quotes are all shown alike: a prefix per level and line would grow with the square of a hostile mail.
    private const int MaxQuote = 20;
    private const int MaxBreaks = 3;

    private readonly StringBuilder _output = new();
    private int _breaks;
    private int _lineQuote;
    private bool _hasText;
    private bool _space;
    private bool _tab;
    private bool _blankLine;
    private bool _cellBroken;
    private string? _prefix;
    private string _marks = string.Empty;

    public int Quote { get; set; }

    public bool LastParagraphWasTight { get; set; }

    public int Length => _output.Length;

    public string Since(int start) => start < _output.Length ? _output.ToString(start, Math.Min(_output.Length - start, 2_000)) : string.Empty;

    public void Append(string text, bool preformatted)
    {
        foreach (var c in text)
        {
            if (LandmarkMarks.IsMark(c))
                continue;
            if (preformatted && c is '\n')
                LineBreak();
            else if (preformatted && c is ' ' or '\t')
                AppendVisible(c);
            else if (c == '\u00A0')
                HardSpace();
            else if (char.IsWhiteSpace(c))
                _space = true;
            else if (!char.IsControl(c))
                AppendVisible(c);
        }
    }

    public void AppendLine(string text)
    {
        Append(text, false);
        Break(1);
    }

    /// <summary>Text before the next visible character, on its line.</summary>
    public void Prefix(string text) => _prefix = text;

    /// <summary>A mark in front of the next line that has text.</summary>
    public void Mark(char mark) => _marks += _marks.Length < 8 && !_marks.Contains(mark, StringComparison.Ordinal) ? mark : string.Empty;

    /// <summary>At least so many line ends before the next text: one for a block, two for a paragraph.</summary>
    public void Break(int count)
    {
        if (count == 0)
            return;
        if (_blankLine)
            _breaks = Math.Min(_breaks + 1, MaxBreaks);
        _blankLine = false;
        _breaks = Math.Max(_breaks, count);
        _space = false;
        _cellBroken |= count > 1;
    }

    public void LineBreak()
    {
        _breaks = Math.Min(_breaks + 1, MaxBreaks);
        _space = false;
        _blankLine = false;
        _cellBroken = true;
    }

    public void StartCell() => _cellBroken = false;

    /// <summary>The next cell of a row stays on the line unless the one before had several.</summary>
    public void Cell()
    {
        if (!_hasText || (_breaks > 0 && _cellBroken))
            return;
        _breaks = 0;
        _tab = true;
    }

    public string Finish() => (_marks.Length > 0 ? _output.Append('\n').Append(_marks) : _output).ToString().Trim(' ', '\n', '\t');

    private void HardSpace()
    {
        if (_breaks > 0 || !_hasText)
            _blankLine = true;
        else
            _space = true;
    }

    private void AppendVisible(char c)
    {
        if (!_hasText || _breaks > 0)
            StartLine();
        else if (_tab)
            _output.Append('\t');
        else if (_space)
            _output.Append(' ');
        _output.Append(c);
        _hasText = true;
        _space = _tab = _blankLine = false;
    }

    private void StartLine()
    {
        var quote = Math.Clamp(Quote, 0, MaxQuote);
        for (var i = 0; _hasText && i < _breaks; i++)
        {
            _output.Append('\n');
            if (i + 1 < _breaks)
                _output.Append('>', Math.Min(quote, _lineQuote));
        }
        _output.Append(_marks).Append('>', quote).Append(quote > 0 ? " " : "").Append(_prefix);
        _marks = string.Empty;
        _prefix = null;
        _lineQuote = quote;
        _breaks = 0;
    }
}

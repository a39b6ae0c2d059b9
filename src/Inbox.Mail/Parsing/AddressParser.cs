using System.Text;

namespace Inbox.Mail.Parsing;

/// <summary>
/// Address lists (RFC 5322, 3.4 and 4.4): groups are flattened, comments become names, routes are dropped, and commas
/// and semicolons divide wherever a mailer put them. One pass, no backtracking.
/// </summary>
internal sealed class AddressParser
{
    private const int MostAddresses = 10_000;

    private readonly string _text;
    private readonly List<Mailbox> _found = [];
    private readonly StringBuilder _phrase = new();
    private readonly List<string> _comments = [];
    private string? _angle;
    private string? _surname;
    private bool _quoted;
    private bool _quotesEnd = true;
    private bool _literal;
    private int _position;

    private AddressParser(string text) => _text = text;

    public static IReadOnlyList<Mailbox> Parse(string? folded)
    {
        if (string.IsNullOrWhiteSpace(folded))
        {
            return [];
        }
        var parser = new AddressParser(folded);
        parser.Run();
        return parser._found;
    }

    private void Run()
    {
        while (_position < _text.Length && _found.Count < MostAddresses)
        {
            var c = _text[_position];
            switch (c)
            {
                case '"' when _quotesEnd: QuotedString(); break;
                case '(': Comment(); break;
                case '<': Angle(); break;
                case ',' or ';': Finish(divided: c == ','); _position++; break;
                case ':' when IsGroupName(): StartGroup(); break;
                default:
                    _literal |= c is '@' or '[';
                    _phrase.Append(c);
                    _position++;
                    break;
            }
        }
        Finish(divided: false);
        TakeSurname();
    }

    /// <summary>A colon starts a group unless it is part of an address literal (RFC 5321, 4.1.3) or of a URL.</summary>
    private bool IsGroupName() =>
        _angle is null && !_literal && !_text.AsSpan(_position).StartsWith("://", StringComparison.Ordinal);

    private void StartGroup()
    {
        _phrase.Clear();
        _comments.Clear();
        _quoted = false;
        _position++;
    }

    private void QuotedString()
    {
        var start = _position;
        // Inside an address the quotes belong to the local part ("john doe"@example.org); in a name they do not.
        var content = new StringBuilder();
        for (_position++; _position < _text.Length && _text[_position] != '"'; _position++)
        {
            var c = _text[_position];
            if (c == '\\' && _position + 1 < _text.Length)
            {
                c = _text[++_position];
            }
            content.Append(c);
        }
        if (_position >= _text.Length && _text.IndexOf('<', start) is >= 0 and var angle)
        {
            // The closing quote is missing: the name ends where the address starts, and no later quote is trusted.
            _quotesEnd = false;
            _phrase.Append(_text, start + 1, angle - start - 1);
            _position = angle;
            return;
        }
        _position = Math.Min(_position + 1, _text.Length);
        var isLocalPart = _position < _text.Length && _text[_position] == '@';
        _quoted |= !isLocalPart;
        _phrase.Append(isLocalPart ? _text[start.._position] : content.ToString());
    }

    private void Comment()
    {
        var content = new StringBuilder();
        var depth = 0;
        for (; _position < _text.Length; _position++)
        {
            var c = _text[_position];
            if (c == '\\' && _position + 1 < _text.Length)
            {
                content.Append(_text[++_position]);
                continue;
            }
            depth += c == '(' ? 1 : c == ')' ? -1 : 0;
            if (depth == 0)
            {
                _position++;
                break;
            }
            if (depth > 1 || c != '(')
            {
                content.Append(c);
            }
        }
        if (AddressText.Clean(content.ToString()) is { Length: > 0 } comment)
        {
            _comments.Add(comment);
        }
    }

    private void Angle()
    {
        var address = new StringBuilder();
        for (_position++; _position < _text.Length && _text[_position] != '>';)
        {
            var c = _text[_position];
            if (c == '(')
            {
                Comment();
                continue;
            }
            if (c == '"')
            {
                var start = _position;
                var end = _text.IndexOf('"', _position + 1);
                _position = end < 0 ? _text.Length : end + 1;
                address.Append(_text, start, _position - start);
                continue;
            }
            if (c is not ('<' or '\r' or '\n'))
            {
                address.Append(c);
            }
            _position++;
        }
        _position++;
        while (_position < _text.Length && _text[_position] == '>')
        {
            _position++;
        }
        _angle = AddressText.WithoutRoute(address.ToString());
    }

    private void Finish(bool divided)
    {
        var phrase = _phrase.ToString();
        if (_angle is not null)
        {
            var name = Named(AddressText.Clean(phrase));
            _found.Add(new Mailbox(WithComments(_surname is null ? name : $"{_surname}, {name}"), AddressText.Compact(_angle)));
            _surname = null;
        }
        else
        {
            TakeSurname();
            Bare(AddressText.Clean(phrase), divided);
        }
        _phrase.Clear();
        _comments.Clear();
        _angle = null;
        _quoted = false;
        _literal = false;
    }

    /// <summary>No angle brackets: an address, or the half of <c>Doe, John &lt;…&gt;</c> before an unquoted comma.</summary>
    private void Bare(string phrase, bool divided)
    {
        if (phrase.Length == 0)
        {
            if (_comments.Count > 0)
            {
                _found.Add(new Mailbox(string.Join(' ', _comments), ""));
            }
            return;
        }
        var at = phrase.IndexOf('@', StringComparison.Ordinal);
        if (at < 0 && divided && _comments.Count == 0)
        {
            _surname = phrase;
        }
        else if (at < 0 && (_quoted || phrase.Contains(' ', StringComparison.Ordinal)))
        {
            _found.Add(new Mailbox(WithComments(phrase), ""));
        }
        else
        {
            // "Name user@host" without brackets: the word with the at sign is the address.
            var compact = at >= 0 && !phrase.Contains('"', StringComparison.Ordinal) ? AddressText.SplitName(phrase, at) : (null, phrase);
            _found.Add(new Mailbox(WithComments(compact.Item1), AddressText.Compact(compact.Item2)));
        }
    }

    private void TakeSurname()
    {
        if (_surname is not null)
        {
            var isName = _surname.Contains(' ', StringComparison.Ordinal);
            _found.Add(isName ? new Mailbox(_surname, "") : new Mailbox(null, _surname));
            _surname = null;
        }
    }

    private string? WithComments(string? name)
    {
        if (_comments.Count == 0)
        {
            return string.IsNullOrEmpty(name) ? null : name;
        }
        var comments = string.Join(' ', _comments);
        return string.IsNullOrEmpty(name) ? comments : $"{name} ({comments})";
    }

    private static string? Named(string name) => name.Length == 0 ? null : name;
}

using System.Globalization;

namespace Inbox.Mail.Parsing;

/// <summary>
/// Dates (RFC 5322, 3.3 and 4.3) and what mailers write in their place: missing seconds, two-digit years, names of
/// zones, comments, the C library's asctime order, numeric months, ISO 8601.
/// </summary>
internal static class DateParser
{
    private const int LongestDate = 500;

    private static readonly string[] Months =
        ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

    private static readonly Dictionary<string, int> Zones = new(StringComparer.OrdinalIgnoreCase)
    {
        ["UT"] = 0, ["GMT"] = 0, ["UTC"] = 0, ["Z"] = 0, ["EST"] = -300, ["EDT"] = -240, ["CST"] = -360, ["CDT"] = -300,
        ["MST"] = -420, ["MDT"] = -360, ["PST"] = -480, ["PDT"] = -420, ["BST"] = 60, ["CET"] = 60, ["CEST"] = 120,
        ["MET"] = 60, ["MEST"] = 120, ["EET"] = 120, ["EEST"] = 180, ["WET"] = 0, ["WEST"] = 60, ["MSK"] = 180,
        ["IST"] = 330, ["JST"] = 540, ["KST"] = 540, ["HKT"] = 480, ["SGT"] = 480, ["AEST"] = 600, ["AEDT"] = 660,
        ["NZST"] = 720, ["NZDT"] = 780, ["EST5EDT"] = -300, ["CST6CDT"] = -360, ["MST7MDT"] = -420, ["PST8PDT"] = -480,
    };

    public static DateTimeOffset? Parse(string? folded)
    {
        if (string.IsNullOrWhiteSpace(folded))
        {
            return null;
        }
        // A Received header ends with its date.
        var text = folded.AsSpan(folded.LastIndexOf(';') + 1);
        var parts = Tokens(text[..Math.Min(text.Length, LongestDate)]);
        return parts is null ? null : Iso(parts) ?? Build(parts);
    }

    private static DateTimeOffset? Iso(List<string> tokens)
    {
        var text = string.Join(' ', tokens);
        return text.Length >= 10 && text[4] == '-' && char.IsAsciiDigit(text[0])
            && DateTimeOffset.TryParse(
                text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AllowWhiteSpaces, out var date)
            ? date
            : null;
    }

    private static DateTimeOffset? Build(List<string> tokens)
    {
        var fields = new Fields();
        foreach (var token in tokens)
        {
            if (!fields.Take(token))
            {
                return null;
            }
        }
        return fields.ToDate();
    }

    /// <summary>Words and numbers without comments; null when a comment never ends.</summary>
    private static List<string>? Tokens(ReadOnlySpan<char> text)
    {
        var tokens = new List<string>();
        var depth = 0;
        var start = -1;
        for (var i = 0; i <= text.Length; i++)
        {
            var c = i < text.Length ? text[i] : ' ';
            var divides = depth > 0 || c is ' ' or '\t' or '\r' or '\n' or ',' or '(' or ')';
            if (divides && start >= 0)
            {
                tokens.Add(text[start..i].ToString());
                start = -1;
            }
            else if (!divides && start < 0)
            {
                start = i;
            }
            depth += c == '(' ? 1 : c == ')' && depth > 0 ? -1 : 0;
        }
        return depth == 0 || tokens.Count >= 6 ? tokens : null;
    }

    private struct Fields
    {
        private readonly int[] _numbers = new int[6];
        private int _count;
        private int _month;
        private int? _zone;
        private bool _afternoon;
        private bool _forenoon;

        public Fields()
        {
        }

        /// <summary>False when the token cannot be part of a date.</summary>
        public bool Take(string token)
        {
            if (_count >= 5 && TakeZone(token))
            {
                return true;
            }
            if (char.IsAsciiLetter(token[0]))
            {
                return TakeWord(token);
            }
            foreach (var range in token.AsSpan().SplitAny(":.-/"))
            {
                var piece = token.AsSpan(range);
                if (piece.IsEmpty)
                {
                    continue;
                }
                if (char.IsAsciiLetter(piece[0]))
                {
                    if (!TakeWord(piece.ToString()))
                    {
                        return false;
                    }
                }
                else if (!int.TryParse(piece, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
                {
                    return false;
                }
                else if (_count < 6)
                {
                    _numbers[_count++] = number;
                    // asctime: the year stands after the time; a named month takes no number of its own.
                    if (_month > 0 && _count == 1)
                    {
                        _numbers[_count++] = _month;
                    }
                }
            }
            return true;
        }

        public readonly DateTimeOffset? ToDate()
        {
            if (_count < 5)
            {
                return null;
            }
            var numbers = _numbers.ToArray();
            // "Jul 1 10:52:37 2003" arrives as 1, 7, 10, 52, 37, 2003.
            if (_count == 6 && numbers[5] > 60 && numbers[2] < 24)
            {
                (numbers[2], numbers[3], numbers[4], numbers[5]) = (numbers[5], numbers[2], numbers[3], numbers[4]);
            }
            var year = numbers[2];
            // RFC 5322, 4.3: two digits from 50 on and three digits count from 1900.
            year += year < 50 ? 2000 : year < 1000 ? 1900 : 0;
            var hour = numbers[3];
            hour += _afternoon && hour < 12 ? 12 : _forenoon && hour == 12 ? -12 : 0;
            if (year > 9998 || numbers[1] is < 1 or > 12 || numbers[0] < 1 || numbers[0] > DateTime.DaysInMonth(year, numbers[1])
                || hour > 23 || numbers[4] > 59 || numbers[5] > 60)
            {
                return null;
            }
            // A leap second has no place in DateTime.
            var time = new DateTime(year, numbers[1], numbers[0], hour, numbers[4], Math.Min(numbers[5], 59), DateTimeKind.Unspecified);
            return new DateTimeOffset(time, TimeSpan.FromMinutes(_zone is >= -840 and <= 840 ? _zone.Value : 0));
        }

        private bool TakeZone(string token)
        {
            if (Zones.TryGetValue(token, out var known))
            {
                _zone ??= known;
                return true;
            }
            var signed = token[0] is '+' or '-';
            if (!signed && _count < 6)
            {
                return false;
            }
            var digits = token.AsSpan(signed ? 1 : 0);
            var colon = digits.IndexOf(':');
            var text = colon < 0 ? digits.ToString() : string.Concat(digits[..colon], digits[(colon + 1)..]);
            if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var zone) && zone < 10000
                && (_zone is not null || text.Length <= 4) && !(text.Length == 4 && !signed))
            {
                _zone ??= ((zone / 100 * 60) + (zone % 100)) * (token[0] == '-' ? -1 : 1);
                return true;
            }
            return _count >= 6 && _numbers[5] <= 60 && char.IsAsciiLetter(token[0]) && !IsHalf(token);
        }

        private static bool IsHalf(string token) => token.Equals("am", StringComparison.OrdinalIgnoreCase) || token.Equals("pm", StringComparison.OrdinalIgnoreCase);

        private bool TakeWord(string word)
        {
            if (IsHalf(word))
            {
                _afternoon = word[0] is 'p' or 'P';
                _forenoon = !_afternoon;
                return true;
            }
            if (_count >= 3)
            {
                return true;
            }
            var month = word.Length < 3 ? -1 : Array.FindIndex(Months, name => word.StartsWith(name, StringComparison.OrdinalIgnoreCase));
            if (month >= 0 && _month == 0 && _count <= 1)
            {
                _month = month + 1;
                if (_count == 1)
                {
                    _numbers[_count++] = _month;
                }
                return true;
            }
            // Before any number stands the day of the week, in whatever language.
            return _count == 0;
        }
    }
}

using System.Buffers;
using System.Globalization;
using System.Text;

namespace Inbox.Mail.Writing;

/// <summary>Header values in seven bits: encoded words (RFC 2047), encoded parameters (RFC 2231), folds (RFC 5322, 2.2.3).</summary>
internal static class HeaderWriter
{
    /// <summary>RFC 5322, 2.1.1 asks for lines of at most 78 characters.</summary>
    private const int PreferredLine = 78;

    /// <summary>An encoded word has at most 75 characters; "=?utf-8?B?…?=" leaves 63; 39 bytes let the field name stand on the first line too.</summary>
    private const int BytesPerWord = 39;

    private static readonly SearchValues<char> Specials = SearchValues.Create("()<>[]:;@\\,.\"");

    public static string Date(DateTimeOffset date) =>
        date.ToString("ddd, dd MMM yyyy HH:mm:ss ", CultureInfo.InvariantCulture)
        + date.ToString("zzz", CultureInfo.InvariantCulture).Replace(":", "", StringComparison.Ordinal);

    public static string Ids(IEnumerable<string> ids) =>
        string.Join(' ', ids.Select(id => $"<{string.Concat(id.Where(c => c is > ' ' and < '\x7f' and not ('<' or '>')))}>"));

    public static string Addresses(IEnumerable<Mailbox> mailboxes) => string.Join(", ", mailboxes.Select(Address));

    public static string Unstructured(string text)
    {
        var clean = Clean(text);
        return IsAscii(clean) && !clean.Contains("=?", StringComparison.Ordinal) && Array.TrueForAll(clean.Split(' '), word => word.Length < 900)
            ? clean
            : EncodedWords(clean);
    }

    public static string Name(string name) => string.Concat(name.Where(c => c is > ' ' and < '\x7f' and not ':'));

    public static string MediaType(string contentType)
    {
        var valid = contentType.Length is > 2 and < 128 && contentType.Count(c => c == '/') == 1
            && contentType[0] != '/' && contentType[^1] != '/'
            && contentType.All(c => char.IsAsciiLetterOrDigit(c) || c is '/' or '-' or '+' or '.' or '_')
            // A multipart or message may not be encoded in base64 (RFC 2046, 5.1 and 5.2.1).
            && !contentType.StartsWith("multipart/", StringComparison.OrdinalIgnoreCase)
            && !contentType.StartsWith("message/", StringComparison.OrdinalIgnoreCase);
        return valid ? contentType : "application/octet-stream";
    }

    /// <summary>A parameter with its separator, in one piece or in the numbered pieces of RFC 2231.</summary>
    public static string Parameter(string name, string value)
    {
        var clean = Clean(value);
        if (IsAscii(clean) && clean.Length < 60)
        {
            return $"; {name}=\"{clean.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"";
        }
        var pieces = new List<string>();
        var piece = new StringBuilder("utf-8''");
        foreach (var b in Encoding.UTF8.GetBytes(clean))
        {
            if (piece.Length > 55)
            {
                pieces.Add(piece.ToString());
                piece.Clear();
            }
            var c = (char)b;
            _ = char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '_'
                ? piece.Append(c)
                : piece.Append('%').Append(b.ToString("X2", CultureInfo.InvariantCulture));
        }
        pieces.Add(piece.ToString());
        return pieces.Count == 1 ? $"; {name}*={pieces[0]}" : string.Concat(pieces.Select((text, index) => $"; {name}*{index}*={text}"));
    }

    /// <summary>Folds at spaces. A word longer than a line stays whole: breaking it would change it.</summary>
    public static string Fold(string name, string value)
    {
        var output = new StringBuilder(name.Length + value.Length + 16);
        output.Append(name).Append(':');
        var column = name.Length + 1;
        foreach (var word in value.Split(' '))
        {
            if (column + 1 + word.Length > PreferredLine && column > name.Length + 1 && word.Length > 0)
            {
                output.Append("\r\n");
                column = 0;
            }
            output.Append(' ').Append(word);
            column += 1 + word.Length;
        }
        return output.ToString().TrimEnd(' ');
    }

    private static string Address(Mailbox mailbox)
    {
        var address = AddressOnly(mailbox.Address);
        return string.IsNullOrWhiteSpace(mailbox.Name) ? address : $"{Phrase(Clean(mailbox.Name).Trim())} <{address}>";
    }

    /// <summary>The address without a name, with its domain in ASCII (RFC 5891). Foreign letters before the @ stay (RFC 6532, 3.2).</summary>
    public static string AddressOnly(string address)
    {
        var clean = string.Concat(address.Where(c => c > ' ' && c != '\x7f' && !char.IsControl(c) && c is not ('<' or '>' or ',' or ';' or '\u2028' or '\u2029')));
        var at = clean.LastIndexOf('@');
        if (IsAscii(clean[(at + 1)..]))
        {
            return clean;
        }
        try
        {
            return clean[..(at + 1)] + new IdnMapping().GetAscii(clean[(at + 1)..]);
        }
        catch (ArgumentException)
        {
            return clean[..(at + 1)] + string.Concat(clean[(at + 1)..].Where(char.IsAscii));
        }
    }

    public static bool HasForeignLocalPart(string address) => !IsAscii(AddressOnly(address));

    private static string Phrase(string name)
    {
        if (!IsAscii(name) || name.Contains("=?", StringComparison.Ordinal))
        {
            return EncodedWords(name);
        }
        return name.AsSpan().ContainsAny(Specials)
            ? $"\"{name.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\""
            : name;
    }

    private static string EncodedWords(string text)
    {
        var words = new List<string>();
        var bytes = new List<byte>(BytesPerWord);
        Span<byte> buffer = stackalloc byte[4];
        foreach (var rune in text.EnumerateRunes())
        {
            // A character is never split over two words (RFC 2047, 5).
            var length = rune.EncodeToUtf8(buffer);
            if (bytes.Count + length > BytesPerWord)
            {
                words.Add($"=?utf-8?B?{Convert.ToBase64String([.. bytes])}?=");
                bytes.Clear();
            }
            bytes.AddRange(buffer[..length]);
        }
        words.Add($"=?utf-8?B?{Convert.ToBase64String([.. bytes])}?=");
        return string.Join(' ', words);
    }

    /// <summary>Control characters end here; a line break could start a header of an attacker's choice.</summary>
    private static string Clean(string text)
    {
        var output = new StringBuilder(text.Length);
        foreach (var c in text)
        {
            output.Append(char.IsControl(c) || c is '\u2028' or '\u2029' ? ' ' : c);
        }
        return output.ToString();
    }

    private static bool IsAscii(string text) => Ascii.IsValid(text);
}

using System.Text;

namespace Inbox.Mail.Parsing;

/// <summary>File names from outside: no folders, no control or direction-changing characters, no endless names.</summary>
internal static class FileNames
{
    private const int Longest = 255;

    public static string? Clean(string? name)
    {
        if (string.IsNullOrWhiteSpace(name))
        {
            return null;
        }
        var cut = name.AsSpan().LastIndexOfAny('/', '\\') + 1;
        var output = new StringBuilder(name.Length - cut);
        foreach (var c in name.AsSpan(cut))
        {
            // U+202E and its kin make "exe.jpg" of "gpj.exe".
            if (c is '\t' or '\r' or '\n')
            {
                output.Append(' ');
            }
            else if (!char.IsControl(c) && c is not (>= '\u202A' and <= '\u202E') and not (>= '\u2066' and <= '\u2069'))
            {
                output.Append(c);
            }
        }
        var clean = output.ToString().Trim();
        if (clean.Length <= Longest)
        {
            return clean.Length == 0 || clean is "." or ".." ? null : clean;
        }
        var extension = Path.GetExtension(clean);
        return extension.Length is > 0 and < 20 ? clean[..(Longest - extension.Length)] + extension : clean[..Longest];
    }
}

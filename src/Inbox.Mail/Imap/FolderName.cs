using System.Text;
using Inbox.Mail.Encodings;

namespace Inbox.Mail.Imap;

/// <summary>Names of folders on the wire: modified UTF-7 (RFC 3501, 5.1.3), in which <c>&amp;</c> shifts and <c>,</c> stands for <c>/</c>.</summary>
internal static class FolderName
{
    public static string Encode(string name)
    {
        var encoded = new StringBuilder(name.Length);
        for (var i = 0; i < name.Length;)
        {
            var end = i;
            while (end < name.Length && name[end] is < ' ' or > '~')
            {
                end++;
            }

            if (end > i)
            {
                encoded.Append('&').Append(Convert.ToBase64String(Encoding.BigEndianUnicode.GetBytes(name[i..end])).TrimEnd('=').Replace('/', ',')).Append('-');
                i = end;
                continue;
            }

            encoded.Append(name[i] == '&' ? "&-" : name[i]);
            i++;
        }

        return encoded.ToString();
    }

    /// <summary>A name that is not encoded as it should be is taken as it stands: some servers write plain UTF-8.</summary>
    public static string Decode(string name)
    {
        var decoded = new StringBuilder(name.Length);
        for (var i = 0; i < name.Length; i++)
        {
            var end = name[i] == '&' ? name.IndexOf('-', i) : -1;
            if (end < 0)
            {
                decoded.Append(name[i]);
                continue;
            }

            decoded.Append(end == i + 1 ? "&" : Shifted(name[(i + 1)..end]) ?? name[i..(end + 1)]);
            i = end;
        }

        return decoded.ToString();
    }

    private static string? Shifted(string text)
    {
        var plain = Encoding.Latin1.GetBytes(text.Replace(',', '/'));
        if (plain.AsSpan().IndexOfAnyExcept(Base64Decoder.Alphabet) >= 0)
        {
            return null;
        }

        var units = Base64Decoder.Decode(plain);
        return units.Length % 2 == 0 ? Encoding.BigEndianUnicode.GetString(units) : null;
    }
}

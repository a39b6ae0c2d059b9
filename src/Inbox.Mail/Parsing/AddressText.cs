using System.Text;

namespace Inbox.Mail.Parsing;

/// <summary>The words of an address list once they are cut apart.</summary>
internal static class AddressText
{
    /// <summary>"Name user@host" without brackets.</summary>
    public static (string? Name, string Address) SplitName(string phrase, int at)
    {
        var start = phrase.LastIndexOf(' ', at);
        if (start <= 0 || start == at - 1)
        {
            return (null, phrase);
        }
        var end = phrase.IndexOf(' ', at);
        return end < 0 ? (phrase[..start].Trim(), phrase[(start + 1)..]) : (null, phrase);
    }

    public static string WithoutRoute(string address)
    {
        // obs-route (RFC 5322, 4.4): <@relay,@relay:user@host>
        var trimmed = address.Trim();
        var colon = trimmed.StartsWith('@') ? trimmed.IndexOf(':', StringComparison.Ordinal) : -1;
        return colon < 0 ? trimmed : trimmed[(colon + 1)..];
    }

    /// <summary>White space around dots and the at sign is obsolete syntax (RFC 5322, 4.4) and not part of the address.</summary>
    public static string Compact(string address)
    {
        var decoded = address.Contains("=?", StringComparison.Ordinal) ? EncodedWords.Decode(address) : address;
        return decoded.StartsWith('"') || !decoded.AsSpan().ContainsAny(" \t")
            ? decoded
            : decoded.Replace(" ", "", StringComparison.Ordinal).Replace("\t", "", StringComparison.Ordinal);
    }

    /// <summary>Decodes the words of a phrase, unfolds it and makes runs of white space one space.</summary>
    public static string Clean(string phrase)
    {
        var decoded = EncodedWords.DecodeUnstructured(phrase);
        var output = new StringBuilder(decoded.Length);
        foreach (var c in decoded)
        {
            var space = char.IsWhiteSpace(c) || char.IsControl(c);
            if (!space)
            {
                output.Append(c);
            }
            else if (output.Length > 0 && output[^1] != ' ')
            {
                output.Append(' ');
            }
        }
        return output.ToString().TrimEnd();
    }
}

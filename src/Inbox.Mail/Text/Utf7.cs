using System.Text;
using Inbox.Mail.Encodings;

namespace Inbox.Mail.Text;

/// <summary>UTF-7 (RFC 2152), which the framework no longer reads and old Exchange servers still write.</summary>
internal static class Utf7
{
    public static string Decode(ReadOnlySpan<byte> bytes)
    {
        var output = new StringBuilder(bytes.Length);
        int plus;
        while ((plus = bytes.IndexOf((byte)'+')) >= 0)
        {
            output.Append(Charsets.DecodeUndeclared(bytes[..plus]));
            bytes = bytes[(plus + 1)..];
            var length = bytes.IndexOfAnyExcept(Base64Decoder.Alphabet);
            length = length < 0 ? bytes.Length : length;
            if (length == 0)
            {
                output.Append('+');
            }
            else
            {
                var units = Base64Decoder.Decode(bytes[..length]);
                output.Append(Encoding.BigEndianUnicode.GetString(units, 0, units.Length & ~1));
            }
            bytes = bytes[length..];
            // RFC 2152, rule 2: a minus ends the shift and is swallowed.
            bytes = !bytes.IsEmpty && bytes[0] == '-' ? bytes[1..] : bytes;
        }
        return output.Append(Charsets.DecodeUndeclared(bytes)).ToString();
    }
}

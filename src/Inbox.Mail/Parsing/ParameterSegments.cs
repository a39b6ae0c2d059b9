using System.Buffers;
using System.Globalization;
using System.Text;
using Inbox.Mail.Encodings;
using Inbox.Mail.Text;

namespace Inbox.Mail.Parsing;

/// <summary>Collects parameters and joins the ones RFC 2231 split (section 3) or encoded (section 4).</summary>
internal sealed class ParameterSegments
{
    private readonly List<KeyValuePair<string, SortedDictionary<int, Segment>>> _parameters = [];

    public void Add(string name, string value)
    {
        var encoded = name.EndsWith('*');
        var plain = encoded ? name[..^1] : name;
        var index = 0;
        var star = plain.LastIndexOf('*');
        if (star > 0 && int.TryParse(plain.AsSpan(star + 1), NumberStyles.None, CultureInfo.InvariantCulture, out index))
        {
            plain = plain[..star];
        }
        var segments = _parameters.Find(parameter => parameter.Key.Equals(plain, StringComparison.Ordinal)).Value;
        if (segments is null)
        {
            segments = [];
            _parameters.Add(new(plain, segments));
        }
        // Of "filename" and "filename*", written together for old readers, the encoded one is meant (RFC 6266, 4.3).
        if (!segments.TryGetValue(index, out var present) || (encoded && !present.Encoded))
        {
            segments[index] = new Segment(value, encoded);
        }
    }

    public List<KeyValuePair<string, string>> Join() =>
        _parameters.ConvertAll(parameter => KeyValuePair.Create(parameter.Key, Join(parameter.Value)));

    private static string Join(SortedDictionary<int, Segment> segments)
    {
        if (segments.Count == 1 && segments.First() is { Key: 0, Value.Encoded: false } only)
        {
            // RFC 2047, 5(3) forbids words in parameters; half of all mailers write them.
            return EncodedWords.Decode(only.Value.Text);
        }
        string? charset = null;
        var output = new StringBuilder();
        var bytes = new ArrayBufferWriter<byte>();
        var first = true;
        foreach (var segment in segments.Values)
        {
            if (!segment.Encoded)
            {
                Flush(output, bytes, charset);
                output.Append(segment.Text);
            }
            else
            {
                var text = segment.Text.AsSpan();
                if (first && text.Count('\'') >= 2)
                {
                    var quote = text.IndexOf('\'');
                    charset = text[..quote].ToString();
                    text = text[(quote + 1)..];
                    text = text[(text.IndexOf('\'') + 1)..];
                }
                AppendPercentDecoded(bytes, text);
            }
            first = false;
        }
        Flush(output, bytes, charset);
        var joined = output.ToString();
        // A mailer that split the words of RFC 2047 over RFC 2231 segments.
        return joined.Contains("=?", StringComparison.Ordinal) ? EncodedWords.Decode(joined) : joined;
    }

    private static void Flush(StringBuilder output, ArrayBufferWriter<byte> bytes, string? charset)
    {
        output.Append(Charsets.Decode(bytes.WrittenSpan, charset, warnings: null));
        bytes.ResetWrittenCount();
    }

    private static void AppendPercentDecoded(ArrayBufferWriter<byte> bytes, ReadOnlySpan<char> text)
    {
        var raw = new byte[Encoding.UTF8.GetByteCount(text)];
        var length = Encoding.UTF8.GetBytes(text, raw);
        for (var i = 0; i < length; i++)
        {
            var b = raw[i];
            if (b == '%' && i + 2 < length && QuotedPrintable.Hex(raw[i + 1]) is >= 0 and var high
                && QuotedPrintable.Hex(raw[i + 2]) is >= 0 and var low)
            {
                b = (byte)((high << 4) | low);
                i += 2;
            }
            bytes.Write([b]);
        }
    }

    private readonly record struct Segment(string Text, bool Encoded);
}

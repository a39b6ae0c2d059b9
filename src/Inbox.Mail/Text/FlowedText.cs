using System.Text;

namespace Inbox.Mail.Text;

/// <summary>Text of format=flowed (RFC 3676) as paragraphs of one line each.</summary>
internal static class FlowedText
{
    public static string Unflow(string text, bool deleteSpace)
    {
        var output = new StringBuilder(text.Length);
        var openDepth = -1;
        foreach (var range in text.AsSpan().Split('\n'))
        {
            var line = text.AsSpan(range);
            var depth = line.IndexOfAnyExcept('>');
            depth = depth < 0 ? line.Length : depth;
            line = line[depth..];
            // Section 4.4: a leading space is stuffing.
            line = line.StartsWith(' ') ? line[1..] : line;
            // Section 4.3: the line before a signature, and the separator itself, are never flowed.
            var signature = line.SequenceEqual("-- ");
            if (openDepth >= 0 && (openDepth != depth || signature))
            {
                output.Append('\n');
                openDepth = -1;
            }
            if (openDepth < 0)
            {
                output.Append('>', depth).Append(depth > 0 && !line.IsEmpty ? " " : "");
            }
            var flows = line.EndsWith(' ') && !signature;
            output.Append(flows && deleteSpace ? line[..^1] : line);
            openDepth = flows ? depth : -1;
            if (!flows && range.End.Value < text.Length)
            {
                output.Append('\n');
            }
        }
        return output.ToString();
    }
}

namespace Inbox.Mail.Text;

internal static class Lines
{
    /// <summary>CRLF, CRCRLF and lone CR become a line feed.</summary>
    public static string Normalise(string text)
    {
        if (!text.Contains('\r', StringComparison.Ordinal))
        {
            return text;
        }
        return string.Create(Count(text), text, static (output, source) =>
        {
            var written = 0;
            for (var i = 0; i < source.Length; i++)
            {
                if (source[i] != '\r')
                {
                    output[written++] = source[i];
                }
                else if (!IsBeforeLineFeed(source, i))
                {
                    output[written++] = '\n';
                }
            }
        });
    }

    private static int Count(string text)
    {
        var count = text.Length;
        for (var i = text.IndexOf('\r', StringComparison.Ordinal); i < text.Length; i++)
        {
            count -= text[i] == '\r' && IsBeforeLineFeed(text, i) ? 1 : 0;
        }
        return count;
    }

    private static bool IsBeforeLineFeed(string text, int index) =>
        index + 1 < text.Length && (text[index + 1] == '\n' || (text[index + 1] == '\r' && index + 2 < text.Length && text[index + 2] == '\n'));
}

namespace Inbox.Mail.Recognition;

/// <summary>Enhanced status codes (RFC 3463): class.subject.detail.</summary>
internal static class StatusCodes
{
    /// <summary>The code a diagnostic holds is the far server's own and more exact than a vague one in the Status field.</summary>
    public static string? Best(string? field, string? diagnostic)
    {
        var status = Find(field ?? "");
        if (status is null || status.EndsWith(".0.0", StringComparison.Ordinal))
        {
            return Find(diagnostic ?? "") ?? status;
        }
        return status;
    }

    /// <summary>The first code in a text, or null. Addresses of hosts and versions of programs are no codes.</summary>
    public static string? Find(string text)
    {
        for (var i = 0; i + 4 < text.Length; i++)
        {
            if (text[i] is '2' or '4' or '5' && text[i + 1] == '.' && (i == 0 || !IsPart(text[i - 1]))
                && Digits(text, i + 2) is > 0 and <= 3 and var subject && i + 2 + subject < text.Length && text[i + 2 + subject] == '.'
                && Digits(text, i + 3 + subject) is > 0 and <= 3 and var detail)
            {
                var end = i + 3 + subject + detail;
                if (end == text.Length || !IsPart(text[end]) || (text[end] == '.' && (end + 1 == text.Length || !char.IsAsciiDigit(text[end + 1]))))
                {
                    return text[i..end];
                }
            }
        }
        return null;
    }

    private static int Digits(string text, int from)
    {
        var to = from;
        while (to < text.Length && char.IsAsciiDigit(text[to]))
        {
            to++;
        }
        return to - from;
    }

    private static bool IsPart(char c) => char.IsAsciiLetterOrDigit(c) || c is '.' or '/' or '-';
}

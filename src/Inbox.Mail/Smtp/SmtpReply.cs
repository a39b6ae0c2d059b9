using System.Text.RegularExpressions;

namespace Inbox.Mail.Smtp;

/// <summary>An answer of the server (RFC 5321, 4.2), of one or more lines.</summary>
/// <param name="Code">Three digits.</param>
/// <param name="EnhancedCode">As in 5.1.1 (RFC 2034, RFC 3463); null when the server gives none.</param>
/// <param name="Lines">Its words without the codes.</param>
public sealed partial record SmtpReply(int Code, string? EnhancedCode, IReadOnlyList<string> Lines)
{
    /// <summary>2yz.</summary>
    public bool IsPositive => Code is >= 200 and < 300;

    /// <summary>5yz: the same will be refused again.</summary>
    public bool IsPermanent => Code is >= 500 and < 600;

    /// <summary>On one line, as for a person: "550 5.1.1 User unknown".</summary>
    public string Text => string.Join(' ', new[] { $"{Code}", EnhancedCode ?? "" }.Concat(Lines).Where(part => part.Length > 0));

    internal static SmtpReply Of(int code, List<string> lines)
    {
        string? enhanced = null;
        for (var i = 0; i < lines.Count; i++)
        {
            if (EnhancedPattern().Match(lines[i]) is { Success: true } match)
            {
                enhanced ??= match.Value.TrimEnd();
                lines[i] = lines[i][match.Length..];
            }
        }
        return new SmtpReply(code, enhanced, lines);
    }

    [GeneratedRegex(@"^[245]\.[0-9]{1,3}\.[0-9]{1,3}(?: +|$)", RegexOptions.NonBacktracking)]
    private static partial Regex EnhancedPattern();
}

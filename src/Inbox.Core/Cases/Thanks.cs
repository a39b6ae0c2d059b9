using System.Text.RegularExpressions;

namespace Inbox.Core.Cases;

/// <summary>
/// Tells a mere thanks from a message that wants something: no question, no attachment, at most 12 new words,
/// and one of the words of thanks below. A wrong "no" only reopens a case; a wrong "yes" waits two working days.
/// </summary>
public static partial class Thanks
{
    private const int MostWords = 12;

    private static readonly string[] Words =
    [
        "thanks", "thank you", "thx", "cheers", "much appreciated", "perfect", "danke", "vielen dank", "besten dank", "merci",
        "gracias", "obrigado", "obrigada", "grazie", "dank je", "dank u", "bedankt", "dziękuję", "dzięki", "tack", "takk", "tak",
        "kiitos", "děkuji", "teşekkürler", "спасибо", "ありがとう", "谢谢", "謝謝", "감사합니다",
    ];

    public static bool IsMere(string newText, bool hasAttachments) =>
        !hasAttachments
        && newText.Length <= 300
        && !newText.Contains('?', StringComparison.Ordinal)
        && !newText.Contains('？', StringComparison.Ordinal)
        && WordPattern().Count(newText) is > 0 and <= MostWords
        && !BothersPattern().IsMatch(newText)
        && Array.Exists(Words, w => newText.Contains(w, StringComparison.OrdinalIgnoreCase));

    [GeneratedRegex(@"[\p{L}\p{M}\p{Nd}']+", RegexOptions.NonBacktracking)]
    private static partial Regex WordPattern();

    /// <summary>"Thanks, but it still fails" is no mere thanks.</summary>
    [GeneratedRegex(@"\b(but|still|however|not|aber|immer noch|nicht|mais|toujours|pas|pero|todavía|no|mas|ainda|não|ma|ancora|non|maar|nog|niet|ale|nadal|nie|men|inte)\b", RegexOptions.IgnoreCase | RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex BothersPattern();
}

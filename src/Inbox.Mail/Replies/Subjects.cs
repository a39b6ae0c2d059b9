namespace Inbox.Mail.Replies;

/// <summary>What mail programs put before a subject when they answer or forward, in their languages.</summary>
internal static class Subjects
{
    private static readonly string[] Forward =
    [
        "fw", "fwd", "wg", "tr", "rv", "enc", "i", "inoltro", "doorst", "doorgestuurd", "pd", "vb", "vs", "vl", "vidarebefordrat", "ilt", "továbbítás",
        "转发", "轉寄", "轉發", "転送", "전달", "пересл", "пересылка", "přeposlat",
    ];

    private static readonly string[] Answer =
    [
        "re", "aw", "antw", "sv", "rif", "r", "res", "odp", "vá", "vs", "ynt", "atb", "回复", "答复", "回覆", "返信", "회신", "ответ", "на",
    ];

    public static bool IsForward(string subject) => Begins(subject, Forward);

    /// <summary>Whether a person's program answered or forwarded something; programs write subjects of their own.</summary>
    public static bool IsAnswerOrForward(string subject) => Begins(subject, Answer) || Begins(subject, Forward);

    /// <summary>A word, perhaps a number as in "Re[2]:", and a colon.</summary>
    private static bool Begins(string subject, string[] words)
    {
        var colon = subject.AsSpan().IndexOfAny(':', '：');
        if (colon is < 1 or > 20)
        {
            return false;
        }
        var word = subject.AsSpan(0, colon).Trim();
        var bracket = word.IndexOfAny('[', '(');
        word = (bracket > 0 ? word[..bracket] : word).Trim();
        foreach (var known in words)
        {
            if (word.Equals(known, StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }
        return false;
    }
}

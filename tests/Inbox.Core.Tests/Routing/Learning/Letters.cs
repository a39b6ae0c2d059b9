using Inbox.Core.Routing.Learning;

namespace Inbox.Core.Tests.Routing.Learning;

/// <summary>Made-up letters to departments: each has words of its own among words that all use. The same seed writes the same letters.</summary>
internal sealed class Letters(int seed)
{
    private static readonly string[][] Own =
    [
        ["password", "login", "account", "email", "screen", "button", "website", "browser", "profile", "locked"],
        ["invoice", "refund", "payment", "charged", "card", "receipt", "amount", "bank", "twice", "money"],
        ["broken", "repair", "leaks", "motor", "noise", "warranty", "spare", "engine", "handle", "stopped"],
    ];

    private static readonly string[] Shared =
        ["hello", "please", "since", "yesterday", "the", "my", "is", "and", "with", "you", "help", "order", "thanks", "again", "would", "like"];

    private readonly Random _random = new(seed);

    /// <param name="kind">0 accounts, 1 money, 2 repairs.</param>
    /// <param name="clear">How many of ten words are the department's own.</param>
    public string Write(int kind, int clear = 4)
    {
        var words = new string[12];
        for (var i = 0; i < words.Length; i++)
        {
            words[i] = Pick(_random.Next(10) < clear ? Own[kind] : Shared);
        }

        return string.Join(' ', words);
    }

    /// <summary>A letter that says of itself only vaguely where it belongs: its words are drawn from every department's, a few more from its own.</summary>
    public (string Text, int Kind) Vague()
    {
        var kind = _random.Next(Own.Length);
        return (string.Join(' ', Enumerable.Range(0, 6).Select(_ => Pick(Own[_random.Next(10) < 3 ? kind : _random.Next(Own.Length)]))), kind);
    }

    /// <param name="departments">Who gets the letters of the first kind, of the second, …</param>
    /// <param name="each">Letters for each.</param>
    public List<Lesson> Teach(long[] departments, int each) =>
        [.. Enumerable.Range(0, each * departments.Length).Select(i => Lesson.Of("", Write(i % departments.Length), departments[i % departments.Length]))];

    private string Pick(string[] words) => words[_random.Next(words.Length)];
}

namespace Inbox.Testing;

/// <summary>Texts and how long X finds them. The server and the browser count both of them so.</summary>
public static class WeightedTexts
{
    public static IReadOnlyList<(string Text, int Length)> Cases { get; } =
    [
        ("", 0),
        ("naïve", 5),
        ("e\u0301", 1),
        ("Grüße — “ja”", 12),
        ("Привет", 6),
        ("日本語", 6),
        ("한국", 4),
        ("ก็", 2),
        ("क्\u200Dष", 4),
        ("👍", 2),
        ("👍🏽", 2),
        ("🇩🇪", 2),
        ("👩‍👩‍👧", 2),
        ("❤\uFE0F and ☎\uFE0F", 9),
        ("1\uFE0F\u20E3", 2),
        ("a\nb", 3),
        ("https://example.com/a/very/long/way?to=go#there", 23),
        ("See https://example.com.", 28),
        ("See example.com, please", 35),
        ("bit.ly/abc", 23),
        ("e.g. this.That and a.b", 22),
        ("mail ana@example.com", 20),
        ("日本 https://例え.jp/道 👍", 31),
    ];
}

namespace Inbox.Core.Demo;

/// <summary>
/// What happens to customers of the demo company again and again. <c>{order}</c>, <c>{product}</c>, <c>{shop}</c>, <c>{amount}</c>,
/// <c>{name}</c>, <c>{agent}</c> and <c>{day}</c> are filled in, so that no two cases read the same.
/// </summary>
/// <param name="Subject">As the customer writes it.</param>
/// <param name="Texts">First messages; one is picked.</param>
/// <param name="Called">What an agent would note of it on the phone.</param>
/// <param name="Answers">Our answers in order; the last one settles it.</param>
/// <param name="Follow">What the customer says after each answer but the last.</param>
/// <param name="Note">What colleagues tell each other meanwhile.</param>
/// <param name="Attachment">A file the customer sends along.</param>
internal sealed record Story(
    string Subject,
    string[] Texts,
    string Called,
    string[] Answers,
    string[] Follow,
    string? Note = null,
    string? Attachment = null);

/// <summary>The blanks of a story, filled for one case.</summary>
internal sealed class StoryWords
{
    private static readonly string[] Products =
    [
        "Aria 14 laptop", "Aria 15 laptop", "Corvid tablet", "Penwell e-reader", "Hush headphones", "Brightside desk lamp", "Tern kettle",
        "Marlow coffee machine", "Sable office chair", "Fenn phone", "Orbit speaker", "Larch monitor", "Pico printer", "Moss air purifier",
    ];

    private static readonly string[] Shops = ["Leeds", "Bristol", "Norwich", "Exeter", "Glasgow", "Cardiff", "York", "Brighton"];
    private static readonly string[] Days = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday"];
    private readonly (string Blank, string Word)[] _words;

    public StoryWords(Random random, string customer) => _words =
    [
        ("{order}", random.Next(71_000, 99_999).ToString(System.Globalization.CultureInfo.InvariantCulture)),
        ("{product}", random.Pick(Products)),
        ("{shop}", random.Pick(Shops)),
        ("{amount}", string.Create(System.Globalization.CultureInfo.InvariantCulture, $"£{random.Next(12, 890)}.{random.Next(0, 10)}9")),
        ("{day}", random.Pick(Days)),
        ("{name}", FirstName(customer)),
        ("{customer}", customer),
    ];

    /// <param name="agent">Who signs; cases change hands, so the name comes with each answer.</param>
    public string Fill(string template, string agent = "")
    {
        if (!template.Contains('{', StringComparison.Ordinal))
        {
            return template;
        }

        foreach (var (blank, word) in _words)
        {
            template = template.Replace(blank, word, StringComparison.Ordinal);
        }

        return template.Replace("{agent}", FirstName(agent), StringComparison.Ordinal).TrimEnd();
    }

    private static string FirstName(string name) => name.Split(' ')[0];
}

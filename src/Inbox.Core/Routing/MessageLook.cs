namespace Inbox.Core.Routing;

/// <summary>One message as the conditions look at it. What costs something is worked out when the first of them asks.</summary>
internal sealed class MessageLook(RoutingFacts facts, Vocabulary words)
{
    private const int ReadsUpTo = 100_000;

    private readonly Lazy<SeenWords> _subject = new(() => words.Read(facts.Subject), isThreadSafe: false);
    private readonly Lazy<SeenWords> _body = new(() => words.Read(Cut(facts.Body)), isThreadSafe: false);
    private readonly Lazy<LanguageGuess> _language = new(() => LanguageGuess.Of(facts.Subject + "\n" + Cut(facts.Body)), isThreadSafe: false);
    private readonly Lazy<ToneGuess> _tone = new(() => ToneGuess.Of(facts.Subject + "\n" + Cut(facts.Body)), isThreadSafe: false);

    public RoutingFacts Facts => facts;

    public string Body => Cut(facts.Body);

    public SeenWords SubjectWords => _subject.Value;

    public SeenWords BodyWords => _body.Value;

    public LanguageGuess Language => _language.Value;

    public ToneGuess Tone => _tone.Value;

    /// <summary>The case's tags so far: rules that go on add theirs for those after them.</summary>
    public List<string> Tags { get; } = [.. facts.Tags];

    public PatternBudget Budget { get; } = new();

    public List<SlowPattern> Slow { get; } = [];

    private static string Cut(string text) => text.Length > ReadsUpTo ? text[..ReadsUpTo] : text;
}

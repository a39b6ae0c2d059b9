namespace Inbox.Core.Routing;

/// <summary>When a rule takes a new case: groups of conditions, stored as one JSON document. Without any it takes everything.</summary>
public sealed record RuleConditions
{
    public RuleMatch Match { get; init; }

    public IReadOnlyList<RuleGroup> Groups { get; init; } = [];

    /// <summary>One group whose conditions all hold.</summary>
    public static RuleConditions All(params RuleCondition[] conditions) => Of(RuleMatch.All, conditions);

    /// <summary>One group of which one condition is enough.</summary>
    public static RuleConditions Any(params RuleCondition[] conditions) => Of(RuleMatch.Any, conditions);

    private static RuleConditions Of(RuleMatch match, RuleCondition[] conditions) =>
        conditions.Length == 0 ? new() : new() { Groups = [new RuleGroup { Match = match, Conditions = conditions }] };
}

public sealed record RuleGroup
{
    public RuleMatch Match { get; init; }

    public IReadOnlyList<RuleCondition> Conditions { get; init; } = [];
}

/// <summary>One thing that is asked of a message. Which of the fields it uses depends on its kind.</summary>
public sealed record RuleCondition
{
    public required ConditionKind Kind { get; init; }

    /// <summary>It must not be so.</summary>
    public bool Not { get; init; }

    /// <summary>One of these is enough: words, addresses, a pattern, a language code, tags, groups, kinds of files.</summary>
    public IReadOnlyList<string> Values { get; init; } = [];

    /// <summary>Where words and patterns are looked for.</summary>
    public RuleWordsIn In { get; init; }

    /// <summary>A channel or a calendar.</summary>
    public long? Id { get; init; }

    /// <summary>Readers or earlier cases, at least.</summary>
    public long? Number { get; init; }

    /// <summary>Earlier cases count when they opened within so many days; null is ever.</summary>
    public int? Days { get; init; }

    public Tone? Tone { get; init; }
}

public enum RuleMatch { All, Any }

public enum RuleWordsIn { SubjectOrBody, Subject, Body }

public enum ConditionKind
{
    Channel,

    /// <summary>An address, <c>@domain</c>, or any part of the address.</summary>
    Sender,

    /// <summary>Whom the message names in To and Cc, told as <see cref="Sender"/>.</summary>
    Recipient,

    /// <summary>Words or phrases, found whole and without case.</summary>
    Words,

    /// <summary>A regular expression.</summary>
    Pattern,

    Language,

    Tone,

    Tag,

    Reach,

    CustomerGroup,

    /// <summary>The customer has had a case before.</summary>
    KnownCustomer,

    EarlierCases,

    /// <summary>A file; of a kind (<c>image</c>, <c>pdf</c>) where one is given.</summary>
    Attachment,

    /// <summary>The message came within the hours of a calendar.</summary>
    Hours,
}

using Inbox.Core.Cases;

namespace Inbox.Core.Channels.Replies;

/// <summary>What an adapter may know of a message that is to be answered.</summary>
public sealed record AnswerableMessage
{
    public required string ExternalId { get; init; }

    public required Visibility Visibility { get; init; }

    /// <summary>What it says: some far sides take answers only to what names us.</summary>
    public string Text { get; init; } = "";

    /// <summary>When the far side says it was written, or when we got it, whichever was first: windows run from it.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>When the customer last wrote to us in private over this door; null: never.</summary>
    public DateTimeOffset? LastPrivateAt { get; init; }

    /// <summary>Its author has deleted it.</summary>
    public bool Deleted { get; init; }

    /// <summary>We have answered it in public, and that answer was not refused.</summary>
    public bool AnsweredPublicly { get; init; }

    /// <summary>The same in private.</summary>
    public bool AnsweredPrivately { get; init; }
}

/// <summary>One way to answer a message.</summary>
/// <param name="Until">The far side takes an answer before this time only; null: at any time.</param>
/// <param name="Limit">Null: no limit of the far side's.</param>
/// <param name="Overwrites">Our answer stands there already, and a new one takes its place.</param>
/// <param name="Closed">Why this way is shut for good, in words; null while it is open.</param>
public sealed record ReplyWay(DateTimeOffset? Until, TextLimit? Limit, MediaLimits Media, bool Overwrites = false, string? Closed = null)
{
    /// <summary>A longer text can leave as several posts.</summary>
    public bool Splits { get; init; }

    public bool IsOpen(DateTimeOffset now) => Closed is null && !(Until <= now);
}

/// <summary>May this message be answered, publicly, privately, until when, how long: computed without a look at the far side.</summary>
/// <param name="Public">Null: there is no answering in public here.</param>
/// <param name="Private">Null: there is no answering in private here.</param>
public sealed record ReplyOptions(ReplyWay? Public, ReplyWay? Private)
{
    private const string PostGone = "Its author has deleted this post, so it is not answered in public.";
    private const string OneAnswer = "Here a message takes one answer, and there is one already.";

    public ReplyWay? Of(Visibility visibility) => visibility == Visibility.Public ? Public : Private;

    /// <summary>How the message is answered unless somebody chooses: as it was written, or else in private. Never more widely than it was.</summary>
    public Visibility? Usual(Visibility answered, DateTimeOffset now) =>
        answered == Visibility.Public && Public?.IsOpen(now) == true ? Visibility.Public
        : Private?.IsOpen(now) == true ? Visibility.Private
        : Of(answered) is not null ? answered
        : Private is not null ? Visibility.Private
        : null;

    /// <summary>By the traits of the kind.</summary>
    /// <param name="traits">Of the door.</param>
    /// <param name="message">That is to be answered.</param>
    /// <param name="limit">What the server says of itself; null: what is usual for the kind.</param>
    public static ReplyOptions By(ChannelTraits traits, AnswerableMessage message, TextLimit? limit)
    {
        if (message.Visibility == Visibility.Private)
        {
            return new ReplyOptions(Public: null, Way(traits.PrivateReply, message.LastPrivateAt ?? message.At, message.AnsweredPrivately, limit));
        }

        var inPublic = Way(traits.PublicReply, message.At, message.AnsweredPublicly, limit);
        if (message.Deleted && inPublic is not null)
        {
            inPublic = inPublic with { Closed = PostGone };
        }

        // Who has written to us in private may be answered so for as long as that lasts, whatever a post allows.
        var byPost = Way(traits.PrivateToPublic, message.At, message.AnsweredPrivately, limit);
        var byTalk = message.LastPrivateAt is { } talked ? Way(traits.PrivateReply, talked, answered: false, limit) : null;
        return new ReplyOptions(inPublic, Longer(byPost, byTalk));
    }

    private static ReplyWay? Way(ReplyTerms? terms, DateTimeOffset since, bool answered, TextLimit? limit) => terms is null
        ? null
        : new ReplyWay(
            since + terms.Within,
            limit ?? terms.Limit,
            terms.Media,
            Overwrites: terms.Overwrites && answered,
            Closed: terms is { Once: true, Overwrites: false } && answered ? OneAnswer : null)
        {
            Splits = terms.Splits,
        };

    private static ReplyWay? Longer(ReplyWay? one, ReplyWay? other) =>
        one is null || other is null ? one ?? other
        : one.Closed is not null ? other
        : other.Closed is not null || one.Until is null || one.Until >= other.Until ? one
        : other;
}

namespace Inbox.Core.Cases.Linking;

/// <summary>How the first case of a link stands to the second.</summary>
public enum LinkKind { Related, ChildOf, DuplicateOf }

/// <summary>How a case stands to another, as whoever links them says it.</summary>
public enum LinkRole { Related, ChildOf, ParentOf, DuplicateOf }

/// <summary>Two cases that belong together and stay two. A pair has one link; a child has one parent.</summary>
public sealed class CaseLink
{
    public long Id { get; init; }

    /// <summary>Of related cases the older one, so that a pair is one row.</summary>
    public required long FromId { get; init; }

    public required long ToId { get; init; }

    public required LinkKind Kind { get; init; }

    public long? ById { get; init; }

    public required DateTimeOffset At { get; init; }
}

namespace Inbox.Core.Cases.Merging;

public enum MoveKind { Merge, Split }

/// <summary>What a merge or a split took from one case to another, row by row, so that exactly that can be taken back.</summary>
public sealed class CaseMove
{
    /// <summary>Later than this nobody remembers what belonged where.</summary>
    public static readonly TimeSpan UndoableFor = TimeSpan.FromDays(30);

    public long Id { get; init; }

    public required MoveKind Kind { get; init; }

    /// <summary>The case that the messages left: of a merge the one that is now an alias.</summary>
    public required long FromId { get; init; }

    /// <summary>The case that holds them: of a split the new one.</summary>
    public required long IntoId { get; init; }

    /// <summary>Null when the filer folded two untouched cases of one conversation.</summary>
    public long? ById { get; init; }

    public required DateTimeOffset At { get; init; }

    public DateTimeOffset? UndoneAt { get; private set; }

    public long? UndoneById { get; private set; }

    public required CaseStatus FromStatus { get; init; }

    public required CaseStatus IntoStatus { get; init; }

    /// <summary>What the merge made of it; undo restores <see cref="IntoStatus"/> only if nobody has changed it since.</summary>
    public CaseStatus IntoStatusAfter { get; set; }

    /// <summary>Since when the survivor owed an answer before.</summary>
    public DateTimeOffset? IntoOwedSince { get; init; }

    public long? FromMayBelongTo { get; init; }

    public long[] Messages { get; set; } = [];

    /// <summary>Keys that named the case but no message of ours: scope, a space, the hash in hexadecimal.</summary>
    public string[] Keys { get; set; } = [];

    public long[] Drafts { get; set; } = [];

    /// <summary>Numbers that had been merged into the case before.</summary>
    public long[] Aliases { get; set; } = [];

    public long[] Links { get; set; } = [];

    /// <summary>What was still asked of others.</summary>
    public long[] Tasks { get; set; } = [];

    public long[] Playbooks { get; set; } = [];

    /// <summary>Handles, followers, readers and tags that the survivor did not have.</summary>
    public long[] Participants { get; set; } = [];

    public long[] Followers { get; set; } = [];

    public long[] Readers { get; set; } = [];

    public string[] Tags { get; init; } = [];

    public void Undo(long? agentId, DateTimeOffset now) => (UndoneAt, UndoneById) = (now, agentId);
}

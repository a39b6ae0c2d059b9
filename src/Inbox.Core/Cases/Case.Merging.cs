namespace Inbox.Core.Cases;

// Messages go to another case and come back: merge, split, and their undo.
public sealed partial class Case
{
    /// <summary>Set when this case was merged into another; its number stays as an alias.</summary>
    public long? FoldedIntoId { get; private set; }

    /// <summary>This case's messages now live in <paramref name="target"/>; this number is an alias.</summary>
    public void FoldInto(long target, DateTimeOffset now)
    {
        FoldedIntoId = target;
        MayBelongToId = null;
        NextDueAt = Clock.Never;
        SetStatus(CaseStatus.Closed, now);
    }

    /// <summary>The merge was undone: a case of its own again, as it stood before.</summary>
    public void Unfold(CaseStatus status, long? mayBelongTo, DateTimeOffset now)
    {
        FoldedIntoId = null;
        MayBelongToId = mayBelongTo;
        SetStatus(status, now);
    }

    /// <summary>Counts and words of a case that is folded into this one.</summary>
    public void TakeOver(Case folded)
    {
        MessageCount += folded.MessageCount;
        Reach = Math.Max(Reach, folded.Reach);
        SetTags([.. Tags, .. folded.Tags]);
        LastAnswerAt = folded.LastAnswerAt > LastAnswerAt || LastAnswerAt is null ? folded.LastAnswerAt : LastAnswerAt;
        if (folded.LastMessageAt > LastMessageAt)
        {
            LastMessageAt = folded.LastMessageAt;
            Preview = folded.Preview;
        }

        if (MayBelongToId == folded.Id)
        {
            MayBelongToId = null;
        }
    }

    /// <summary>What came with a merge is owed an answer: as if the customer had written, and a closed case opens as well.</summary>
    public void OwesForMerged(DateTimeOffset now)
    {
        CustomerWrote(now);
        if (Status == CaseStatus.Closed)
        {
            SetStatus(CaseStatus.Open, now);
        }
    }

    /// <summary>Messages came or went.</summary>
    public void Recount(int messages, long reach, DateTimeOffset? lastMessageAt, DateTimeOffset? lastAnswerAt, string newestText)
    {
        MessageCount = messages;
        Reach = reach;
        LastMessageAt = lastMessageAt ?? OpenedAt;
        LastAnswerAt = lastAnswerAt;
        Preview = Words.Cut(Words.OneLine(newestText), 160);
    }
}

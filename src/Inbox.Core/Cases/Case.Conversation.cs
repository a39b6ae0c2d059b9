namespace Inbox.Core.Cases;

/// <summary>What is said on a case, and the status that it has by that.</summary>
public sealed partial class Case
{
    /// <summary>A message joined the case: counts, preview, reach.</summary>
    public void Add(Message message)
    {
        MessageCount++;
        LastMessageAt = message.ReceivedAt > LastMessageAt ? message.ReceivedAt : LastMessageAt;
        Reach = Math.Max(Reach, message.Reach);
        if (message.Direction != Direction.Note && message.Automatic != Automatic.Acknowledgement)
        {
            Preview = Words.Cut(Words.OneLine(message.ReplyText), 160);
        }
    }

    /// <summary>The customer wrote: we owe an answer, and a snooze ends. A spam case stays spam unless a person ever answered it.</summary>
    public void CustomerWrote(DateTimeOffset now)
    {
        SnoozedUntil = null;
        ThanksUntil = null;
        if (Status is CaseStatus.Waiting or CaseStatus.OnHold or CaseStatus.Resolved || (Status == CaseStatus.Spam && LastAnswerAt is not null))
        {
            StatusBefore = Status;
            SetStatus(CaseStatus.Open, now);
        }
        else if (Status == CaseStatus.Open)
        {
            StatusBefore ??= CaseStatus.Open;
        }
    }

    /// <summary>A third party wrote: somebody looks at it, but no clock runs for them.</summary>
    public void ThirdPartyWrote(DateTimeOffset now)
    {
        if (Status is CaseStatus.Waiting or CaseStatus.OnHold or CaseStatus.Resolved or CaseStatus.Closed)
        {
            SetStatus(CaseStatus.Open, now);
        }
    }

    /// <summary>A mere thanks on a resolved case waits beside it instead of reopening it.</summary>
    public void Thanked(DateTimeOffset reopenAt) => ThanksUntil = reopenAt;

    public void ConfirmThanks() => ThanksUntil = null;

    /// <summary>A person on our side answered; <paramref name="then"/> is the status the agent chose, Waiting unless said otherwise.</summary>
    public void Answered(CaseStatus then, DateTimeOffset now)
    {
        LastAnswerAt = now;
        Touch();
        SnoozedUntil = null;
        SetStatus(then, now);
    }

    /// <summary>Somebody had answered before this conversation was taken over from elsewhere.</summary>
    public void AnsweredBefore(DateTimeOffset at) => LastAnswerAt = LastAnswerAt > at ? LastAnswerAt : at;

    /// <summary>An answer was undone, failed, bounced or deleted: we owe it again.</summary>
    public void AnswerWithdrawn(CaseStatus status, DateTimeOffset? lastAnswerAt, DateTimeOffset now)
    {
        LastAnswerAt = lastAnswerAt;
        SetStatus(status, now);
    }

    public void SetStatus(CaseStatus status, DateTimeOffset now)
    {
        Status = status;
        IsOpen = status.IsOpen();
        ResolvedAt = status is CaseStatus.Resolved or CaseStatus.Closed ? ResolvedAt ?? now : null;
        ClosedAt = status == CaseStatus.Closed ? ClosedAt ?? now : null;
        if (status != CaseStatus.Resolved)
        {
            ThanksUntil = null;
        }
    }

    /// <summary>The newest customer message needs no answer: back to the status the case had before it.</summary>
    public void NoReplyNeeded(DateTimeOffset now)
    {
        SetStatus(StatusBefore is { } before && before != CaseStatus.Spam ? before : CaseStatus.Waiting, now);
        StatusBefore = null;
    }
}

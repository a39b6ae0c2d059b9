using Inbox.Core.Access;
using Inbox.Core.Data;

namespace Inbox.Core.Cases.Following;

/// <summary>What a command has done to a locked case, as far as its followers care: told by comparing, so that no command can forget it.</summary>
internal sealed class FollowedChanges(Case @case, Actor actor)
{
    private readonly List<string> _decisions = [];
    private CaseStatus _status = @case.Status;
    private long _department = @case.DepartmentId;
    private DateTimeOffset? _answeredAt = @case.LastAnswerAt;
    private bool _folded = @case.FoldedIntoId is not null;
    private DateTimeOffset _at;
    private bool _moved;

    public void Noted(CaseEventKind kind, DateTimeOffset now)
    {
        _at = now;
        _moved |= kind is CaseEventKind.Joined or CaseEventKind.MergeUndone or CaseEventKind.Split or CaseEventKind.SplitOff;
        if (kind is CaseEventKind.HandoffAccepted or CaseEventKind.HandoffDeclined or CaseEventKind.HandoffWithdrawn)
        {
            _decisions.Add(kind switch
            {
                CaseEventKind.HandoffAccepted => "handoff accepted",
                CaseEventKind.HandoffDeclined => "handoff declined",
                _ => "handoff withdrawn",
            });
        }
    }

    /// <summary>After the case is saved, in the same transaction.</summary>
    public async Task TellAsync(InboxDb db, CancellationToken cancellationToken)
    {
        var words = Words();
        var at = @case.LastAnswerAt > _at ? @case.LastAnswerAt.Value : _at;
        (_status, _department, _answeredAt, _folded) = (@case.Status, @case.DepartmentId, @case.LastAnswerAt, @case.FoldedIntoId is not null);
        _decisions.Clear();
        if (words.Length > 0)
        {
            await db.TellFollowersAsync([@case], words, actor.AgentId, at, cancellationToken);
        }
    }

    private string Words()
    {
        if (@case.FoldedIntoId is { } into)
        {
            return _folded ? "" : $"merged into {CaseNumber.Format(into)}";
        }

        if (_folded)
        {
            return "merge undone";
        }

        var words = new List<string>(_decisions);

        // What came or went with a merge or split was answered before.
        if (!_moved && @case.LastAnswerAt is { } answered && (_answeredAt is null || answered > _answeredAt))
        {
            words.Add(FollowerNews.Answered);
        }

        if (_status != @case.Status && StatusWord() is { } status)
        {
            words.Add(status);
        }

        if (_department != @case.DepartmentId)
        {
            words.Add("given to another department");
        }

        return string.Join(", ", words);
    }

    private string? StatusWord() => @case.Status switch
    {
        CaseStatus.Resolved => "resolved",
        CaseStatus.Closed => "closed",
        CaseStatus.Spam => "marked as spam",
        _ when !_status.IsOpen() => "reopened",
        _ => null,
    };
}

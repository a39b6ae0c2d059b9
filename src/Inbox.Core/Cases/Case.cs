using Inbox.Core.Access;
using Inbox.Core.Cases.Following;
using Inbox.Core.Routing;

namespace Inbox.Core.Cases;

/// <summary>One issue of one customer. Its id is its number. The row is the lock for all below it.</summary>
public sealed partial class Case
{
    private Case()
    {
    }

    public long Id { get; private set; }

    public string Subject { get; private set; } = "";

    /// <summary>First words of the newest message, for lists.</summary>
    public string Preview { get; private set; } = "";

    public CaseStatus Status { get; private set; }

    /// <summary>The status before the last customer message; "no reply needed" restores it.</summary>
    public CaseStatus? StatusBefore { get; private set; }

    /// <summary>Kept with <see cref="Status"/> for the partial indexes that lists read.</summary>
    public bool IsOpen { get; private set; }

    public Priority Priority { get; private set; }

    /// <summary>What a person or a rule had chosen, where an escalation raised it since.</summary>
    public Priority? RaisedFrom { get; private set; }

    /// <summary>Promises go by this one: a raise by escalation changes the order, and no promise.</summary>
    public Priority PromisedPriority => RaisedFrom ?? Priority;

    public long DepartmentId { get; private set; }

    /// <summary>The department an open handoff offers the case to.</summary>
    public long? OfferedToId { get; set; }

    public long? AssigneeId { get; private set; }

    public long? CustomerId { get; private set; }

    /// <summary>The door through which the case came in.</summary>
    public long ChannelId { get; private set; }

    public Visibility Visibility { get; private set; }

    /// <summary>Readers of the loudest message.</summary>
    public long Reach { get; private set; }

    public string[] Tags { get; private set; } = [];

    public DateTimeOffset OpenedAt { get; private set; }

    public DateTimeOffset LastMessageAt { get; private set; }

    public DateTimeOffset? LastAnswerAt { get; private set; }

    public DateTimeOffset? ResolvedAt { get; private set; }

    public DateTimeOffset? ClosedAt { get; private set; }

    /// <summary>A time, or <see cref="SnoozeCase.UntilAnswer"/>.</summary>
    public DateTimeOffset? SnoozedUntil { get; private set; }

    /// <summary>A mere thanks came on a resolved case; it reopens then unless an agent confirms.</summary>
    public DateTimeOffset? ThanksUntil { get; private set; }

    /// <summary>Another department declined it or handed it back done, and nobody has acted on it since: it stands on top of the views.</summary>
    public DateTimeOffset? ReturnedAt { get; private set; }

    /// <summary>Departments pass it on to each other: declined twice, or offered to one department three times.</summary>
    public bool PingPong { get; private set; }

    /// <summary>The earliest due time of a running clock; <see cref="Clock.Never"/> when nothing runs.</summary>
    public DateTimeOffset NextDueAt { get; set; } = Clock.Never;

    public int MessageCount { get; private set; }

    public int EscalationLevel { get; set; }

    public long? RoutingRuleId { get; private set; }

    /// <summary>Why the case is where it is, in words.</summary>
    public string RoutingReason { get; private set; } = "";

    public long? SlaPolicyId { get; set; }

    public long? FollowUpOfId { get; private set; }

    /// <summary>Another open case of the same customer that this one may belong to.</summary>
    public long? MayBelongToId { get; private set; }

    /// <summary>A person has done something on this case, so it is no longer folded or taken for spam silently.</summary>
    public bool TouchedByPerson { get; private set; }

    /// <summary>For queries only: commands add and remove rows of their own.</summary>
    public List<CaseReader> Readers { get; } = [];

    /// <summary>For queries only, as <see cref="Readers"/>.</summary>
    public List<CaseFollower> Followers { get; } = [];

    public string Number => CaseNumber.Format(Id);

    public static Case Open(long id, CaseOpening opening, DateTimeOffset now)
    {
        var opened = new Case
        {
            Id = id,
            Subject = Words.Cut(string.IsNullOrWhiteSpace(opening.Subject) ? "(no subject)" : opening.Subject.Trim(), 300),
            Priority = opening.Priority,
            DepartmentId = opening.DepartmentId,
            AssigneeId = opening.AssigneeId,
            CustomerId = opening.CustomerId,
            ChannelId = opening.ChannelId,
            Visibility = opening.Visibility,
            Tags = [.. opening.Tags],
            OpenedAt = opening.OpenedAt ?? now,
            LastMessageAt = opening.OpenedAt ?? now,
            RoutingRuleId = opening.RoutingRuleId,
            RoutingReason = opening.RoutingReason,
            SlaPolicyId = opening.SlaPolicyId,
            FollowUpOfId = opening.FollowUpOfId,
            MayBelongToId = opening.MayBelongToId,
        };
        opened.Routed(opening.RoutedBy, opening.Suggestion);
        opened.SetStatus(CaseStatus.New, now);
        return opened;
    }

    public void Touch() => (TouchedByPerson, ReturnedAt) = (true, null);

    /// <summary>It came back from another department: on top of the views until somebody acts on it.</summary>
    public void Return(DateTimeOffset now) => ReturnedAt = now;

    public void FlagPingPong() => PingPong = true;

    public void Assign(long? agentId) => AssigneeId = agentId;

    public void SetPriority(Priority priority) => (Priority, RaisedFrom) = (priority, null);

    /// <summary>By an escalation, one step.</summary>
    public void RaisePriority() => (RaisedFrom, Priority) = (PromisedPriority, Priority + 1);

    public void MoveTo(long departmentId)
    {
        if (DepartmentId != departmentId)
        {
            DepartmentId = departmentId;
            AssigneeId = null;
        }

        OfferedToId = null;
    }

    /// <summary>A routing rule looked for somebody: <paramref name="reason"/> says whom it found, or why nobody.</summary>
    public void AssignByRule(long? agentId, string reason)
    {
        AssigneeId = agentId;
        RoutingReason = $"{RoutingReason}; {reason}";
    }

    public void Route(long? ruleId, string reason) => (RoutingRuleId, RoutingReason) = (ruleId, reason);

    public void SetTags(IEnumerable<string> tags) =>
        Tags = [.. tags.Select(t => t.Trim()).Where(t => t.Length > 0).Distinct(StringComparer.OrdinalIgnoreCase)];

    public void Snooze(DateTimeOffset? until) => SnoozedUntil = until;

    public void MayBelongTo(long? caseId) => MayBelongToId = caseId == Id ? null : caseId;

    public void SetCustomer(long customerId) => CustomerId = customerId;
}

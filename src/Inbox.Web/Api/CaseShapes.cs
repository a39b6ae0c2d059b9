using System.Diagnostics.CodeAnalysis;
using Inbox.Core;
using Inbox.Core.Cases;
using Inbox.Core.Departments;
using Inbox.Core.Sla;

namespace Inbox.Web.Api;

internal sealed record DepartmentRef(long Id, string Key, string Name)
{
    public static DepartmentRef Of(Department department) => new(department.Id, department.Key, department.Name);
}

internal sealed record AgentRef(long Id, string Name, string? Email);

internal sealed record CustomerRef(long Id, string Name, string? Group);

internal sealed record HandleView(string Kind, string Value, bool Shared);

internal sealed record CustomerView(long Id, string Name, string? Group, IReadOnlyList<HandleView> Handles);

/// <param name="RuleId">Null when no rule matched, or a person chose.</param>
internal sealed record RoutingView(long? RuleId, string Reason);

internal sealed record HandoffView(long Id, DepartmentRef From, DepartmentRef To, string Reason, DateTimeOffset OfferedAt);

internal enum ClockState { Running, Paused, Met, MetLate, Cancelled }

/// <summary>One cycle of one promise. Seconds are working time of its calendar.</summary>
internal sealed record ClockView(
    SlaMetric Metric,
    int Cycle,
    ClockState State,
    string Department,
    DateTimeOffset StartedAt,
    DateTimeOffset? DueAt,
    DateTimeOffset? StoppedAt,
    DateTimeOffset? BreachedAt,
    long ConsumedSeconds,
    long? TargetSeconds)
{
    public static ClockView Of(SlaClock clock, Rules rules, DateTimeOffset now)
    {
        var consumed = clock.FixedDue ? (clock.StoppedAt ?? now) - clock.StartedAt : clock.ConsumedAt(rules.Hours(clock), now);
        return new ClockView(
            clock.Metric,
            clock.Cycle,
            StateOf(clock),
            rules.Departments[clock.DepartmentId].Key,
            clock.StartedAt,
            clock.DueAt == Clock.Never ? null : clock.DueAt,
            clock.StoppedAt,
            clock.BreachedAt,
            (long)consumed.TotalSeconds,
            (long?)clock.Target?.TotalSeconds);
    }

    private static ClockState StateOf(SlaClock clock) => clock.Outcome switch
    {
        SlaOutcome.Met => ClockState.Met,
        SlaOutcome.MetLate => ClockState.MetLate,
        SlaOutcome.Cancelled => ClockState.Cancelled,
        _ => clock.IsPaused ? ClockState.Paused : ClockState.Running,
    };
}

/// <summary>A case as lists show it.</summary>
internal record CaseItem
{
    public required long Id { get; init; }

    public required string Number { get; init; }

    public required string Subject { get; init; }

    public required string Preview { get; init; }

    public required CaseStatus Status { get; init; }

    public required Priority Priority { get; init; }

    public required DepartmentRef Department { get; init; }

    /// <summary>The department that has been asked to take the case.</summary>
    public required DepartmentRef? OfferedTo { get; init; }

    public required AgentRef? Assignee { get; init; }

    public required string Channel { get; init; }

    public required Visibility Visibility { get; init; }

    public required long Reach { get; init; }

    public required IReadOnlyList<string> Tags { get; init; }

    public required int MessageCount { get; init; }

    public required DateTimeOffset OpenedAt { get; init; }

    public required DateTimeOffset LastMessageAt { get; init; }

    public required DateTimeOffset? LastAnswerAt { get; init; }

    public required DateTimeOffset? ResolvedAt { get; init; }

    public required DateTimeOffset? ClosedAt { get; init; }

    public required DateTimeOffset? SnoozedUntil { get; init; }

    /// <summary>Snoozed without a date, until the customer writes.</summary>
    public required bool SnoozedUntilCustomerAnswers { get; init; }

    /// <summary>When the next promise falls due; null when none runs.</summary>
    public required DateTimeOffset? DueAt { get; init; }

    public CustomerRef? Customer { get; init; }

    public static CaseItem Of(CaseRow row, Rules rules)
    {
        var c = row.Case;
        return new CaseItem
        {
            Id = c.Id,
            Number = c.Number,
            Subject = c.Subject,
            Preview = c.Preview,
            Status = c.Status,
            Priority = c.Priority,
            Department = DepartmentRef.Of(rules.Departments[c.DepartmentId]),
            OfferedTo = c.OfferedToId is { } offered ? DepartmentRef.Of(rules.Departments[offered]) : null,
            Assignee = row.Assignee,
            Channel = rules.Channels[c.ChannelId].Key,
            Visibility = c.Visibility,
            Reach = c.Reach,
            Tags = c.Tags,
            MessageCount = c.MessageCount,
            OpenedAt = c.OpenedAt,
            LastMessageAt = c.LastMessageAt,
            LastAnswerAt = c.LastAnswerAt,
            ResolvedAt = c.ResolvedAt,
            ClosedAt = c.ClosedAt,
            SnoozedUntil = c.SnoozedUntil == SnoozeCase.UntilAnswer ? null : c.SnoozedUntil,
            SnoozedUntilCustomerAnswers = c.SnoozedUntil == SnoozeCase.UntilAnswer,
            DueAt = c.NextDueAt == Clock.Never ? null : c.NextDueAt,
            Customer = row.Customer,
        };
    }
}

/// <summary>A case with all that is known of it but its messages.</summary>
internal sealed record CaseView : CaseItem
{
    [SetsRequiredMembers]
    internal CaseView(CaseItem item, CustomerView? customer, RoutingView routing, IReadOnlyList<ClockView> clocks)
        : base(item) =>
        (Customer, Routing, Clocks) = (customer, routing, clocks);

    public new CustomerView? Customer { get; }

    public RoutingView Routing { get; }

    public IReadOnlyList<ClockView> Clocks { get; }

    /// <summary>The open offer.</summary>
    public HandoffView? Handoff { get; init; }

    public string? FollowUpOf { get; init; }

    public string? MayBelongTo { get; init; }
}

internal sealed record CaseRow(Case Case, CustomerRef? Customer, AgentRef? Assignee);

/// <param name="Next">Hand it in as <c>after</c> for the next page; null on the last.</param>
internal sealed record Page<T>(IReadOnlyList<T> Items, string? Next);

using Inbox.Core.Cases;
using Inbox.Core.Settings;

namespace Inbox.Core.Sla;

/// <summary>What is measured and promised; see design.md, Clocks.</summary>
public enum SlaMetric { FirstReply, NextReply, Resolution, Callback, HandoffAccept, DepartmentTime }

public enum SlaOutcome { Met, MetLate, Cancelled }

/// <summary>Targets of one metric in working minutes, by priority; null promises nothing.</summary>
public sealed record SlaTarget(SlaMetric Metric, int? Low, int? Normal, int? High, int? Urgent)
{
    public int? For(Priority priority) => priority switch
    {
        Priority.Low => Low,
        Priority.Normal => Normal,
        Priority.High => High,
        _ => Urgent,
    };
}

public enum EscalationAction { NotifyAssignee, NotifyLead, NotifyDepartment, RaisePriority }

/// <summary>A step taken when a clock has used a share of its target: 75 is the usual warning, 100 the due time, 150 half as long again.</summary>
public sealed record EscalationStep(SlaMetric Metric, int SharePercent, EscalationAction Action);

/// <summary>A set of promises. The first policy whose conditions all hold is the case's.</summary>
public sealed class SlaPolicy : IOrdered
{
    public long Id { get; init; }

    public required string Name { get; set; }

    public int Position { get; set; }

    public bool Enabled { get; set; } = true;

    public long? ChannelId { get; set; }

    public long? DepartmentId { get; set; }

    public Priority? Priority { get; set; }

    public string? Tag { get; set; }

    public long? MinReach { get; set; }

    public string? CustomerGroup { get; set; }

    public bool? External { get; set; }

    /// <summary>Overrides the calendar of channel and department.</summary>
    public long? CalendarId { get; set; }

    /// <summary>Minutes count day and night.</summary>
    public bool AroundTheClock { get; set; }

    /// <summary>Resolution also pauses while a third party owes.</summary>
    public bool PauseOnHold { get; set; }

    public List<SlaTarget> Targets { get; set; } = [];

    public List<EscalationStep> Steps { get; set; } = [];

    /// <summary>Counts the saves by admins, to tell a stale form.</summary>
    public int Revision { get; set; }
}

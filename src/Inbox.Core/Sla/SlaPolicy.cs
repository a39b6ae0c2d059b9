using Inbox.Core.Cases;
using Inbox.Core.Settings;

namespace Inbox.Core.Sla;

/// <summary>What is measured and promised; see design.md, Clocks.</summary>
public enum SlaMetric { FirstReply, NextReply, Update, Resolution, Callback, HandoffAccept, DepartmentTime }

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

/// <summary>A set of promises. The first policy whose conditions all hold is the case's.</summary>
public sealed partial class SlaPolicy : IOrdered
{
    public const int UsualWarning = 75;

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

    /// <summary>Resolution pauses while the customer owes.</summary>
    public bool PauseWaiting { get; set; } = true;

    /// <summary>Resolution pauses while a third party owes.</summary>
    public bool PauseOnHold { get; set; }

    /// <summary>The share of a target, in percent, from which a promise shows as running out.</summary>
    public int WarningShare { get; set; } = UsualWarning;

    public List<SlaTarget> Targets { get; set; } = [];

    public List<EscalationStep> Steps { get; set; } = [];

    /// <summary>Counts the changes that move clocks; each clock knows by which it was reckoned.</summary>
    public int TermsVersion { get; private set; }

    /// <summary>Counts the saves by admins, to tell a stale form.</summary>
    public int Revision { get; set; }

    /// <summary>Clocks that run by this policy are recomputed by what it says now.</summary>
    public void ChangeTerms() => TermsVersion++;
}

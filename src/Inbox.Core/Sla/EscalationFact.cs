using System.Text.Json.Serialization;
using Inbox.Core.Cases;

namespace Inbox.Core.Sla;

/// <summary>What a step has to tell. Numbers and names of ours, never the customer's words.</summary>
/// <param name="Late">False: the promise is due soon.</param>
/// <param name="OwedAt">When the step was owed.</param>
/// <param name="Text">One line.</param>
public sealed record EscalationFact(
    long CaseId, SlaMetric Metric, int Cycle, bool Late, DateTimeOffset DueAt, DateTimeOffset OwedAt, string Department, Priority Priority, int Level, string? Assignee, string Text)
{
    [JsonIgnore]
    public string Number => CaseNumber.Format(CaseId);
}

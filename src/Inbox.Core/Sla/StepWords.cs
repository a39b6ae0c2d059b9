using System.Globalization;

namespace Inbox.Core.Sla;

/// <summary>Metrics and times of steps as histories and notices call them.</summary>
internal static class StepWords
{
    public static string Name(SlaMetric metric) => metric switch
    {
        SlaMetric.FirstReply => "First reply",
        SlaMetric.NextReply => "Next reply",
        SlaMetric.Update => "Update",
        SlaMetric.Callback => "Call-back",
        SlaMetric.HandoffAccept => "Acceptance of the handoff",
        SlaMetric.DepartmentTime => "Time in the department",
        _ => "Resolution",
    };

    public static string State(SlaMetric metric, bool late) => late ? $"{Name(metric)} is late" : $"{Name(metric)} is due soon";

    public static string When(StepTime at) => at switch
    {
        { Unit: StepUnit.Percent } => $"at {at.Value}%",
        { Value: 0 } => "when due",
        { Value: < 0 } => Length(-at.Value) + " before due",
        _ => Length(at.Value) + " after due",
    };

    private static string Length(int minutes)
    {
        var (hours, rest) = (minutes / 60, minutes % 60);
        return string.Join(' ', new[] { hours > 0 ? string.Create(CultureInfo.InvariantCulture, $"{hours} h") : "", rest > 0 ? string.Create(CultureInfo.InvariantCulture, $"{rest} min") : "" }.Where(t => t.Length > 0));
    }
}

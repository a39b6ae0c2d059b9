using System.Globalization;

namespace Inbox.Core.Sla;

/// <summary>One word for many steps that were taken late, since Inbox or its database was down.</summary>
public static class LateDigest
{
    /// <summary>So many one receiver gets one by one even then.</summary>
    public const int Few = 3;

    public static string Of(IReadOnlyCollection<EscalationFact> facts)
    {
        var promises = facts.GroupBy(f => (f.CaseId, f.Metric)).ToList();
        var became = promises.TrueForAll(p => p.Any(f => f.Late)) ? "became late" : "became late or nearly so";
        return string.Create(CultureInfo.InvariantCulture, $"{promises.Count} {(promises.Count == 1 ? "promise" : "promises")} {became} while Inbox was down");
    }
}

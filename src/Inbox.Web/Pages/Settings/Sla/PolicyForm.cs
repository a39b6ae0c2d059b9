using Inbox.Core.Cases;
using Inbox.Core.Sla;

namespace Inbox.Web.Pages.Settings.Sla;

/// <summary>A policy as it is typed.</summary>
public sealed class PolicyForm
{
    public int Revision { get; set; }

    public string? Name { get; set; }

    public bool Enabled { get; set; } = true;

    public long? ChannelId { get; set; }

    public long? DepartmentId { get; set; }

    public Priority? Priority { get; set; }

    public string? Tag { get; set; }

    public long? MinReach { get; set; }

    public string? CustomerGroup { get; set; }

    public bool? External { get; set; }

    public long? CalendarId { get; set; }

    public bool AroundTheClock { get; set; }

    public bool PauseWaiting { get; set; } = true;

    public bool PauseOnHold { get; set; }

    public int WarningShare { get; set; } = SlaPolicy.UsualWarning;

    public List<TargetRow> Targets { get; set; } = [.. SaveSlaPolicy.Promised.Select(m => new TargetRow { Metric = m })];

    public List<StepRow> Steps { get; set; } = [new() { Amount = "75" }];

    public static PolicyForm Of(SlaPolicy policy) => new()
    {
        Revision = policy.Revision,
        Name = policy.Name,
        Enabled = policy.Enabled,
        ChannelId = policy.ChannelId,
        DepartmentId = policy.DepartmentId,
        Priority = policy.Priority,
        Tag = policy.Tag,
        MinReach = policy.MinReach,
        CustomerGroup = policy.CustomerGroup,
        External = policy.External,
        CalendarId = policy.CalendarId,
        AroundTheClock = policy.AroundTheClock,
        PauseWaiting = policy.PauseWaiting,
        PauseOnHold = policy.PauseOnHold,
        WarningShare = policy.WarningShare,
        Targets = [.. SaveSlaPolicy.Promised.Select(m => TargetRow.Of(m, policy.Targets.Find(t => t.Metric == m)))],
        Steps = policy.Steps.ConvertAll(StepRow.Of),
    };

    /// <param name="wrong">Told the field of the form and what is wrong with it.</param>
    public List<SlaTarget> ReadTargets(Action<string, string> wrong)
    {
        return [.. Targets.Select((t, i) => new SlaTarget(t.Metric, Read(i, t.Low, "Low"), Read(i, t.Normal, "Normal"), Read(i, t.High, "High"), Read(i, t.Urgent, "Urgent")))];

        int? Read(int row, string? typed, string priority)
        {
            if (!TargetText.TryParse(typed, out var minutes))
            {
                wrong($"Targets[{row}].{priority}", TargetText.Help);
            }

            return minutes;
        }
    }

    public sealed class TargetRow
    {
        public SlaMetric Metric { get; set; }

        public string? Low { get; set; }

        public string? Normal { get; set; }

        public string? High { get; set; }

        public string? Urgent { get; set; }

        public static TargetRow Of(SlaMetric metric, SlaTarget? target) => new()
        {
            Metric = metric,
            Low = TargetText.Format(target?.Low),
            Normal = TargetText.Format(target?.Normal),
            High = TargetText.Format(target?.High),
            Urgent = TargetText.Format(target?.Urgent),
        };
    }
}

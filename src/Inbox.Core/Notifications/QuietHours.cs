using Inbox.Core.Sla;

namespace Inbox.Core.Notifications;

/// <summary>
/// When an agent may be disturbed: the hours of a calendar of the company, or a week of their own. Outside of them mails and
/// browser notifications wait until the hours begin; the page shows everything at once. Without a row it is never quiet.
/// </summary>
public sealed class QuietHours
{
    public required long AgentId { get; init; }

    /// <summary>A calendar; null: a week of one's own.</summary>
    public long? CalendarId { get; set; }

    /// <summary>A week of one's own: see <see cref="WeeklyHours"/>. Null with a calendar.</summary>
    public Dictionary<string, string[]>? Hours { get; set; }

    /// <summary>IANA id, for a week of one's own.</summary>
    public string? TimeZone { get; set; }
}

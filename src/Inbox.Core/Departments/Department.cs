using Inbox.Core.Cases;
using Inbox.Core.Settings;

namespace Inbox.Core.Departments;

/// <summary>An owner of cases.</summary>
public sealed class Department : ISetting
{
    public long Id { get; init; }

    public required string Name { get; set; }

    /// <summary>Name in addresses and API calls: lower-case letters, digits, hyphens.</summary>
    public required string Key { get; set; }

    /// <summary>Index of the department's hue in the palette of the pages, 0 to 11.</summary>
    public int Hue { get; set; }

    /// <summary>The agent who is told when a promise is about to break.</summary>
    public long? LeadId { get; set; }

    public long? CalendarId { get; set; }

    /// <summary>A contractor: sees its own cases only; routing offers cases instead of giving them.</summary>
    public bool External { get; set; }

    /// <summary>Cases are read by members only.</summary>
    public bool Confidential { get; set; }

    /// <summary>What it wants to know before it accepts a case.</summary>
    public List<ChecklistItem> Checklist { get; set; } = [];

    /// <summary>Signature under answers of this department.</summary>
    public string Signature { get; set; } = "";

    /// <summary>Counts the saves by admins, to tell a stale form.</summary>
    public int Revision { get; set; }
}


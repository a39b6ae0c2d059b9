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

    /// <summary>Signature under answers of this department.</summary>
    public string Signature { get; set; } = "";

    /// <summary>Counts the saves by admins, to tell a stale form.</summary>
    public int Revision { get; set; }
}

/// <summary>Working hours with time zone and holidays.</summary>
public sealed class Calendar : ISetting
{
    public long Id { get; init; }

    public required string Name { get; set; }

    /// <summary>IANA id, e.g. <c>Europe/London</c>.</summary>
    public required string TimeZone { get; set; }

    /// <summary><c>{"monday":["09:00-12:30","13:30-17:00"]}</c></summary>
    public required Dictionary<string, string[]> Hours { get; set; }

    public List<DateOnly> Holidays { get; set; } = [];

    /// <summary>Counts the saves by admins, to tell a stale form.</summary>
    public int Revision { get; set; }
}

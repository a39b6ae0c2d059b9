using Inbox.Core.Settings;

namespace Inbox.Core.Tags;

/// <summary>A tag of the managed list. Cases hold tags by name, so that a name which is on no list can stand on a case.</summary>
public sealed class Tag : ISetting
{
    public const int LongestName = 60;

    public long Id { get; init; }

    /// <summary>Unique whatever its case; without commas, which stand between tags.</summary>
    public required string Name { get; set; }

    /// <summary>The name in small letters, kept by the database: the unique index and look-ups go by it.</summary>
    public string Key { get; private init; } = "";

    public string Description { get; set; } = "";

    /// <summary>Index in the palette of the pages, 0 to 11.</summary>
    public int Hue { get; set; }

    /// <summary>Stays on the cases that have it, and is no longer offered.</summary>
    public bool Archived { get; set; }

    /// <summary>Counts the saves by admins, to tell a stale form.</summary>
    public int Revision { get; set; }
}

/// <summary>Who may think of new tags. One row, or none as long as nobody has chosen.</summary>
public sealed class Tagging
{
    public const int Only = 1;

    public int Id { get; init; } = Only;

    /// <summary>Cases get tags of the list and no others.</summary>
    public bool OnlyFromList { get; set; }
}

/// <summary>A name that the cases still have to be brought over from; see <see cref="RetagCases"/>.</summary>
public sealed class TagChange
{
    public long Id { get; init; }

    public required string From { get; init; }

    /// <summary>Null takes the tag off.</summary>
    public string? To { get; init; }

    public required DateTimeOffset At { get; init; }
}

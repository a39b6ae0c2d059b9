namespace Inbox.Core.Settings;

/// <summary>A row that admins edit. The revision tells a form that was opened before somebody else saved.</summary>
/// <remarks>
/// A number of its own and not PostgreSQL's xmin: polling writes to the row of a channel all day, and that makes no
/// form stale.
/// </remarks>
internal interface ISetting
{
    int Revision { get; set; }
}

namespace Inbox.Core.Sla;

/// <summary>
/// A calendar or policy was edited, and the clocks that run by it are brought over to its present edition. One row for
/// each; a further edit begins it anew.
/// </summary>
public sealed class Recomputation
{
    /// <summary>A node that has not heard of the edit starts clocks by the earlier edition for at most half as long.</summary>
    internal static readonly TimeSpan Watch = TimeSpan.FromMinutes(1);

    public long Id { get; init; }

    public long? CalendarId { get; init; }

    public long? PolicyId { get; init; }

    public DateTimeOffset AskedAt { get; private set; }

    /// <summary>Clocks that ran by it when it was edited.</summary>
    public int Clocks { get; private set; }

    /// <summary>Running clocks recomputed so far.</summary>
    public int Done { get; private set; }

    /// <summary>When no clock of an earlier edition was left.</summary>
    public DateTimeOffset? FinishedAt { get; private set; }

    /// <summary>When the worker looks at it next.</summary>
    public DateTimeOffset NextLookAt { get; private set; } = Clock.Never;

    public bool IsOver => NextLookAt == Clock.Never;

    public void Begin(int clocks, DateTimeOffset now) => (AskedAt, Clocks, Done, FinishedAt, NextLookAt) = (now, clocks, 0, null, now);

    public void Went(int clocks) => Done += clocks;

    /// <summary>Nothing is left; stragglers are looked for once more when every node has heard of the edit.</summary>
    public void NothingLeft(DateTimeOffset now)
    {
        FinishedAt ??= now;
        NextLookAt = now < AskedAt + Watch ? AskedAt + Watch : Clock.Never;
    }
}

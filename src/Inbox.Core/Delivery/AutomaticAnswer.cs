namespace Inbox.Core.Delivery;

/// <summary>An automatic answer that somebody got, so that the next one can be counted against it. Kept for a day.</summary>
public sealed class AutomaticAnswer
{
    public long Id { get; init; }

    public required long HandleId { get; init; }

    public required DateTimeOffset At { get; init; }

    /// <summary>SHA-256 of what it was about, however often that was answered or forwarded.</summary>
    public required byte[] SubjectHash { get; init; }
}

namespace Inbox.Core.Intake;

/// <summary>Pending: accepted, not yet filed. Parked: could not be read. Held: a burst. Ignored: ours, or nothing to file.</summary>
public enum InboundState { Pending, Filed, Parked, Held, Ignored }

/// <summary>
/// Something that arrived, accepted before anything could fail on it. The raw bytes lie in <c>inbound_raw</c>,
/// streamed, never an entity. Unique per channel, id and version; this narrow row outlives the payload.
/// </summary>
public sealed class InboundDelivery
{
    public long Id { get; init; }

    public required long ChannelId { get; init; }

    public required byte[] ExternalHash { get; init; }

    public required byte[] Version { get; init; }

    public required DateTimeOffset ReceivedAt { get; init; }

    /// <summary>Bytes.</summary>
    public required long Size { get; init; }

    public InboundState State { get; set; }

    public int Attempts { get; set; }

    public DateTimeOffset? LeaseUntil { get; set; }

    public string? Error { get; set; }

    public long? CaseId { get; set; }

    public long? MessageId { get; set; }

    /// <summary>Who sent it, where it was held: the others of the burst are known by it.</summary>
    public long? HandleId { get; set; }

    /// <summary>When the owner of the door was told that it waits; null when nobody was told yet.</summary>
    public DateTimeOffset? AlertedAt { get; set; }

    public bool Import { get; init; }

    /// <summary>An agent let it in from Held; the burst rule does not hold it again.</summary>
    public bool Released { get; set; }
}

/// <summary>Maps an id of a conversation to the message that carries it, or to the case that waits for it.</summary>
public sealed class ThreadKeyRow
{
    public required string Scope { get; init; }

    public required byte[] KeyHash { get; init; }

    public long? CaseId { get; set; }

    /// <summary>The message whose own id this is; null while only others have named it.</summary>
    public long? MessageId { get; set; }
}

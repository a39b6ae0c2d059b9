namespace Inbox.Core.Channels.Links;

/// <summary>
/// How a channel stands with its far side, whether we hold a connection to it or ask it for news: which node holds it, where
/// it stands, since when it fails. Written often, so apart from the channel.
/// </summary>
public sealed class ChannelLink
{
    public required long ChannelId { get; init; }

    /// <summary>The node that is connected or connecting, by a name it chose at its start.</summary>
    public Guid? Holder { get; set; }

    public DateTimeOffset? LeaseUntil { get; set; }

    /// <summary>Not before this time, unless an administrator saves the channel.</summary>
    public DateTimeOffset RetryAt { get; set; }

    /// <summary>Revision of the channel that was tried last.</summary>
    public int Revision { get; set; } = -1;

    /// <summary>Attempts in a row that failed.</summary>
    public int Failures { get; set; }

    /// <summary>Null while all is well. Set, the owner has been told.</summary>
    public DateTimeOffset? FailingSince { get; set; }

    /// <summary>Null while there is no connection.</summary>
    public DateTimeOffset? ConnectedAt { get; set; }

    public DateTimeOffset? LastReceivedAt { get; set; }

    /// <summary>When the access that was granted to us ends; null for passwords.</summary>
    public DateTimeOffset? AccessUntil { get; set; }

    /// <summary>When the access ends for good unless a person renews it; null: it does not.</summary>
    public DateTimeOffset? RenewBy { get; set; }

    /// <summary>How many days before <see cref="RenewBy"/> the owner was told last: 7, then 1.</summary>
    public int? ToldDaysLeft { get; set; }

    /// <summary>Since when our access is withdrawn or over; null while it is good.</summary>
    public DateTimeOffset? AccessLostAt { get; set; }

    /// <summary>The far side asked us to wait until then. That is no trouble.</summary>
    public DateTimeOffset? LimitedUntil { get; set; }

    /// <summary>How much lies unread at the far side; null where that is not known.</summary>
    public int? Unread { get; set; }

    /// <summary>Where fetching stands; only the channel's kind reads it.</summary>
    public string? Cursor { get; set; }
}

/// <summary>Owed: taken, and not yet marked or moved at the far side. Wanted: a person asked for it. Refused: it could not be fetched.</summary>
public enum RemoteState { Owed, Done, Wanted, Refused }

/// <summary>
/// Something that lies at the far side of a door. It is written with the delivery it became and cleared when the far
/// side was told, so a crash in between repairs itself.
/// </summary>
public sealed class RemoteItem
{
    public required long ChannelId { get; init; }

    /// <summary>Numbers of one epoch say nothing about those of another (the UIDVALIDITY of a folder).</summary>
    public required long Epoch { get; init; }

    public required long Number { get; init; }

    public long? DeliveryId { get; set; }

    public RemoteState State { get; set; }

    /// <summary>Why it was refused.</summary>
    public string? Problem { get; set; }

    public required DateTimeOffset At { get; init; }
}

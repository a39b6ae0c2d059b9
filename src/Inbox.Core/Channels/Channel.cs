using Inbox.Core.Channels.Replies;
using Inbox.Core.Settings;

namespace Inbox.Core.Channels;

/// <summary>A configured door. No channel exists without an owning department.</summary>
public sealed class Channel : ISetting
{
    public long Id { get; init; }

    /// <summary>Name in addresses and API calls: lower-case letters, digits, hyphens.</summary>
    public required string Key { get; set; }

    public required string Name { get; set; }

    /// <summary>The kind of an <see cref="IChannel"/>: email, phone, feed, …</summary>
    public required string Kind { get; init; }

    public required long DepartmentId { get; set; }

    public long? CalendarId { get; set; }

    /// <summary>The address customers know: a mail address, a number, a feed address.</summary>
    public string Address { get; set; } = "";

    /// <summary>JSON that the channel's kind understands; secrets in it are protected.</summary>
    public string Settings { get; set; } = "{}";

    public bool Enabled { get; set; } = true;

    /// <summary>Days after which Resolved becomes Closed.</summary>
    public int ReopenDays { get; set; } = 14;

    /// <summary>A known customer with an open case who writes anew joins that case instead of opening one.</summary>
    public bool JoinOpenCase { get; set; }

    /// <summary>What customers are told at once when they open a case here; null says nothing.</summary>
    public Acknowledgement? Acknowledgement { get; set; }

    /// <summary>How large the attachments of one of our messages may be in all, in MB (1,000,000 bytes).</summary>
    public int AttachmentMegabytes { get; set; } = UsualAttachmentMegabytes;

    public const int UsualAttachmentMegabytes = 20;

    public const int MostAttachmentMegabytes = 100;

    /// <summary>Mails of Inbox itself to its people leave by this door. At most one has it; while none has, the first that can.</summary>
    public bool SendsNotices { get; set; }

    public DateTimeOffset NextPollAt { get; set; } = Clock.Never;

    public DateTimeOffset? LeaseUntil { get; set; }

    public DateTimeOffset? LastPolledAt { get; set; }

    /// <summary>Where polling stands; only the channel's kind reads it.</summary>
    public string? Cursor { get; set; }

    /// <summary>How long a message of ours may be, as its server says; null: as is usual for the kind.</summary>
    public TextLimit? TextLimit { get; set; }

    /// <summary>Why nothing can be fetched, in plain words; null while the door is fine.</summary>
    public string? Problem { get; set; }

    /// <summary>Why nothing gets out, in plain words; null while the door is fine.</summary>
    public string? SendingProblem { get; set; }

    public DateTimeOffset? SendingFailsSince { get; set; }

    /// <summary>Nothing gets out because our access is withdrawn or over. That we may still read says nothing about it.</summary>
    public bool SendingAccessLost { get; set; }

    /// <summary>Counts the saves by admins, to tell a stale form; polling does not.</summary>
    public int Revision { get; set; }

    public ChannelInfo Info(IReadOnlyList<string> ownAddresses) => new(Id, Key, Kind, Name, Address, Settings, ownAddresses) { Limit = TextLimit };
}

/// <summary>What an adapter may know of its channel.</summary>
/// <param name="OwnAddresses">The addresses of every channel of this kind, normalised; mail from them is ours.</param>
public sealed record ChannelInfo(long Id, string Key, string Kind, string Name, string Address, string Settings, IReadOnlyList<string> OwnAddresses)
{
    /// <summary>How long a message of ours may be, as the server said; null: as is usual for the kind.</summary>
    public TextLimit? Limit { get; init; }
}

namespace Inbox.Channels.Social;

/// <summary>
/// One thing that somebody said on a network, as its reader found it in what the network sent: all that a line of the
/// <c>read</c> verb shows, and all of which a channel makes an incoming message. Times are UTC, ids are texts.
/// </summary>
public sealed record SocialPost
{
    /// <summary>The id on its network; empty where what was read names none (a bare record of Bluesky).</summary>
    public required string ExternalId { get; init; }

    public required SocialKind Kind { get; init; }

    /// <summary>The root of the conversation, as far up as what was read leads; for private messages the conversation itself.</summary>
    public string? ConversationId { get; init; }

    /// <summary>The id of the post that it answers.</summary>
    public string? ReplyTo { get; init; }

    public SocialAuthor Author { get; init; } = SocialAuthor.Unknown;

    /// <summary>Its heading, where the network has such a thing; it is the first line of <see cref="Text"/> too.</summary>
    public string? Title { get; init; }

    /// <summary>What a reader sees, without markup; a title or a content warning is its first line.</summary>
    public string Text { get; init; } = "";

    /// <summary>Sanitised; null where the network knows plain text only and nothing in it is a link.</summary>
    public string? Html { get; init; }

    public DateTimeOffset? PostedAt { get; init; }

    /// <summary>When it was last changed, where the network tells.</summary>
    public DateTimeOffset? EditedAt { get; init; }

    public SocialVisibility Visibility { get; init; }

    /// <summary>Where a person can open it.</summary>
    public string? Url { get; init; }

    public IReadOnlyList<SocialAttachment> Attachments { get; init; } = [];

    /// <summary>How many people it may have met: followers of the author, and one for each like, repost, quote and answer.</summary>
    public long Reach { get; init; }

    /// <summary>Said by our own account, or by another tool in its name.</summary>
    public bool Own { get; init; }

    /// <summary>It came only along with another one: quoted by it, answered by it, or included for its sake.</summary>
    public bool Context { get; init; }

    /// <summary>The network's word for why it was told (mention, reply, favourite …); null where it was read of itself.</summary>
    public string? Reason { get; init; }
}

/// <param name="Handle">As the network writes it, without a leading @; empty where it is not told.</param>
/// <param name="Followers">Null where they are not told.</param>
/// <param name="Id">What stays the same when the handle changes (DID, business-scoped id, numeric id).</param>
/// <param name="Url">Their page.</param>
public sealed record SocialAuthor(string Handle, string Name, long? Followers = null, string? Id = null, string? Url = null)
{
    public static SocialAuthor Unknown { get; } = new("", "");
}

/// <param name="Url">Null where the bytes have to be asked for by <paramref name="Id"/>.</param>
/// <param name="ContentType">A media type, or the network's own word (image, video, link) where it gives no more.</param>
/// <param name="Description">What its author or the network says of it: alternative text, a title, a file name.</param>
/// <param name="Size">Bytes.</param>
public sealed record SocialAttachment(string? Url, string ContentType, string? Description = null, long? Size = null, string? Id = null);

/// <summary>What sort of message it is; the last two say what became of an earlier one.</summary>
public enum SocialKind
{
    Post,
    Comment,
    Direct,
    Review,
    Call,
    Deleted,
    Edited,
}

public enum SocialVisibility
{
    Public,

    /// <summary>Everybody may read it, and no list shows it.</summary>
    Unlisted,

    /// <summary>For followers, or for some circle that we cannot name.</summary>
    Private,

    /// <summary>For the people it names.</summary>
    Direct,
}

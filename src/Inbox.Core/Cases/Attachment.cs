namespace Inbox.Core.Cases;

/// <summary>
/// A file that came or went with a message, or waits to go: then it belongs to a draft, or to whoever handed it in.
/// The bytes lie in <c>attachment_contents</c>, streamed, never an entity.
/// </summary>
public sealed class Attachment
{
    public long Id { get; init; }

    /// <summary>Null until the message it was made for is sent.</summary>
    public long? MessageId { get; set; }

    /// <summary>The draft it stands in; null once sent.</summary>
    public long? DraftId { get; set; }

    /// <summary>Who handed it in for a message still to come, as <see cref="Access.Actor.Key"/>; null for what customers sent.</summary>
    public string? UploadedBy { get; init; }

    public DateTimeOffset? UploadedAt { get; init; }

    public required string Name { get; init; }

    public required string ContentType { get; init; }

    /// <summary>What an image shows, in words of the agent, for those who cannot see it.</summary>
    public string? Description { get; set; }

    /// <summary>Bytes.</summary>
    public required long Size { get; init; }

    /// <summary>Shown in the text by its <see cref="ContentId"/>.</summary>
    public bool Inline { get; set; }

    public string? ContentId { get; init; }
}

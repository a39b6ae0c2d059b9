namespace Inbox.Core.Channels;

/// <summary>A file that goes out with a message. Its bytes are read when the adapter writes them.</summary>
/// <param name="Size">Bytes.</param>
/// <param name="Inline">Shown in the text by its <paramref name="ContentId"/>.</param>
/// <param name="OpenAsync">A stream from the beginning of the file; the caller closes it.</param>
public sealed record OutgoingAttachment(string Name, string ContentType, long Size, bool Inline, string? ContentId, Func<CancellationToken, Task<Stream>> OpenAsync)
{
    /// <summary>What it shows, for those who cannot see it; null: nobody said.</summary>
    public string? Description { get; init; }

    /// <summary>What stands in the place of it: without a description its name, which is better than nothing.</summary>
    public string Words => Description ?? Path.GetFileNameWithoutExtension(Name);
}

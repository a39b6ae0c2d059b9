namespace Inbox.Mail.Html;

/// <summary>Decides what an image may load, and counts what it may not.</summary>
internal sealed class ImageSources(
    Func<string, string?>? inlineImageUrl,
    bool allowRemoteImages,
    Func<string, string>? remoteImageUrl)
{
    public int Blocked { get; private set; }

    /// <summary>The address to load, or null for a picture that stays empty and shows its alternative text.</summary>
    public string? Resolve(string source)
    {
        if (SafeUrl.ContentId(source) is { } contentId)
            return contentId.Length == 0 ? null : inlineImageUrl?.Invoke(contentId);
        if (SafeUrl.DataImage(source) is { } data)
            return data;
        if (SafeUrl.Remote(source) is not { } remote)
            return null;
        if (allowRemoteImages)
            return remoteImageUrl is null ? remote : remoteImageUrl(remote);
        Blocked++;
        return null;
    }
}

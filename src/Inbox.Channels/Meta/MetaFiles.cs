using Inbox.Channels.Meta.Api;
using Inbox.Channels.Social;
using Inbox.Core.Channels;

namespace Inbox.Channels.Meta;

/// <summary>Files of private messages: their addresses are good for days or minutes only, so the bytes are kept with the message.</summary>
internal static class MetaFiles
{
    private const int Most = 10;
    private const long MostBytes = 16 * 1024 * 1024;

    private static readonly string[] Kinds = ["image", "video", "audio", "voice", "file", "document", "sticker", "application", "text"];

    /// <summary>Pictures of public posts stay where they are.</summary>
    public static IReadOnlyList<SocialAttachment> Of(SocialPost post) =>
        post is { Visibility: SocialVisibility.Direct, Own: false } ? [.. post.Attachments.Where(a => Kinds.Contains(a.ContentType.Split('/')[0], StringComparer.Ordinal) && (a.Url ?? a.Id) is not null).Take(Most)] : [];

    /// <summary>What could be had. A file that is too large or gone stays a line in the text.</summary>
    public static async Task<IReadOnlyList<IncomingAttachment>> FetchAsync(GraphApi api, IReadOnlyList<SocialAttachment> attachments, bool withToken, CancellationToken cancellationToken)
    {
        var files = new List<IncomingAttachment>();
        foreach (var attachment in attachments)
        {
            var address = attachment.Url;
            var (type, size) = (attachment.ContentType, attachment.Size);
            if (withToken && attachment.Id is { } id)
            {
                // WhatsApp: the id is good for 30 days, the address that it leads to for five minutes.
                var media = await api.FindAsync(Uri.EscapeDataString(id), cancellationToken) ?? default;
                (address, type, size) = (media.Address("url"), media.Filled("mime_type") ?? type, media.Get("file_size").Number());
            }

            if (address is null || size > MostBytes || !Uri.TryCreate(address, UriKind.Absolute, out var uri))
            {
                continue;
            }

            if (await api.DownloadAsync(uri, withToken, MostBytes, cancellationToken) is { } bytes)
            {
                type = type.Contains('/', StringComparison.Ordinal) ? type.Split(';')[0] : TypeOf(type, uri);
                files.Add(new IncomingAttachment(NameOf(attachment, type, files.Count + 1), type, bytes.Length, () => new MemoryStream(bytes, writable: false), Inline: false, ContentId: null));
            }
        }

        return files;
    }

    private static string NameOf(SocialAttachment attachment, string type, int number) =>
        attachment.Description is { Length: > 0 } name ? name : string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{type.Split('/')[0]}-{number}.{EndingOf(type)}");

    private static string EndingOf(string type) => type switch
    {
        "image/jpeg" => "jpg",
        "image/png" => "png",
        "image/webp" => "webp",
        "video/mp4" => "mp4",
        "audio/ogg" => "ogg",
        "audio/mpeg" => "mp3",
        "application/pdf" => "pdf",
        _ => "bin",
    };

    /// <summary>Messenger says no more than "image"; its addresses end as the files do.</summary>
    private static string TypeOf(string word, Uri address) => Path.GetExtension(address.AbsolutePath).ToLowerInvariant() switch
    {
        ".jpg" or ".jpeg" => "image/jpeg",
        ".png" => "image/png",
        ".webp" => "image/webp",
        ".mp4" when word is not "audio" => "video/mp4",
        ".pdf" => "application/pdf",
        _ => "application/octet-stream",
    };
}

using System.Text;
using System.Text.Json;
using Inbox.Channels.Social;

namespace Inbox.Channels.Bluesky;

/// <summary>What hangs on a post: images and video with their alternative text, a card of a page, a quoted post.</summary>
internal static class BlueskyEmbeds
{
    /// <summary>Addresses come from the view, type and size from the record, which lists the same images in the same order.</summary>
    public static IReadOnlyList<SocialAttachment> Attachments(JsonElement view, JsonElement record)
    {
        var shown = Media(view);
        var stored = Media(record);
        var images = List(shown, stored, "images").Concat(List(shown, stored, "items")).Select(i => Image(i.Shown, i.Stored));
        var video = IsVideo(shown) || IsVideo(stored) ? [Video(shown, stored)] : Array.Empty<SocialAttachment>();
        var external = shown.Get("external").IsObject() ? shown.Get("external") : stored.Get("external");
        var card = external.Address("uri") is { } address
            ? [new SocialAttachment(address, "link", external.Filled("title", "description"))]
            : Array.Empty<SocialAttachment>();
        return [.. images, .. video, .. card];
    }

    /// <summary>Under the words of the post: what images show, and whom it quotes.</summary>
    public static string Html(JsonElement view, IReadOnlyList<SocialAttachment> attachments)
    {
        var html = new StringBuilder();
        foreach (var attachment in attachments.Where(a => a is { ContentType: not "link", Description: not null }))
        {
            html.Append("<p>[").Append(SocialHtml.Encoded(attachment.Description!)).Append("]</p>");
        }

        foreach (var attachment in attachments.Where(a => a is { ContentType: "link", Url: not null }))
        {
            var title = attachment.Description ?? attachment.Url!;
            html.Append(SocialHtml.FromText(title, [new TextLink(0, title.Length, attachment.Url!)]));
        }

        var quoted = Quoted(view);
        if (quoted.Get("value").Text("text") is { } text)
        {
            html.Append("<blockquote><p>").Append(SocialHtml.Encoded(quoted.Get("author").Filled("handle") is { } handle ? $"@{handle}: {text}" : text)).Append("</p></blockquote>");
        }

        return html.ToString();
    }

    /// <summary>A quote stands alone, or beside media (recordWithMedia).</summary>
    private static JsonElement Quoted(JsonElement view)
    {
        var record = view.Get("embed", "record");
        return record.Get("value").IsObject() ? record : record.Get("record");
    }

    private static JsonElement Media(JsonElement post)
    {
        var embed = post.Get("embed");
        if (!embed.IsObject() && post.Get("embeds").ValueKind == JsonValueKind.Array)
        {
            // A quoted post has its views in a list.
            embed = post.Items("embeds").FirstOrDefault();
        }

        return embed.Get("media").IsObject() ? embed.Get("media") : embed;
    }

    private static IEnumerable<(JsonElement Shown, JsonElement Stored)> List(JsonElement shown, JsonElement stored, string name)
    {
        var (views, blobs) = (shown.Items(name).ToList(), stored.Items(name).ToList());
        return Enumerable.Range(0, Math.Max(views.Count, blobs.Count)).Select(i => (views.ElementAtOrDefault(i), blobs.ElementAtOrDefault(i)));
    }

    private static SocialAttachment Image(JsonElement shown, JsonElement stored)
    {
        var blob = stored.Get("image");
        return new SocialAttachment(shown.Address("fullsize", "thumb", "thumbnail"), blob.Filled("mimeType") ?? "image", shown.Filled("alt") ?? stored.Filled("alt"), blob.Get("size").Number(), blob.Get("ref").Filled("$link") ?? blob.Filled("cid"));
    }

    private static SocialAttachment Video(JsonElement shown, JsonElement stored)
    {
        var blob = stored.Get("video");
        return new SocialAttachment(shown.Address("playlist"), blob.Filled("mimeType") ?? "video", shown.Filled("alt") ?? stored.Filled("alt"), blob.Get("size").Number(), blob.Get("ref").Filled("$link") ?? shown.Filled("cid"));
    }

    private static bool IsVideo(JsonElement media) => media.Get("playlist").IsText() || media.Get("video").IsObject();
}

using System.Text.Json;
using Inbox.Channels.Social;

namespace Inbox.Channels.YouTube;

/// <summary>A comment as the YouTube Data API writes it (youtube#comment), asked for as plain text.</summary>
internal static class YouTubeComment
{
    /// <param name="own">The id of our channel.</param>
    /// <param name="video">The title of the video below which it stands; null where it was not told.</param>
    /// <param name="replies">How many answer it.</param>
    /// <returns>Null where it is no comment.</returns>
    public static SocialPost? Read(JsonElement comment, string own, string? video, long replies)
    {
        var snippet = comment.Get("snippet");
        if (comment.Filled("id") is not { } id || !snippet.Get("textDisplay").IsText())
        {
            return null;
        }

        // An account that is gone has neither name nor id.
        var (author, name) = (AuthorOf(comment), snippet.Filled("authorDisplayName") ?? "");
        var (parent, text) = (snippet.Filled("parentId"), snippet.Text("textDisplay")!);
        return new SocialPost
        {
            ExternalId = id,
            Kind = SocialKind.Comment,
            ConversationId = parent ?? id,
            ReplyTo = parent,
            Author = new SocialAuthor(author.Length > 0 ? author : id, name.TrimStart('@'), Id: author, Url: snippet.Address("authorChannelUrl")),
            Title = video,
            Text = text,
            Html = SocialHtml.FromText(text),
            PostedAt = snippet.Time("publishedAt"),
            EditedAt = snippet.Time("updatedAt"),
            Url = PageOf(snippet.Filled("videoId"), id),
            Reach = snippet.Count("likeCount") + replies,
            Own = author.Length > 0 && author == own,
        };
    }

    public static string AuthorOf(JsonElement comment) => comment.Get("snippet", "authorChannelId").Filled("value") ?? "";

    public static string? PageOf(string? video, string id) =>
        video is null ? null : $"https://www.youtube.com/watch?v={Uri.EscapeDataString(video)}&lc={Uri.EscapeDataString(id)}";
}

using Inbox.Channels.Meta.Api;
using Inbox.Channels.Social;
using Inbox.Core.Cases;
using Inbox.Core.Channels;

namespace Inbox.Channels.Meta;

/// <summary>
/// Mentions of a page or account in what belongs to others. Their webhooks name ids, and little or nothing of the words. On
/// Instagram the media is needed to answer, so it is a part of the id by which a mention is known here.
/// </summary>
internal static class MetaMentions
{
    private const string Mark = "mention:";
    private const string Unread = "This account was mentioned here. The words have not been told yet.";

    public static bool IsWordless(SocialPost post) => post.Reason is "mention" or "mentions" && post.Text.Length == 0 && post.Kind is not SocialKind.Deleted;

    /// <summary>Known by media and comment.</summary>
    public static SocialPost Named(SocialPost post) => post.Reason is "mentions"
        ? post with { ExternalId = $"{Mark}{post.ConversationId}:{(post.ExternalId == post.ConversationId ? "" : post.ExternalId)}", ReplyTo = null }
        : post;

    /// <summary>What stands for the words until they are told.</summary>
    public static SocialPost Worded(SocialPost post) => IsWordless(post) ? post with { Text = Unread } : post;

    /// <summary>Null for what is no mention on Instagram.</summary>
    public static (string Media, string? Comment)? Of(string externalId) =>
        externalId.StartsWith(Mark, StringComparison.Ordinal) && externalId[Mark.Length..].Split(':') is [var media, var comment] ? (media, comment.Length > 0 ? comment : null) : null;

    public static async Task<IncomingMessage> ReadAsync(GraphApi api, IncomingMessage message, string account, MetaNetwork network, CancellationToken cancellationToken)
    {
        if (network != MetaNetwork.Instagram)
        {
            var post = await api.FindAsync($"{Uri.EscapeDataString(message.ExternalId)}?fields=message,from{{id,name}},created_time,permalink_url", cancellationToken);
            return post is { } found
                ? Worded(message, found.Text("message"), found.Get("from").Filled("id"), found.Get("from").Filled("name"), found.Time("created_time"), found.Address("permalink_url"))
                : message;
        }

        if (Of(message.ExternalId) is not { } mention)
        {
            return message;
        }

        var name = mention.Comment is null ? "mentioned_media" : "mentioned_comment";
        var field = mention.Comment is { } comment
            ? $"mentioned_comment.comment_id({Uri.EscapeDataString(comment)}){{id,text,timestamp,username,media{{id,permalink}}}}"
            : $"mentioned_media.media_id({Uri.EscapeDataString(mention.Media)}){{id,caption,timestamp,username,permalink}}";
        var said = (await api.FindAsync($"{Uri.EscapeDataString(account)}?fields={field}", cancellationToken) ?? default).Get(name);
        var user = said.Filled("username");
        return Worded(message, said.Text("text") ?? said.Text("caption"), user, user is null ? null : "@" + user, said.Time("timestamp"), said.Address("permalink") ?? said.Get("media").Address("permalink"));
    }

    private static IncomingMessage Worded(IncomingMessage message, string? text, string? author, string? name, DateTimeOffset? at, string? url) => message with
    {
        Text = text ?? message.Text,
        ReplyText = text ?? message.ReplyText,
        Html = text is { Length: > 0 } ? SocialHtml.FromText(text) : message.Html,
        From = author is null ? message.From : new Party(name ?? message.From.Name, author),
        PostedAt = at ?? message.PostedAt,
        Url = url ?? message.Url,
    };
}

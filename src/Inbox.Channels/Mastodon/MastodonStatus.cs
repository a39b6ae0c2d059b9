using System.Text.Json;
using Inbox.Channels.Social;

namespace Inbox.Channels.Mastodon;

/// <summary>One status (docs.joinmastodon.org/entities/Status).</summary>
internal static class MastodonStatus
{
    /// <summary>An id, words, and something that only a status has: announcements, edits and translations have no author or no id.</summary>
    public static bool Is(JsonElement json) =>
        json.Text("id") is { Length: > 0 }
        && (json.Get("content").ValueKind is JsonValueKind.String or JsonValueKind.Null || json.Get("reblog").IsObject())
        && (json.Get("account").IsObject() || json.Get("visibility").IsText());

    public static SocialPost Read(JsonElement status, MastodonReader.Place place)
    {
        var account = status.Get("account");
        var followers = account.Get("followers_count").Number();
        var visibility = VisibilityOf(status.Text("visibility"));
        var (warning, html) = (status.Filled("spoiler_text"), status.Text("content") ?? "");
        return new SocialPost
        {
            ExternalId = status.Text("id")!,
            Kind = place.Kind == SocialKind.Post && visibility == SocialVisibility.Direct ? SocialKind.Direct : place.Kind,
            ReplyTo = status.Filled("in_reply_to_id"),
            Author = new SocialAuthor(
                account.Filled("acct", "username") ?? "",
                account.Filled("display_name", "username", "acct") ?? "",
                followers,
                account.Filled("uri", "id"),
                account.Address("url", "uri")),
            Title = warning,
            Text = Words(warning, SocialHtml.ToText(html)),
            Html = SocialHtml.Safe(warning is null ? html : $"<p>{SocialHtml.Encoded(warning)}</p>{html}"),
            PostedAt = status.Time("created_at"),
            EditedAt = status.Time("edited_at"),
            Visibility = visibility,
            Url = status.Address("url", "uri"),
            Attachments = [.. status.Items("media_attachments").Select(Attachment)],
            Reach = (followers ?? 0) + status.Count("replies_count") + status.Count("reblogs_count") + status.Count("favourites_count") + status.Count("quotes_count"),
            Context = place.Context,
            Reason = place.Reason,
        };
    }

    /// <summary>Changes with each edit, as far as the server tells of them, and with nothing that others do to the status.</summary>
    public static string VersionOf(JsonElement status) => string.Join(
        '\n',
        [
            status.Text("edited_at"), status.Text("spoiler_text"), status.Text("content"),
            .. status.Items("media_attachments").SelectMany(m => new[] { m.Text("id"), m.Text("description") }),
        ]);

    private static string Words(string? warning, string text) =>
        warning is null ? text : text.Length == 0 ? warning : $"{warning}\n\n{text}";

    /// <summary>What other servers add (local, mutuals_only, list …) is some circle: never taken for wider than it is.</summary>
    private static SocialVisibility VisibilityOf(string? word) => word switch
    {
        "public" or null => SocialVisibility.Public,
        "unlisted" => SocialVisibility.Unlisted,
        "direct" => SocialVisibility.Direct,
        _ => SocialVisibility.Private,
    };

    private static SocialAttachment Attachment(JsonElement media) => new(
        media.Address("url", "remote_url", "preview_url"),
        media.Get("pleroma").Filled("mime_type") ?? media.Filled("type") ?? "unknown",
        media.Filled("description"),
        media.Get("meta", "original").Get("size").Number() ?? media.Get("file_size").Number(),
        media.Text("id"));
}

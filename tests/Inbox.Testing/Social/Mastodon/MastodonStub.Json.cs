using System.Globalization;

namespace Inbox.Testing.Social.Mastodon;

public sealed partial class MastodonStub
{
    private static string Time8601(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    private static object AccountJson(string acct) => new
    {
        id = acct == "acme" ? "1" : "9" + acct.Length.ToString(CultureInfo.InvariantCulture),
        username = acct.Split('@')[0],
        acct,
        display_name = acct.StartsWith("ana", StringComparison.Ordinal) ? "Ana Ruiz" : acct.Split('@')[0],
        url = $"https://{(acct.Contains('@', StringComparison.Ordinal) ? acct.Split('@')[1] : Domain)}/@{acct.Split('@')[0]}",
        followers_count = 40,
    };

    private object StatusJson(FarStatus status) => new
    {
        id = status.Id,
        uri = UriOf(status.Id),
        url = UriOf(status.Id),
        created_at = Time8601(status.At),
        edited_at = status.EditedAt is { } edited ? Time8601(edited) : null,
        content = $"<p>{status.Html}</p>",
        spoiler_text = status.Warning,
        sensitive = status.Sensitive,
        language = status.Language,
        visibility = status.Visibility,
        in_reply_to_id = status.ReplyTo,
        account = AccountJson(status.Acct),
        mentions = status.Mentions.Select(m => new { id = "1", username = m.Split('@')[0], acct = m, url = $"https://{Domain}/@{m}" }),
        tags = status.Tags.Select(t => new { name = t }),
        media_attachments = status.Media.Select(m => new { id = m, type = "image", url = $"https://{Domain}/media/{m}.png", description = Descriptions.GetValueOrDefault(m) }),
        favourites_count = status.Favourites,
        reblogs_count = status.Boosts,
        replies_count = status.Replies,
    };

    private static string UriOf(string id) => $"https://{Domain}/posts/{id}";
}

using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Inbox.Channels.Feeds;
using Inbox.Channels.Social;

namespace Inbox.Channels.WordPress;

/// <summary>Reads comments and posts as the REST API of WordPress (wp/v2) shows them. Pure.</summary>
internal static class WordPressItem
{
    private const string Anonymous = "Anonymous";

    public static bool IsComment(JsonElement item) => item.Filled("id") is not null && item.Filled("post") is not null && item.Get("content").IsObject();

    public static bool IsPost(JsonElement item) => item.Filled("id") is not null && item.Get("title").IsObject() && item.Get("content").IsObject();

    /// <summary>Another blog that mentions a post of this one; nobody waits there for an answer.</summary>
    public static bool IsPing(JsonElement item) => item.Text("type") is "pingback" or "trackback";

    /// <summary>Our name of it; empty where it is neither comment nor post.</summary>
    public static string NameOf(JsonElement item) =>
        IsComment(item) ? WordPressNames.Comment(item.Filled("id")!) : IsPost(item) ? WordPressNames.Post(item.Filled("id")!) : "";

    /// <summary>When it was written. WordPress writes UTC without saying so.</summary>
    public static DateTimeOffset? At(JsonElement item) => item.Time("date_gmt") ?? item.Time("date");

    /// <summary>Of what a reader sees: comments have no other sign that they were edited.</summary>
    public static string HashOf(JsonElement item)
    {
        var (name, title, text) = (item.Text("author_name") ?? "", item.Get("title").Text("rendered") ?? "", item.Get("content").Text("rendered") ?? "");
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(FormattableString.Invariant($"{name.Length}:{name}{title.Length}:{title}{text}"))).AsSpan(0, 8));
    }

    /// <param name="item">A comment or a post.</param>
    /// <param name="post">The post that a comment is about; undefined where it is not known.</param>
    /// <param name="site">The blog's address.</param>
    public static SocialPost Read(JsonElement item, JsonElement post, Uri site)
    {
        var html = item.Get("content").Text("rendered") ?? "";
        var comment = IsComment(item);
        var title = comment ? TitleOf(post) : TitleOf(item);
        var text = SocialHtml.ToText(html);
        return new SocialPost
        {
            ExternalId = NameOf(item),
            Kind = comment ? SocialKind.Comment : SocialKind.Post,
            ConversationId = comment ? WordPressNames.Post(item.Filled("post")!) : null,
            ReplyTo = comment ? Parent(item) : null,
            Author = AuthorOf(item, site),
            Title = title.Length > 0 ? title : null,
            Text = comment || title.Length == 0 ? text : $"{title}\n\n{text}".Trim(),
            Html = SocialHtml.Safe(html),
            PostedAt = At(item),
            EditedAt = item.Time("modified_gmt"),
            Url = item.Address("link"),
        };
    }

    /// <summary>A comment answers another one, or the post itself.</summary>
    private static string Parent(JsonElement comment) =>
        comment.Filled("parent") is { } parent && parent != "0" ? WordPressNames.Comment(parent) : WordPressNames.Post(comment.Filled("post")!);

    /// <summary>
    /// An account of the blog is known by its page there. Whoever comments without one is known by the page they name, else by
    /// their name on this blog.
    /// </summary>
    private static SocialAuthor AuthorOf(JsonElement item, Uri site)
    {
        var account = item.Filled("author") is { } id && id != "0" ? id : null;
        var embedded = item.Get("_embedded").Items("author").FirstOrDefault();
        var name = FeedText.Line(SocialHtml.ToText(item.Filled("author_name") ?? embedded.Filled("name") ?? ""));
        var shown = name.Length > 0 ? name : Anonymous;
        var address = account is not null ? $"{site}?author={account}" : item.Address("author_url") ?? $"{site}#{Uri.EscapeDataString(shown)}";
        return new SocialAuthor(address, shown, Id: account, Url: item.Address("author_url") ?? embedded.Address("link"));
    }

    private static string TitleOf(JsonElement post) => FeedText.Line(SocialHtml.ToText(post.Get("title").Text("rendered") ?? ""));
}

using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Inbox.Channels.Feeds;

/// <summary>What a reader found of one post; <see cref="ToEntry"/> applies the rules that all formats share.</summary>
internal sealed record FeedEntryDraft
{
    public string? Id { get; init; }
    public string? Link { get; init; }
    public string Title { get; init; } = "";
    public FeedAuthor? Author { get; init; }
    public DateTimeOffset? PublishedAt { get; init; }
    public DateTimeOffset? UpdatedAt { get; init; }
    public FeedBody Body { get; init; } = FeedBody.Empty;
    public IEnumerable<string> Categories { get; init; } = [];
    public string? CommentsFeed { get; init; }
    public string? InReplyTo { get; init; }

    public FeedEntry ToEntry()
    {
        var date = PublishedAt ?? UpdatedAt;
        var id = string.IsNullOrWhiteSpace(Id) ? Link : Id;
        return new FeedEntry
        {
            Id = id ?? "sha256:" + Hash(Title, date?.ToString("O", CultureInfo.InvariantCulture) ?? (Title.Length == 0 ? Body.Text : "")),
            Link = Link,
            Title = Title,
            Author = Author,
            PublishedAt = PublishedAt,
            UpdatedAt = UpdatedAt,
            Html = Body.Html,
            Text = Body.Text,
            Categories = [.. Categories.Select(FeedText.Line).Where(c => c.Length > 0).Distinct(StringComparer.OrdinalIgnoreCase)],
            CommentsFeed = CommentsFeed,
            InReplyTo = InReplyTo,
            ContentHash = Hash(Title, Link ?? "", FeedText.Line(Body.Text)),
        };
    }

    // Lengths keep ("ab", "c") and ("a", "bc") apart.
    private static string Hash(params ReadOnlySpan<string> parts)
    {
        var text = new StringBuilder();
        foreach (var part in parts)
        {
            text.Append(part.Length).Append(':').Append(part);
        }

        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())));
    }
}

/// <summary>The words of a post: HTML where the author wrote any, and always text.</summary>
internal sealed record FeedBody(string? Html, string Text)
{
    public static readonly FeedBody Empty = new(null, "");

    public bool IsEmpty => Html is null && Text.Length == 0;

    public static FeedBody FromText(string? text) => string.IsNullOrWhiteSpace(text) ? Empty : new(null, text.Trim());

    public static FeedBody FromHtml(string? html, Uri baseAddress)
    {
        if (string.IsNullOrWhiteSpace(html))
        {
            return Empty;
        }

        var absolute = FeedHtml.Absolute(html.Trim(), baseAddress);
        return new(absolute, FeedHtml.ToText(absolute));
    }

    /// <summary>For formats that do not say which of the two it is.</summary>
    public static FeedBody FromEither(string? text, Uri baseAddress) =>
        text is not null && FeedText.LooksLikeHtml(text) ? FromHtml(text, baseAddress) : FromText(text);

    /// <summary>The first that says something.</summary>
    public static FeedBody Best(params ReadOnlySpan<FeedBody> bodies)
    {
        foreach (var body in bodies)
        {
            if (!body.IsEmpty)
            {
                return body;
            }
        }

        return Empty;
    }
}

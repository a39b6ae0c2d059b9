using System.Globalization;

namespace Inbox.Channels.WordPress;

/// <summary>Ids of WordPress are numbers that posts and comments share; ours say which of the two it is.</summary>
internal static class WordPressNames
{
    private const string CommentPrefix = "comment-";
    private const string PostPrefix = "post-";

    public static string Comment(string id) => CommentPrefix + id;

    public static string Post(string id) => PostPrefix + id;

    /// <summary>The route that the item of this name has; null where it is no such name.</summary>
    public static string? Route(string name) =>
        Number(name, CommentPrefix) is { } comment ? $"/wp/v2/comments/{comment}" : Number(name, PostPrefix) is { } post ? $"/wp/v2/posts/{post}" : null;

    public static bool IsComment(string name) => Number(name, CommentPrefix) is not null;

    /// <summary>The number in the name.</summary>
    public static string NumberOf(string name) => name[(name.IndexOf('-', StringComparison.Ordinal) + 1)..];

    private static string? Number(string name, string prefix) =>
        name.StartsWith(prefix, StringComparison.Ordinal) && ulong.TryParse(name.AsSpan(prefix.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var id)
            ? id.ToString(CultureInfo.InvariantCulture)
            : null;
}

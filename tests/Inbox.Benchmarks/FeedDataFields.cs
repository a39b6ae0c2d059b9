using System.Globalization;
using System.Text.RegularExpressions;
using Inbox.Channels.Feeds;

namespace Inbox.Benchmarks;

/// <summary>feedparser's names for what a <see cref="Feed"/> holds.</summary>
internal static partial class FeedDataFields
{
    public static readonly HashSet<string> Names = new(StringComparer.Ordinal)
    {
        "feed.title", "feed.title_detail.value", "feed.link", "feed.ttl", "entries.title", "entries.title_detail.value", "entries.link", "entries.id",
        "entries.guid", "entries.author", "entries.author_detail.name", "entries.author_detail.email", "entries.author_detail.url",
        "entries.summary", "entries.summary_detail.value", "entries.description", "entries.content.value", "entries.published",
        "entries.published_parsed", "entries.created", "entries.created_parsed", "entries.updated", "entries.updated_parsed",
        "entries.tags.term", "entries.tags.label", "entries.category", "entries.wfw_commentrss",
    };

    public static string? Value(Feed feed, string path)
    {
        var numbers = Number().Matches(path).Select(m => int.Parse(m.ValueSpan, CultureInfo.InvariantCulture)).ToArray();
        var entry = path.StartsWith("entries", StringComparison.Ordinal) ? feed.Entries.ElementAtOrDefault(numbers[0]) : null;
        return Indexes().Replace(path, "") switch
        {
            "feed.title" or "feed.title_detail.value" => feed.Title,
            "feed.link" => feed.Link,
            "feed.ttl" => feed.Ttl?.TotalMinutes.ToString(CultureInfo.InvariantCulture),
            _ when entry is null => null,
            "entries.title" or "entries.title_detail.value" => entry.Title,
            "entries.link" => entry.Link,
            "entries.id" or "entries.guid" => entry.Id,
            "entries.author" => entry.Author is { Name: { } name, Email: { } email } ? $"{name} ({email})" : entry.Author?.Name ?? entry.Author?.Email,
            "entries.author_detail.name" => entry.Author?.Name,
            "entries.author_detail.email" => entry.Author?.Email,
            "entries.author_detail.url" => entry.Author?.Uri,
            "entries.published" or "entries.published_parsed" or "entries.created" or "entries.created_parsed" => Date(entry.PublishedAt),
            "entries.updated" or "entries.updated_parsed" => Date(entry.UpdatedAt),
            "entries.tags.term" or "entries.tags.label" => entry.Categories.ElementAtOrDefault(numbers[^1]),
            "entries.category" => entry.Categories is [var first, ..] ? first : null,
            "entries.wfw_commentrss" => entry.CommentsFeed,
            _ => entry.Html ?? entry.Text,
        };
    }

    public static bool Same(string path, string expected, string actual) => Indexes().Replace(path, "") switch
    {
        "entries.published" or "entries.created" or "entries.updated" => Date(FeedDates.Parse(expected)) == actual,
        "feed.title" or "feed.title_detail.value" or "entries.title" or "entries.title_detail.value" => Text(expected) == Text(actual) || Text(expected) == actual,
        "entries.summary" or "entries.summary_detail.value" or "entries.description" or "entries.content.value" =>
            expected == actual || (Text(expected) == Text(actual) && Links(expected).SequenceEqual(Links(actual))),
        _ => expected == actual,
    };

    private static string Text(string html) => FeedText.LooksLikeHtml(html) ? FeedText.Line(FeedHtml.ToText(html)) : FeedText.Line(html);

    private static IEnumerable<string> Links(string html) => Address().Matches(html).Select(m => m.Value);

    private static string? Date(DateTimeOffset? date) => date?.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);

    [GeneratedRegex("[0-9]+", RegexOptions.NonBacktracking)]
    private static partial Regex Number();

    [GeneratedRegex(@"\[[0-9]+\]", RegexOptions.NonBacktracking)]
    private static partial Regex Indexes();

    [GeneratedRegex("(href|src)=\"[^\"]*\"", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Address();
}

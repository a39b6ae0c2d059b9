using System.Globalization;
using System.Text.Json;
using Inbox.Channels.Reviews;
using Inbox.Channels.Social;

namespace Inbox.Channels.PlayReviews;

/// <summary>A review as the Google Play Developer API writes it: a list of comments, one of its author and one of ours.</summary>
internal static class PlayReview
{
    public static Review? Read(JsonElement json)
    {
        var said = json.Items("comments").Select(c => c.Get("userComment")).FirstOrDefault(c => c.IsObject());
        var reply = json.Items("comments").Select(c => c.Get("developerComment")).FirstOrDefault(c => c.IsObject());
        if (json.Filled("reviewId") is not { } id || !said.IsObject())
        {
            return null;
        }

        // Old ones have a title: it stands before the text, with a tab behind it.
        var words = said.Text("text") ?? "";
        var (title, text) = words.Split('\t', 2) is [var before, var behind] ? (before.Trim(), behind) : ("", words);
        var stars = said.Get("starRating").Number();
        return new Review
        {
            Id = id,
            Author = json.Filled("authorName") ?? "",
            Stars = stars is >= 1 and <= Review.MostStars ? (int)stars : null,
            Title = title,
            Text = text.Trim(),
            ChangedAt = Time(said),
            Details = [.. Details(said)],
            Reply = reply.Filled("text"),
            RepliedAt = Time(reply),
            Reach = said.Count("thumbsUpCount") + said.Count("thumbsDownCount"),
        };
    }

    public static long ThumbsUp(JsonElement json) => json.Items("comments").Sum(c => c.Get("userComment").Count("thumbsUpCount"));

    /// <summary>Seconds since 1970, as text, and nanoseconds.</summary>
    private static DateTimeOffset? Time(JsonElement comment)
    {
        var modified = comment.Get("lastModified");
        return modified.Get("seconds").Number() is { } seconds and > 0 and < 253_402_300_799
            ? DateTimeOffset.UnixEpoch.AddSeconds(seconds).AddTicks(Math.Min(modified.Count("nanos"), 999_999_999) / 100)
            : null;
    }

    private static IEnumerable<string> Details(JsonElement said)
    {
        if (said.Filled("appVersionName", "appVersionCode") is { } version)
        {
            yield return $"App version {version}";
        }

        if (said.Get("androidOsVersion").Number() is { } android and > 0)
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"Android API level {android}");
        }

        var device = said.Get("deviceMetadata");
        if ((device.Filled("productName") ?? said.Filled("device")) is { } model)
        {
            yield return $"Device {string.Join(' ', new[] { device.Filled("manufacturer"), model }.OfType<string>())}";
        }

        if (said.Filled("reviewerLanguage") is { } language)
        {
            yield return $"Language {language}";
        }
    }
}

using System.Text.Json;
using Inbox.Channels.Reviews;
using Inbox.Channels.Social;

namespace Inbox.Channels.GoogleReviews;

/// <summary>A review as the Business Profile API writes it (accounts.locations.reviews).</summary>
internal static class GoogleReview
{
    private static readonly string[] Stars = ["ONE", "TWO", "THREE", "FOUR", "FIVE"];

    public static Review? Read(JsonElement json)
    {
        if (json.Filled("name") is not { } name)
        {
            return null;
        }

        var (reviewer, reply) = (json.Get("reviewer"), json.Get("reviewReply"));
        var stars = Array.IndexOf(Stars, json.Text("starRating") ?? "") + 1;
        return new Review
        {
            Id = name,
            Author = reviewer.Get("isAnonymous").IsTrue() ? "" : reviewer.Filled("displayName") ?? "",
            Stars = stars == 0 ? null : stars,
            Text = json.Text("comment") ?? "",
            WrittenAt = json.Time("createTime"),
            ChangedAt = json.Time("updateTime"),
            Reply = reply.Filled("comment"),
            RepliedAt = reply.Time("updateTime"),
        };
    }
}

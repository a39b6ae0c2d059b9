using System.Text.Json;
using System.Text.Json.Nodes;
using Inbox.Channels.Reviews;
using Inbox.Channels.Social;

namespace Inbox.Channels.AppStore;

/// <summary>A review as App Store Connect writes it (customerReviews), with our response beside it.</summary>
internal static class AppStoreReview
{
    private const string Response = "response";

    public static Review? Read(JsonElement json)
    {
        var (said, reply) = (json.Get("attributes"), json.Get(Response, "attributes"));
        if (json.Filled("id") is not { } id || !said.IsObject())
        {
            return null;
        }

        var stars = said.Get("rating").Number();
        return new Review
        {
            Id = id,
            Author = said.Filled("reviewerNickname") ?? "",
            Stars = stars is >= 1 and <= Review.MostStars ? (int)stars : null,
            Title = said.Filled("title") ?? "",
            Text = said.Text("body") ?? "",
            // Whoever changes a review gives it a new date.
            WrittenAt = said.Time("createdDate"),
            Details = said.Filled("territory") is { } territory ? [$"App Store of {territory}"] : [],
            Reply = reply.Filled("responseBody"),
            RepliedAt = reply.Time("lastModifiedDate"),
        };
    }

    /// <summary>What stands in one answer in two places, together: the reviews, and the responses that are included.</summary>
    public static IReadOnlyList<JsonElement> Joined(JsonElement answer, IEnumerable<JsonElement> reviews)
    {
        var responses = answer.Items("included").Where(i => i.Text("type") is "customerReviewResponses" && i.Filled("id") is not null)
            .DistinctBy(i => i.Filled("id"), StringComparer.Ordinal).ToDictionary(i => i.Filled("id")!, StringComparer.Ordinal);
        return [.. reviews.Select(review => IdOfResponse(review) is { } id && responses.TryGetValue(id, out var response) ? With(review, response) : review)];
    }

    public static string? IdOfResponse(JsonElement review) => review.Get("relationships", Response).Get("data").Filled("id");

    private static JsonElement With(JsonElement review, JsonElement response)
    {
        var copy = JsonObject.Create(review)!;
        copy[Response] = JsonObject.Create(response);
        return JsonSerializer.SerializeToElement(copy);
    }
}

using System.Text.Json.Nodes;
using Inbox.Channels.GoogleReviews;
using Inbox.Channels.Tests.Google;
using Inbox.Channels.Tests.Rest;
using Inbox.Testing;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;

namespace Inbox.Channels.Tests.GoogleReviews;

/// <summary>The Business Profile API with one location of ours, as far as the door asks it.</summary>
public sealed class GoogleReviewFarSide : GoogleFarSide
{
    public const string Location = "accounts/1034/locations/5071";
    private static readonly string[] Stars = ["STAR_RATING_UNSPECIFIED", "ONE", "TWO", "THREE", "FOUR", "FIVE"];

    public GoogleReviewFarSide(HttpStub server)
        : base(server)
    {
        Route(HttpMethod.Get, $"/v4/{Location}/reviews", request =>
        {
            var query = QueryHelpers.ParseQuery(request.Url.Query);
            var (items, next, breaks) = Page(Reviews.NewestFirst, query.TryGetValue("pageToken", out var token) ? token.ToString() : null);
            var answer = new JsonObject { ["averageRating"] = 3.5, ["totalReviewCount"] = Reviews.Count };
            if (items.Count > 0)
            {
                answer["reviews"] = new JsonArray([.. items.Select(Write)]);
            }

            if (next is not null)
            {
                answer["nextPageToken"] = next;
            }

            return breaks ? Error(StatusCodes.Status500InternalServerError, "backendError") : Json(answer);
        });
    }

    public FarReviews Reviews { get; } = new();

    public override IReadOnlyList<string> Answers => Reviews.Replies;

    protected override string Kind => GoogleReviewChannel.ChannelKind;

    protected override string Address => Location;

    protected override string Service => "GoogleBusiness";

    protected override string Root => "/v4";

    public override string Post(DateTimeOffset at, string text) => Post(at, text, 2);

    public string Post(DateTimeOffset at, string text, int stars)
    {
        var id = $"{Location}/reviews/Ab{Reviews.Count}";
        Reviews.Add(new FarReview(id, text, stars, at, at));
        Route(HttpMethod.Get, "/v4/" + id, _ => CannotBeRead ? Error(StatusCodes.Status502BadGateway, "backendError") : Reviews.Find(id) is { } review ? Json(Write(review)) : Error(StatusCodes.Status404NotFound, "notFound"));
        RouteAnswers(HttpMethod.Put, $"/v4/{id}/reply", request =>
        {
            if (Reviews.Find(id) is null)
            {
                return Error(StatusCodes.Status404NotFound, "notFound");
            }

            Reviews.Change(id, r => r with { Reply = (string)JsonNode.Parse(request.Text)!["comment"]!, RepliedAt = Now });
            return Json(new JsonObject { ["comment"] = Reviews.Find(id)!.Reply, ["updateTime"] = Iso(Now) });
        });
        Route(HttpMethod.Delete, $"/v4/{id}/reply", _ =>
        {
            if (Reviews.Find(id) is not { Reply: not null })
            {
                return Error(StatusCodes.Status404NotFound, "notFound");
            }

            Reviews.Change(id, r => r with { Reply = null });
            return Json(new JsonObject());
        });
        return id;
    }

    public override void Edit(string id, string text) => Reviews.Change(id, r => r with { Text = text, ChangedAt = Now });

    public override void Delete(string id) => Reviews.Remove(id);

    public override void DeleteAnswer() => Reviews.RemoveReply();

    private static JsonObject Write(FarReview review)
    {
        var json = new JsonObject
        {
            ["name"] = review.Id, ["reviewId"] = review.Id.Split('/')[^1], ["reviewer"] = new JsonObject { ["displayName"] = review.Author },
            ["starRating"] = Stars[review.Stars], ["createTime"] = Iso(review.At), ["updateTime"] = Iso(review.ChangedAt),
        };
        if (review.Text.Length > 0)
        {
            json["comment"] = review.Text;
        }

        if (review.Reply is { } reply)
        {
            json["reviewReply"] = new JsonObject { ["comment"] = reply, ["updateTime"] = Iso(review.RepliedAt) };
        }

        return json;
    }
}

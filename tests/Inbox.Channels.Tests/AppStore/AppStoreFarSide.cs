using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Inbox.Channels.AppStore;
using Inbox.Channels.Tests.Rest;
using Inbox.Testing;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;

namespace Inbox.Channels.Tests.AppStore;

/// <summary>App Store Connect with one app of ours. It checks every token as Apple does.</summary>
public sealed class AppStoreFarSide : RestFarSide
{
    public const string App = "1234567890";
    private ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private ECDsa? _taken;

    public AppStoreFarSide(HttpStub server)
        : base(server)
    {
        _taken = _key;
        Route(HttpMethod.Get, "/v1/apps/" + App, _ => Json(new JsonObject { ["data"] = new JsonObject { ["type"] = "apps", ["id"] = App, ["attributes"] = new JsonObject { ["name"] = "Kettle" } } }));
        Route(HttpMethod.Get, $"/v1/apps/{App}/customerReviews", request =>
        {
            var query = QueryHelpers.ParseQuery(request.Url.Query);
            var (items, next, breaks) = Page(Reviews.NewestFirst, query.TryGetValue("cursor", out var cursor) ? cursor.ToString() : null);
            var answer = new JsonObject
            {
                ["data"] = new JsonArray([.. items.Select(Review)]), ["included"] = new JsonArray([.. items.Where(r => r.Reply is not null).DistinctBy(r => r.Id).Select(Response)]), ["links"] = new JsonObject(),
            };
            if (next is not null)
            {
                answer["links"]!["next"] = $"{NextPagesAt ?? Url}/v1/apps/{App}/customerReviews?sort=-createdDate&include=response&cursor={next}";
            }

            return query["sort"] != "-createdDate" ? Error(StatusCodes.Status400BadRequest, "PARAMETER_ERROR") : breaks ? Error(StatusCodes.Status500InternalServerError, "UNEXPECTED_ERROR") : Json(answer);
        });
        RouteAnswers(HttpMethod.Post, "/v1/customerReviewResponses", request =>
        {
            var data = JsonNode.Parse(request.Text)!["data"]!;
            var id = (string)data["relationships"]!["review"]!["data"]!["id"]!;
            if (Reviews.Find(id) is null)
            {
                return Error(StatusCodes.Status404NotFound, "NOT_FOUND");
            }

            Reviews.Change(id, r => r with { Reply = (string)data["attributes"]!["responseBody"]!, RepliedAt = Now });
            return Json(new JsonObject { ["data"] = Response(Reviews.Find(id)!) }, StatusCodes.Status201Created);
        });
    }

    public FarReviews Reviews { get; } = new();

    /// <summary>Another server in the links to next pages.</summary>
    public string? NextPagesAt { get; set; }

    public override IReadOnlyList<string> Answers => Reviews.Replies;

    public override string Settings => new JsonObject { ["issuerId"] = "57246542-96fe", ["keyId"] = "2X9R4HXF34", ["privateKeySecret"] = _key.ExportPkcs8PrivateKeyPem() }.ToJsonString();

    protected override string Kind => AppStoreChannel.ChannelKind;

    protected override string Address => App;

    protected override IReadOnlyDictionary<string, string> Addresses => new Dictionary<string, string>(StringComparer.Ordinal) { ["AppStore"] = Url };

    public override string Post(DateTimeOffset at, string text) => Post(at, text, 2);

    public string Post(DateTimeOffset at, string text, int stars)
    {
        var id = $"00000018-{Reviews.Count:x4}";
        Reviews.Add(new FarReview(id, text, stars, at, at));
        Route(HttpMethod.Get, "/v1/customerReviews/" + id, _ =>
            CannotBeRead ? Error(StatusCodes.Status502BadGateway, "UNEXPECTED_ERROR")
            : Reviews.Find(id) is { } review ? Json(new JsonObject { ["data"] = Review(review), ["included"] = review.Reply is null ? [] : new JsonArray(Response(review)) })
            : Error(StatusCodes.Status404NotFound, "NOT_FOUND"));
        Route(HttpMethod.Delete, "/v1/customerReviewResponses/response-" + id, _ =>
        {
            if (Reviews.Find(id) is not { Reply: not null })
            {
                return Error(StatusCodes.Status404NotFound, "NOT_FOUND");
            }

            Reviews.Change(id, r => r with { Reply = null });
            return Results.NoContent();
        });
        return id;
    }

    public override void Edit(string id, string text) => Reviews.Change(id, r => r with { Text = text, At = Now, ChangedAt = Now });

    public override void Delete(string id) => Reviews.Remove(id);

    public override void DeleteAnswer() => Reviews.RemoveReply();

    public override void RevokeAccess() => _taken = null;

    public override string RenewAccess()
    {
        _taken = _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return Settings;
    }

    protected override bool LetsIn(HttpStub.Request request)
    {
        if (_taken is null || request.Headers.GetValueOrDefault("Authorization")?.Split(' ') is not ["Bearer", var token] || token.Split('.') is not [var header, var claims, var signature])
        {
            return false;
        }

        var (head, said) = (Decoded(header), Decoded(claims));
        return (string?)head["alg"] == "ES256" && (string?)head["kid"] == "2X9R4HXF34" && (string?)said["aud"] == "appstoreconnect-v1" && (string?)said["iss"] == "57246542-96fe"
            && (long)said["exp"]! > Now.ToUnixTimeSeconds() && (long)said["exp"]! - (long)said["iat"]! <= 1200
            && _taken.VerifyData(Encoding.ASCII.GetBytes($"{header}.{claims}"), WebEncoders.Base64UrlDecode(signature), HashAlgorithmName.SHA256);
    }

    protected override IResult Error(int status, string reason) =>
        Json(new JsonObject { ["errors"] = new JsonArray(new JsonObject { ["status"] = $"{status}", ["code"] = reason, ["title"] = "Words of Apple", ["detail"] = "More words of Apple." }) }, status);

    private static JsonNode Decoded(string part) => JsonNode.Parse(WebEncoders.Base64UrlDecode(part))!;

    private static JsonNode Review(FarReview review)
    {
        var json = new JsonObject
        {
            ["type"] = "customerReviews", ["id"] = review.Id,
            ["attributes"] = new JsonObject
            {
                ["rating"] = review.Stars, ["title"] = review.Title, ["body"] = review.Text, ["reviewerNickname"] = review.Author, ["createdDate"] = Iso(review.ChangedAt), ["territory"] = "GBR",
            },
        };
        if (review.Reply is not null)
        {
            json["relationships"] = new JsonObject { ["response"] = new JsonObject { ["data"] = new JsonObject { ["type"] = "customerReviewResponses", ["id"] = "response-" + review.Id } } };
        }

        return json;
    }

    private static JsonNode Response(FarReview review) => new JsonObject
    {
        ["type"] = "customerReviewResponses", ["id"] = "response-" + review.Id,
        ["attributes"] = new JsonObject { ["responseBody"] = review.Reply, ["lastModifiedDate"] = Iso(review.RepliedAt), ["state"] = "PENDING_PUBLISH" },
    };
}

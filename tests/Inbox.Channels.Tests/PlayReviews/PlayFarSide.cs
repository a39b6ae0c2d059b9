using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Inbox.Channels.PlayReviews;
using Inbox.Channels.Tests.Google;
using Inbox.Channels.Tests.Rest;
using Inbox.Testing;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;

namespace Inbox.Channels.Tests.PlayReviews;

/// <summary>The Google Play Developer API with one app of ours. It checks what the service account signs.</summary>
public sealed class PlayFarSide : GoogleFarSide
{
    public const string App = "com.example.kettle";
    public const string Account = "inbox@acme.iam.gserviceaccount.com";
    private const string Reviewed = $"/androidpublisher/v3/applications/{App}/reviews";
    private RSA _key = RSA.Create(2048);
    private RSA? _taken;

    public PlayFarSide(HttpStub server)
        : base(server)
    {
        _taken = _key;
        Route(HttpMethod.Get, Reviewed, request =>
        {
            var query = QueryHelpers.ParseQuery(request.Url.Query);
            var (items, next, breaks) = Page(Reviews.NewestFirst, query.TryGetValue("token", out var token) ? token.ToString() : null);
            var answer = new JsonObject();
            if (items.Count > 0)
            {
                answer["reviews"] = new JsonArray([.. items.Select(Write)]);
            }

            if (next is not null)
            {
                answer["tokenPagination"] = new JsonObject { ["nextPageToken"] = next };
            }

            return breaks ? Error(StatusCodes.Status500InternalServerError, "backendError") : Json(answer);
        });
    }

    public FarReviews Reviews { get; } = new();

    public override bool TellsAccessEnd => false;

    public override IReadOnlyList<string> Answers => Reviews.Replies;

    public override string Settings => new JsonObject { ["serviceAccountSecret"] = File(_key) }.ToJsonString();

    protected override string Kind => PlayReviewChannel.ChannelKind;

    protected override string Address => App;

    protected override string Service => "GooglePlay";

    protected override string Root => "/androidpublisher/v3";

    public override void RevokeAccess()
    {
        base.RevokeAccess();
        _taken = null;
    }

    public override string RenewAccess()
    {
        _taken = _key = RSA.Create(2048);
        return Settings;
    }

    public override string Post(DateTimeOffset at, string text) => Post(at, text, 2);

    public string Post(DateTimeOffset at, string text, int stars)
    {
        var id = $"gp:AOqp{Reviews.Count}";
        Reviews.Add(new FarReview(id, text, stars, at, at));
        Route(HttpMethod.Get, $"{Reviewed}/{id}", _ => CannotBeRead ? Error(StatusCodes.Status502BadGateway, "backendError") : Reviews.Find(id) is { } review ? Json(Write(review)) : Error(StatusCodes.Status404NotFound, "notFound"));
        RouteAnswers(HttpMethod.Post, $"{Reviewed}/{id}:reply", request =>
        {
            Reviews.Change(id, r => r with { Reply = (string)JsonNode.Parse(request.Text)!["replyText"]!, RepliedAt = Now });
            return Json(new JsonObject { ["result"] = new JsonObject { ["replyText"] = Reviews.Find(id)!.Reply } });
        });
        return id;
    }

    public override void Edit(string id, string text) => Reviews.Change(id, r => r with { Text = text, ChangedAt = Now });

    public override void Delete(string id) => Reviews.Remove(id);

    public override void DeleteAnswer() => Reviews.RemoveReply();

    /// <summary>RFC 7523, 3: who it is, for whom, for how long, and that the account signed it.</summary>
    protected override bool Takes(IReadOnlyDictionary<string, string> form)
    {
        if (form["grant_type"] != "urn:ietf:params:oauth:grant-type:jwt-bearer" || form["assertion"].Split('.') is not [var header, var claims, var signature])
        {
            return false;
        }

        var (head, said) = (Decoded(header), Decoded(claims));
        var (issued, ends) = ((long)said["iat"]!, (long)said["exp"]!);
        return (string?)head["alg"] == "RS256" && (string?)head["kid"] == "key1" && (string?)said["iss"] == Account && (string?)said["aud"] == Url + "/token"
            && (string?)said["scope"] == "https://www.googleapis.com/auth/androidpublisher" && issued == Now.ToUnixTimeSeconds() && ends - issued <= 3600
            && _taken?.VerifyData(System.Text.Encoding.ASCII.GetBytes($"{header}.{claims}"), WebEncoders.Base64UrlDecode(signature), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1) == true;
    }

    private static JsonNode Decoded(string part) => JsonNode.Parse(WebEncoders.Base64UrlDecode(part))!;

    private static string File(RSA key) => new JsonObject
    {
        ["type"] = "service_account", ["client_email"] = Account, ["private_key_id"] = "key1", ["private_key"] = key.ExportPkcs8PrivateKeyPem() + "\n", ["token_uri"] = "https://elsewhere.example/token",
    }.ToJsonString();

    private static JsonObject Write(FarReview review)
    {
        var comments = new JsonArray(new JsonObject
        {
            ["userComment"] = new JsonObject
            {
                ["text"] = review.Title.Length > 0 ? $"{review.Title}\t{review.Text}" : "\t" + review.Text, ["lastModified"] = Time(review.ChangedAt), ["starRating"] = review.Stars, ["reviewerLanguage"] = "en",
                ["androidOsVersion"] = 34, ["appVersionName"] = "3.1", ["thumbsUpCount"] = 7, ["thumbsDownCount"] = 2,
                ["deviceMetadata"] = new JsonObject { ["manufacturer"] = "Fairphone", ["productName"] = "FP5" },
            },
        });
        if (review.Reply is { } reply)
        {
            comments.Add(new JsonObject { ["developerComment"] = new JsonObject { ["text"] = reply, ["lastModified"] = Time(review.RepliedAt) } });
        }

        return new JsonObject { ["reviewId"] = review.Id, ["authorName"] = review.Author, ["comments"] = comments };
    }

    private static JsonObject Time(DateTimeOffset at) => new()
    {
        ["seconds"] = at.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture), ["nanos"] = at.UtcTicks % TimeSpan.TicksPerSecond * 100,
    };
}

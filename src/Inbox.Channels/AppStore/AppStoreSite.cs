using System.Text.Json;
using System.Text.Json.Nodes;
using Inbox.Channels.Api;
using Inbox.Channels.Reviews;
using Inbox.Channels.Social;

namespace Inbox.Channels.AppStore;

/// <summary>The reviews of one app.</summary>
/// <param name="app">Its Apple ID, a number.</param>
internal sealed class AppStoreSite(AppStoreApi api, string app) : IReviewSite
{
    /// <summary>A key lasts until somebody revokes it.</summary>
    public DateTimeOffset? RenewBy => null;

    public async Task<ReviewPage> PageAsync(string? next, CancellationToken cancellationToken)
    {
        var answer = await GetAsync(next ?? $"/v1/apps/{Uri.EscapeDataString(app)}/customerReviews?sort=-createdDate&limit=200&include=response", cancellationToken);
        return answer.Get("data").ValueKind == JsonValueKind.Array
            ? new ReviewPage(AppStoreReview.Joined(answer, answer.Items("data")), answer.Get("links").Filled("next"))
            : throw new ApiException(ApiFailure.Unsure, "App Store Connect answered without a list of reviews.");
    }

    public async Task<JsonElement?> FindAsync(string id, CancellationToken cancellationToken)
    {
        try
        {
            var answer = await GetAsync($"/v1/customerReviews/{Uri.EscapeDataString(id)}?include=response", cancellationToken);
            return AppStoreReview.Joined(answer, [answer.Get("data")])[0];
        }
        catch (ApiException e) when (e.IsGone)
        {
            return null;
        }
    }

    public async Task<string?> ReplyAsync(string id, string text, CancellationToken cancellationToken)
    {
        var answer = await api.SendAsync(HttpMethod.Post, "/v1/customerReviewResponses", new JsonObject
        {
            ["data"] = new JsonObject
            {
                ["type"] = "customerReviewResponses",
                ["attributes"] = new JsonObject { ["responseBody"] = text },
                ["relationships"] = new JsonObject { ["review"] = new JsonObject { ["data"] = new JsonObject { ["type"] = "customerReviews", ["id"] = id } } },
            },
        }, cancellationToken);
        return answer.Get("data", "attributes").Text("state") is "PENDING_PUBLISH" ? "Apple has it and shows it within a day." : null;
    }

    public async Task WithdrawAsync(string id, CancellationToken cancellationToken)
    {
        if (await FindAsync(id, cancellationToken) is { } review && AppStoreReview.IdOfResponse(review) is { } response)
        {
            await api.SendAsync(HttpMethod.Delete, $"/v1/customerReviewResponses/{Uri.EscapeDataString(response)}", null, cancellationToken);
        }
    }

    public async Task<IReadOnlyList<string>> AboutAsync(CancellationToken cancellationToken)
    {
        var name = (await GetAsync($"/v1/apps/{Uri.EscapeDataString(app)}", cancellationToken)).Get("data", "attributes").Filled("name") ?? app;
        return [$"App Store Connect lets us in to “{name}”."];
    }

    private Task<JsonElement> GetAsync(string path, CancellationToken cancellationToken) => api.SendAsync(HttpMethod.Get, path, null, cancellationToken);
}

using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Inbox.Channels.Api;
using Inbox.Channels.Google;
using Inbox.Channels.Reviews;
using Inbox.Channels.Social;

namespace Inbox.Channels.PlayReviews;

/// <summary>The reviews of one app: those with words, of the last week, as the API gives no others.</summary>
/// <param name="app">Its package name.</param>
/// <param name="budget">Google allows 200 questions an hour for each app.</param>
internal sealed class PlayReviewSite(GoogleApi api, string app, CallBudget budget) : IReviewSite
{
    public DateTimeOffset? RenewBy => api.RenewBy;

    private string Reviews => $"applications/{Uri.EscapeDataString(app)}/reviews";

    public async Task<ReviewPage> PageAsync(string? next, CancellationToken cancellationToken)
    {
        var answer = await AskAsync($"{Reviews}?maxResults=100{(next is null ? "" : "&token=" + Uri.EscapeDataString(next))}", cancellationToken);
        // An app without any answers an empty object.
        return new ReviewPage([.. answer.Items("reviews")], answer.Get("tokenPagination").Filled("nextPageToken"));
    }

    public async Task<JsonElement?> FindAsync(string id, CancellationToken cancellationToken)
    {
        try
        {
            return await AskAsync($"{Reviews}/{Uri.EscapeDataString(id)}", cancellationToken);
        }
        catch (ApiException e) when (e.IsGone)
        {
            return null;
        }
    }

    public async Task<string?> ReplyAsync(string id, string text, CancellationToken cancellationToken)
    {
        await api.SendAsync(HttpMethod.Post, $"{Reviews}/{Uri.EscapeDataString(id)}:reply", new JsonObject { ["replyText"] = text }, cancellationToken);
        return null;
    }

    public Task WithdrawAsync(string id, CancellationToken cancellationToken) => throw new ApiException(ApiFailure.Refused, "Google Play lets nobody take an answer away, only replace it.");

    public async Task<IReadOnlyList<string>> AboutAsync(CancellationToken cancellationToken)
    {
        var count = (await PageAsync(null, cancellationToken)).Reviews.Count;
        return ["Google Play lets us in.", string.Create(CultureInfo.InvariantCulture, $"The first page of the last week has {count} {(count == 1 ? "review" : "reviews")}.")];
    }

    private Task<JsonElement> AskAsync(string path, CancellationToken cancellationToken)
    {
        budget.Spend(app);
        return api.GetAsync(path, cancellationToken);
    }
}

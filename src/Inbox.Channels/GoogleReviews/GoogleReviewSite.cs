using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Inbox.Channels.Api;
using Inbox.Channels.Google;
using Inbox.Channels.Reviews;
using Inbox.Channels.Social;

namespace Inbox.Channels.GoogleReviews;

/// <summary>The reviews of one location.</summary>
/// <param name="location">accounts/{account}/locations/{location}.</param>
internal sealed partial class GoogleReviewSite(GoogleApi api, string location) : IReviewSite
{
    /// <summary>The most that a page may have.</summary>
    private const int PageSize = 50;

    public DateTimeOffset? RenewBy => api.RenewBy;

    public async Task<ReviewPage> PageAsync(string? next, CancellationToken cancellationToken)
    {
        var page = next is null ? "" : "&pageToken=" + Uri.EscapeDataString(next);
        var answer = await api.GetAsync(string.Create(CultureInfo.InvariantCulture, $"{Checked(location)}/reviews?pageSize={PageSize}&orderBy=updateTime%20desc{page}"), cancellationToken);
        // A location without any answers an empty object.
        return new ReviewPage([.. answer.Items("reviews")], answer.Filled("nextPageToken"));
    }

    public async Task<JsonElement?> FindAsync(string id, CancellationToken cancellationToken)
    {
        try
        {
            return await api.GetAsync(Checked(id), cancellationToken);
        }
        catch (ApiException e) when (e.IsGone)
        {
            return null;
        }
    }

    public async Task<string?> ReplyAsync(string id, string text, CancellationToken cancellationToken)
    {
        await api.SendAsync(HttpMethod.Put, Checked(id) + "/reply", new JsonObject { ["comment"] = text }, cancellationToken);
        return null;
    }

    public Task WithdrawAsync(string id, CancellationToken cancellationToken) => api.SendAsync(HttpMethod.Delete, Checked(id) + "/reply", null, cancellationToken);

    public async Task<IReadOnlyList<string>> AboutAsync(CancellationToken cancellationToken)
    {
        var answer = await api.GetAsync(Checked(location) + "/reviews?pageSize=1", cancellationToken);
        var count = answer.Count("totalReviewCount");
        return
        [
            "Google lets us in.",
            string.Create(CultureInfo.InvariantCulture, $"The location has {count:N0} {(count == 1 ? "review" : "reviews")}{(answer.Filled("averageRating") is { } average ? $", {average} stars on average" : "")}."),
        ];
    }

    /// <summary>A name goes into the address of a call: nothing in it may lead elsewhere.</summary>
    private static string Checked(string name) => Name().IsMatch(name) ? name : throw new ApiException(ApiFailure.Refused, $"“{name}” is no name of a location or review at Google.") { Status = 404 };

    [GeneratedRegex("^accounts/[A-Za-z0-9_-]+/locations/[A-Za-z0-9_-]+(/reviews/[A-Za-z0-9_-]+)?$", RegexOptions.NonBacktracking | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Name();
}

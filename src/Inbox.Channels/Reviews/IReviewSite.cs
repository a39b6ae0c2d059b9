using System.Text.Json;

namespace Inbox.Channels.Reviews;

/// <param name="Reviews">The newest first.</param>
/// <param name="Next">What asks for the page behind it; null on the last one.</param>
internal sealed record ReviewPage(IReadOnlyList<JsonElement> Reviews, string? Next);

/// <summary>The far side of one door. Everything throws <see cref="Api.ApiException"/> where it fails.</summary>
internal interface IReviewSite
{
    /// <summary>When our access ends for good, as far as the site has told by now.</summary>
    DateTimeOffset? RenewBy { get; }

    /// <param name="next">Null asks for the first page.</param>
    Task<ReviewPage> PageAsync(string? next, CancellationToken cancellationToken);

    /// <summary>One review as it stands there now; null when it is gone.</summary>
    Task<JsonElement?> FindAsync(string id, CancellationToken cancellationToken);

    /// <summary>Gives the one reply that a review has, or another one in its place. Returns what is to be known of it, in words.</summary>
    Task<string?> ReplyAsync(string id, string text, CancellationToken cancellationToken);

    /// <summary>Takes the reply to a review away; one that is not there any more counts as taken away.</summary>
    Task WithdrawAsync(string id, CancellationToken cancellationToken);

    /// <summary>Whom we are let in to, a sentence each.</summary>
    Task<IReadOnlyList<string>> AboutAsync(CancellationToken cancellationToken);
}

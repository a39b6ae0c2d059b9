using System.Text.Json;
using Inbox.Channels.Api;
using Inbox.Channels.Social;

namespace Inbox.Channels.X.Api;

/// <summary>What an answer of X means. Errors are problem documents: title, detail, type, status.</summary>
internal static class XAnswers
{
    public const string Duplicate = "duplicate";

    private static readonly TimeSpan UsualLimit = TimeSpan.FromMinutes(15);

    /// <summary>X does not say when the allowance of a month begins anew; asking is free.</summary>
    private static readonly TimeSpan AfterCap = TimeSpan.FromHours(6);

    /// <param name="answer">What came back.</param>
    /// <param name="writes">Whether the call asked for a post: one behind an error of theirs may stand there. 503 takes nothing (RFC 9110, 15.6.4).</param>
    /// <param name="now">When it came.</param>
    public static JsonElement Understand(ApiAnswer answer, bool writes, DateTimeOffset now)
    {
        if (answer.IsOk)
        {
            return answer.Object();
        }

        throw answer.Status switch
        {
            401 => answer.As(ApiFailure.AccessLost, $"X does not let us in ({answer.InWords.TrimEnd('.')}). Give new keys of the account."),
            402 => answer.As(ApiFailure.Failing, "The credits of the app at X are used up. Buy more in its developer console."),
            429 when IsCapped(answer) => new ApiException(ApiFailure.Limited, "The app has read as many posts as its contract with X allows for now.") { Status = answer.Status, Until = now + AfterCap },
            429 => new ApiException(ApiFailure.Limited, $"{answer.Host} asks to wait.") { Status = answer.Status, Until = ResetOf(answer, now) },
            >= 500 => answer.As(writes && answer.Status != 503 ? ApiFailure.Unsure : ApiFailure.Failing),
            403 when IsSuspended(answer) => answer.As(ApiFailure.AccessLost, $"X does not let this account act any more ({answer.InWords.TrimEnd('.')})."),
            403 => Forbidden(answer),
            _ => answer.As(ApiFailure.Refused),
        };
    }

    /// <summary>Whether an entry of <c>errors</c> says that there is no such thing.</summary>
    public static bool IsMissing(JsonElement error) =>
        error.Filled("type")?.EndsWith("resource-not-found", StringComparison.Ordinal) == true || error.Filled("title") is "Not Found Error";

    private static ApiException Forbidden(ApiAnswer answer) => answer.Error switch
    {
        { } words when words.Contains("duplicate", StringComparison.OrdinalIgnoreCase) =>
            new ApiException(ApiFailure.Refused, "X takes no second post with the same words. Change them a little.") { Status = answer.Status, Reasons = [Duplicate] },
        { } words when words.Contains("mentioned or otherwise engaged", StringComparison.OrdinalIgnoreCase) || words.Contains("Reply to this conversation", StringComparison.OrdinalIgnoreCase) =>
            answer.As(ApiFailure.Refused, "X does not take this answer: its author has neither mentioned the account nor quoted it, or has closed the conversation."),
        { } words when words.Contains("deleted or not visible", StringComparison.OrdinalIgnoreCase) =>
            answer.As(ApiFailure.Refused, "The post that this answers is no longer there, or its author does not let the account see it."),
        _ => answer.As(ApiFailure.Refused),
    };

    private static bool IsCapped(ApiAnswer answer) =>
        answer.Root.Filled("title") is "UsageCapExceeded" || answer.Root.Filled("type")?.EndsWith("usage-capped", StringComparison.Ordinal) == true;

    /// <summary>Of the account or of the app, not of who is answered.</summary>
    private static bool IsSuspended(ApiAnswer answer) =>
        answer.Root.Filled("reason") is "client-not-enrolled" or "official-client-forbidden"
        || answer.Root.Filled("type")?.EndsWith("client-forbidden", StringComparison.Ordinal) == true
        || answer.Error?.Contains("account is suspended", StringComparison.OrdinalIgnoreCase) == true;

    /// <summary>x-rate-limit-reset is in seconds since 1970.</summary>
    private static DateTimeOffset ResetOf(ApiAnswer answer, DateTimeOffset now) =>
        answer.Number("x-rate-limit-reset") is { } seconds ? DateTimeOffset.FromUnixTimeSeconds((long)seconds) : now + (answer.Headers.RetryAfter?.Delta ?? UsualLimit);
}

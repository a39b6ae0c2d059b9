using Inbox.Channels.Api;

namespace Inbox.Channels.Google;

/// <summary>What Google means by a 403: it says so of quotas, of rights and of single comments alike.</summary>
internal static class GoogleRefusals
{
    private static readonly TimeSpan Short = TimeSpan.FromMinutes(2);

    /// <summary>The account was let out, never let in, or its project does not use the API.</summary>
    private static readonly string[] Rights =
    [
        "PERMISSION_DENIED", "permissionDenied", "insufficientPermissions", "ACCESS_TOKEN_SCOPE_INSUFFICIENT", "authError", "accessNotConfigured", "SERVICE_DISABLED",
        "youtubeSignupRequired", "accountDelegationForbidden",
    ];

    public static ApiException Understand(ApiException e, DateTimeOffset now)
    {
        if (e.Has("quotaExceeded", "dailyLimitExceeded"))
        {
            return new ApiException(ApiFailure.Limited, "The day's quota of the Google project is used up.") { Status = e.Status, Reasons = e.Reasons, Until = QuotaReset(now) };
        }

        if (e.Has("rateLimitExceeded", "userRateLimitExceeded", "RATE_LIMIT_EXCEEDED"))
        {
            return new ApiException(ApiFailure.Limited, e.Message) { Status = e.Status, Reasons = e.Reasons, Until = now + Short };
        }

        // What is wrong with one comment has a name of its own; the rest is wrong with the access.
        return e.Has(Rights)
            && !e.Has("commentsDisabled", "ineligibleAccount")
            ? new ApiException(ApiFailure.AccessLost, e.Message) { Status = e.Status, Reasons = e.Reasons }
            : e;
    }

    /// <summary>Days of quotas end at midnight, Pacific time.</summary>
    public static DateTimeOffset QuotaReset(DateTimeOffset now)
    {
        var pacific = TimeZoneInfo.FindSystemTimeZoneById("America/Los_Angeles");
        var tomorrow = TimeZoneInfo.ConvertTime(now, pacific).Date.AddDays(1);
        return new DateTimeOffset(tomorrow, pacific.GetUtcOffset(tomorrow)).ToUniversalTime();
    }
}

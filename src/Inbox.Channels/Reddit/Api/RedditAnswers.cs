using System.Text.Json;
using Inbox.Channels.Api;

namespace Inbox.Channels.Reddit.Api;

/// <summary>What an answer of Reddit means by its status.</summary>
internal static class RedditAnswers
{
    private static readonly TimeSpan UsualLimit = TimeSpan.FromMinutes(10);

    /// <param name="answer">What came back.</param>
    /// <param name="writes">Whether the call asked for a post: one behind an error of theirs may stand there. 503 takes nothing (RFC 9110, 15.6.4).</param>
    /// <param name="now">When it came.</param>
    public static JsonElement Understand(ApiAnswer answer, bool writes, DateTimeOffset now)
    {
        if (answer.IsOk)
        {
            // The comments of a post are a list of two listings.
            return answer.Root.ValueKind is JsonValueKind.Object or JsonValueKind.Array ? answer.Root : throw answer.Unreadable();
        }

        throw answer.Status switch
        {
            401 => answer.As(ApiFailure.AccessLost, $"Reddit does not let us in ({answer.InWords.TrimEnd('.')}). Allow the app once more and give the new access."),
            429 => new ApiException(ApiFailure.Limited, $"{answer.Host} asks to wait.") { Status = answer.Status, Until = now + Wait(answer) },
            >= 500 => answer.As(writes && answer.Status != 503 ? ApiFailure.Unsure : ApiFailure.Failing),
            _ => answer.As(ApiFailure.Refused),
        };
    }

    /// <summary>X-Ratelimit-Reset is in seconds from now.</summary>
    private static TimeSpan Wait(ApiAnswer answer) =>
        answer.Number("X-Ratelimit-Reset") is { } seconds and < 86_400 ? TimeSpan.FromSeconds(Math.Ceiling(seconds)) : answer.Headers.RetryAfter?.Delta ?? UsualLimit;
}

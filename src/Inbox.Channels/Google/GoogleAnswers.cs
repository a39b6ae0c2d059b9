using System.Text.Json;
using Inbox.Channels.Api;
using Inbox.Channels.Social;

namespace Inbox.Channels.Google;

/// <summary>What an answer of Google's means by its status, and the names of what is wrong.</summary>
internal static class GoogleAnswers
{
    /// <exception cref="ApiException">It is a failure.</exception>
    public static JsonElement Understand(ApiAnswer answer, DateTimeOffset now) =>
        answer.ByStatus(now, [.. ReasonsOf(answer.Root.Get("error")).OfType<string>().Distinct(StringComparer.Ordinal)]);

    /// <summary>Of tokens (RFC 6749, 5.2): {error}; of the APIs: {error:{status, errors:[{reason}], details:[{reason}]}}.</summary>
    private static IEnumerable<string?> ReasonsOf(JsonElement error) => error.IsText()
        ? [error.Text()]
        : [error.Filled("status"), .. error.Items("errors").Concat(error.Items("details")).Select(e => e.Filled("reason"))];
}

using System.Net;
using Inbox.Channels.Api;
using Inbox.Channels.Social;

namespace Inbox.Channels.Mastodon.Api;

/// <summary>What status codes and broken connections mean, in words for a person.</summary>
internal static class MastodonAnswers
{
    private static readonly TimeSpan UsualWait = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan LongestWait = TimeSpan.FromDays(1);

    /// <summary>Null: the server did what it was asked.</summary>
    public static MastodonException? Trouble(HttpResponseMessage response, SocialDocument document, DateTimeOffset now)
    {
        var code = (int)response.StatusCode;
        var host = response.RequestMessage?.RequestUri?.Host ?? "The server";
        var said = ApiError.Of(document.Roots) is { Length: > 0 } words ? $" It says: “{Core.Words.Cut(Core.Words.OneLine(words), 300)}”." : "";
        return response.StatusCode switch
        {
            _ when response.IsSuccessStatusCode => null,
            HttpStatusCode.Unauthorized => new(MastodonTrouble.NoAccess, $"{host} no longer knows our access token (401): it was withdrawn or ran out."),
            HttpStatusCode.Forbidden => new(MastodonTrouble.NoAccess, $"{host} forbids this to our access token (403).{said}"),
            HttpStatusCode.NotFound or HttpStatusCode.Gone => new(MastodonTrouble.Missing, $"{host} does not have this, or not for us ({code}).{said}"),
            HttpStatusCode.TooManyRequests => new(MastodonTrouble.Limited, $"{host} asks us to wait (429).") { Until = Until(response, now) },
            HttpStatusCode.ServiceUnavailable => new(MastodonTrouble.Overloaded, $"{host} is not available just now (503)."),
            >= HttpStatusCode.InternalServerError => new(MastodonTrouble.Broken, $"{host} has trouble of its own ({code})."),
            _ => new(MastodonTrouble.Refused, $"{host} refuses this ({code}).{said}"),
        };
    }

    public static MastodonException Of(NoAnswerException e) => new(
        e.Why switch
        {
            NoAnswer.NotReached => MastodonTrouble.NotReached,
            NoAnswer.TooLarge => MastodonTrouble.Garbage,
            _ => MastodonTrouble.BrokeOff,
        },
        e.Message);

    /// <summary>Mastodon gives a time in ISO 8601; others give seconds since 1970, or Retry-After (RFC 9110, 10.2.3).</summary>
    private static DateTimeOffset Until(HttpResponseMessage response, DateTimeOffset now)
    {
        var reset = response.Headers.TryGetValues("X-RateLimit-Reset", out var values) ? SocialTime.Parse(values.First()) : null;
        var after = response.Headers.RetryAfter switch
        {
            { Delta: { } delta } => now + delta,
            { Date: { } date } => date,
            _ => (DateTimeOffset?)null,
        };
        var until = reset ?? after ?? now + UsualWait;
        return until <= now ? now + TimeSpan.FromSeconds(1) : until > now + LongestWait ? now + LongestWait : until;
    }
}

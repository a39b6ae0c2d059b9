using System.Net;
using System.Text.Json;
using Inbox.Channels.Api;
using Inbox.Channels.Social;
using Inbox.Core;

namespace Inbox.Channels.WordPress.Api;

/// <summary>What status codes and broken connections mean, in words for a person.</summary>
internal static class WordPressAnswers
{
    private static readonly TimeSpan UsualWait = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan LongestWait = TimeSpan.FromDays(1);

    /// <summary>Null: the blog did what it was asked.</summary>
    public static WordPressException? Trouble(string host, HttpResponseMessage response, JsonElement root, bool loggedIn, DateTimeOffset now)
    {
        var status = (int)response.StatusCode;
        var code = root.Text("code") ?? "";
        var said = root.Filled("message") is { } words ? $" It says: “{Words.Cut(Words.OneLine(SocialHtml.ToText(words)), 300)}”." : "";
        return response.StatusCode switch
        {
            _ when response.IsSuccessStatusCode => null,
            HttpStatusCode.TooManyRequests => new(WordPressTrouble.Limited, $"{host} asks us to wait (429).") { Until = Until(response, now) },
            // In maintenance WordPress answers every request so, and does nothing.
            HttpStatusCode.ServiceUnavailable => new(WordPressTrouble.NotReached, $"{host} is not available just now (503)."),
            HttpStatusCode.NotImplemented when code == "rest_trash_not_supported" => new(WordPressTrouble.NoTrash, $"{host} has no trash for comments (501)."),
            >= HttpStatusCode.InternalServerError => new(WordPressTrouble.Broken, $"{host} has trouble of its own ({status})."),
            _ when code.Length == 0 => new(WordPressTrouble.Garbage, $"{host} answers {status}, and not as WordPress does: its REST API may be switched off or blocked."),
            HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden when code is "rest_forbidden" || code.StartsWith("rest_cannot_read", StringComparison.Ordinal) =>
                new(WordPressTrouble.Missing, $"{host} does not show this in public.{said}"),
            HttpStatusCode.Unauthorized when !loggedIn => new(WordPressTrouble.NoAccess, $"{host} shows this only to those who log in (401). Give a user and an application password.{said}"),
            HttpStatusCode.Unauthorized => new(WordPressTrouble.NoAccess, $"{host} does not take the user name and the application password (401).{said}"),
            HttpStatusCode.NotFound or HttpStatusCode.Gone => new(WordPressTrouble.Missing, $"{host} does not have this ({status}).{said}"),
            HttpStatusCode.Conflict => new(WordPressTrouble.Duplicate, $"{host} has this comment already.{said}"),
            _ => new(WordPressTrouble.Refused, $"{host} refuses this ({status}).{said}"),
        };
    }

    public static WordPressException Of(NoAnswerException e) => new(
        e.Why switch
        {
            NoAnswer.NotReached => WordPressTrouble.NotReached,
            NoAnswer.TooLarge => WordPressTrouble.Broken,
            _ => WordPressTrouble.BrokeOff,
        },
        e.Message);

    private static DateTimeOffset Until(HttpResponseMessage response, DateTimeOffset now)
    {
        var wait = response.Headers.RetryAfter switch
        {
            { Delta: { } delta } => delta,
            { Date: { } date } => date - now,
            _ => UsualWait,
        };
        return now + (wait < TimeSpan.FromSeconds(1) ? TimeSpan.FromSeconds(1) : wait > LongestWait ? LongestWait : wait);
    }
}

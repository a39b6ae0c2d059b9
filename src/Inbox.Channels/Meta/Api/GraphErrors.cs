using System.Net;
using System.Text.Json;
using Inbox.Channels.Api;
using Inbox.Channels.Social;
using Inbox.Core;

namespace Inbox.Channels.Meta.Api;

/// <summary>
/// What the error codes of the Graph API mean, in words for a person. HTTP says little there: most errors are 400. Sources:
/// Graph API "Handling errors" and "Rate limits", Messenger "Error codes", WhatsApp Cloud API "Error codes".
/// </summary>
internal static class GraphErrors
{
    private static readonly TimeSpan UsualWait = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan LongestWait = TimeSpan.FromDays(1);

    /// <summary>Null: it did what it was asked.</summary>
    public static GraphException? Trouble(HttpResponseMessage response, SocialDocument document, DateTimeOffset now)
    {
        var error = document.Roots is [var root] ? root.Get("error") : default;
        if (response.IsSuccessStatusCode && !error.IsObject())
        {
            return null;
        }

        var host = response.RequestMessage?.RequestUri?.Host ?? "Meta";
        if (!error.IsObject())
        {
            // No word of the Graph API: something before it answered.
            return response.StatusCode switch
            {
                HttpStatusCode.Unauthorized => new(GraphTrouble.NoAccess, $"{host} does not let us in (401)."),
                HttpStatusCode.TooManyRequests => new(GraphTrouble.Limited, $"{host} asks us to wait (429).") { Until = Until(response, now) },
                HttpStatusCode.NotFound => new(GraphTrouble.Missing, $"{host} does not have this (404)."),
                >= HttpStatusCode.InternalServerError => new(GraphTrouble.BrokeOff, $"{host} has trouble of its own ({(int)response.StatusCode})."),
                _ => new(GraphTrouble.Garbage, $"{host} answers, but not as the Graph API does ({(int)response.StatusCode})."),
            };
        }

        var (code, subcode) = ((int)error.Count("code"), (int)error.Count("error_subcode"));
        var said = error.Filled("error_user_msg", "message") is { } words ? $" It says: “{Words.Cut(Words.OneLine(words), 300).TrimEnd('.')}”." : "";
        var trouble = KindOf(code, subcode, error);
        return new GraphException(trouble, WordsOf(trouble, host, code) + (trouble is GraphTrouble.Limited ? "" : said)) { Until = trouble == GraphTrouble.Limited ? Until(response, now) : null };
    }

    public static GraphException Of(NoAnswerException e) => new(
        e.Why switch
        {
            NoAnswer.NotReached => GraphTrouble.NotReached,
            NoAnswer.TooLarge => GraphTrouble.Garbage,
            _ => GraphTrouble.BrokeOff,
        },
        e.Message);

    private static GraphTrouble KindOf(int code, int subcode, JsonElement error) => code switch
    {
        // 131047 and 470: WhatsApp, more than 24 hours since the customer wrote.
        _ when subcode is 2018278 or 2534022 || code is 131047 or 470 => GraphTrouble.OutsideWindow,
        10900 or 10901 => GraphTrouble.AlreadyAnswered,
        102 or 190 => GraphTrouble.NoAccess,
        // 80001 to 80014 are the limits of pages, accounts and numbers; 13xxxx those of WhatsApp.
        4 or 17 or 32 or 341 or 613 or (>= 80000 and <= 80014) or 130429 or 131048 or 131056 or 133016 => GraphTrouble.Limited,
        1 or 2 or 131000 or 131016 or 133004 => GraphTrouble.Broken,
        _ when error.Get("is_transient").IsTrue() => GraphTrouble.Broken,
        100 when subcode == 33 => GraphTrouble.Missing,
        803 => GraphTrouble.Missing,
        3 or 10 or (>= 200 and <= 299) or 131005 => GraphTrouble.Forbidden,
        _ => GraphTrouble.Refused,
    };

    private static string WordsOf(GraphTrouble trouble, string host, int code) => trouble switch
    {
        GraphTrouble.NoAccess => $"The access token is not good any more ({code}): it ran out, was withdrawn, or its owner changed their password. Make a new one.",
        GraphTrouble.Forbidden => $"The app lacks a permission for this ({code}). Apply for it in the app's review, then make a new access token.",
        GraphTrouble.Missing => $"{host} does not have this, or not for us ({code}).",
        GraphTrouble.OutsideWindow => $"The time in which this person may be written to is over ({code}). They can be answered when they write again.",
        GraphTrouble.AlreadyAnswered => $"This comment takes no private reply any more ({code}): one is allowed, within seven days.",
        GraphTrouble.Limited => $"{host} asks us to wait ({code}).",
        GraphTrouble.Broken => $"{host} has trouble of its own ({code}).",
        _ => $"{host} refuses this ({code}).",
    };

    /// <summary>Minutes stand in X-Business-Use-Case-Usage; other limits name no time and are windows of an hour that slide.</summary>
    private static DateTimeOffset Until(HttpResponseMessage response, DateTimeOffset now)
    {
        var minutes = response.Headers.TryGetValues("X-Business-Use-Case-Usage", out var values)
            ? SocialDocument.Inner(values.First()).Members().SelectMany(m => m.Value.Items()).Select(u => u.Count("estimated_time_to_regain_access")).DefaultIfEmpty(0).Max()
            : 0;
        var wait = minutes > 0 ? TimeSpan.FromMinutes(Math.Min(minutes, LongestWait.TotalMinutes))
            : response.Headers.RetryAfter?.Delta is { } after && after > TimeSpan.Zero ? (after < LongestWait ? after : LongestWait)
            : UsualWait;
        return now + wait;
    }
}

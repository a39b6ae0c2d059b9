using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Inbox.Channels.Api;
using Inbox.Channels.Social;
using Inbox.Core;

namespace Inbox.Channels.Reddit.Sending;

/// <summary>Refusals of what we write: Reddit tells them with status 200, as [code, words, field].</summary>
internal static partial class RedditErrors
{
    private static readonly TimeSpan UsualWait = TimeSpan.FromMinutes(10);

    /// <exception cref="ApiException">There is one.</exception>
    public static void Check(JsonElement answer, DateTimeOffset now)
    {
        var json = answer.Get("json");
        if (!json.IsObject())
        {
            throw new ApiException(ApiFailure.Unsure, "Reddit answered what nobody can read.");
        }

        var error = json.Get("errors") is { ValueKind: JsonValueKind.Array } errors && errors.GetArrayLength() > 0 ? errors[0] : default;
        var parts = error.ValueKind == JsonValueKind.Array ? error.EnumerateArray().Select(p => p.Text() ?? "").ToList() : [];
        if (parts is [var code, ..])
        {
            var words = parts.Count > 1 ? Words.Cut(Words.OneLine(parts[1]), 200).TrimEnd('.') : "";
            throw code == "RATELIMIT"
                ? new ApiException(ApiFailure.Limited, "Reddit takes answers of this account only now and then: new accounts and those with few points wait longer.") { Reasons = [code], Until = now + Wait(json, words) }
                : new ApiException(ApiFailure.Refused, InWords(code, words)) { Reasons = [code] };
        }
    }

    private static string InWords(string code, string words) => code switch
    {
        "THREAD_LOCKED" => "The moderators have locked this conversation: nobody can answer there.",
        "DELETED_COMMENT" or "DELETED_LINK" => "What this answers was deleted, so Reddit takes no answer to it.",
        "TOO_OLD" => "The post is archived: Reddit takes no answers to it any more.",
        "TOO_LONG" => "The text is too long for Reddit. Shorten it.",
        "NO_TEXT" => "Reddit takes no answer without text.",
        "SUBREDDIT_NOTALLOWED" or "SUBREDDIT_NOEXIST" => "The account may not write in this subreddit.",
        "USER_BLOCKED" or "USER_BLOCKED_MESSAGE" => "The author has blocked the account.",
        "NOT_WHITELISTED_BY_USER_MESSAGE" or "RESTRICTED_TO_PM" => "The author takes no private messages from this account.",
        "USER_DOESNT_EXIST" => "There is no such account on Reddit any more.",
        _ => words.Length > 0 ? $"Reddit does not take this: {words} ({code})." : $"Reddit does not take this ({code}).",
    };

    /// <summary>As a number of seconds, or only in words: "try again in 9 minutes".</summary>
    private static TimeSpan Wait(JsonElement json, string words)
    {
        if (json.Get("ratelimit").Number() is { } seconds and > 0 and < 86_400)
        {
            return TimeSpan.FromSeconds(seconds + 1);
        }

        return Duration().Match(words) is { Success: true } match && int.TryParse(match.Groups["count"].Value, NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count < 1000
            ? match.Groups["unit"].Value switch { "hour" => TimeSpan.FromHours(count), "minute" => TimeSpan.FromMinutes(count + 1), _ => TimeSpan.FromSeconds(count + 1) }
            : UsualWait;
    }

    [GeneratedRegex("(?<count>[0-9]{1,4}) (?<unit>hour|minute|second)", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Duration();
}

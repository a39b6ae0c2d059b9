using System.Globalization;
using System.Net.Http.Headers;
using System.Text.Json;
using Inbox.Channels.Social;
using Inbox.Core;

namespace Inbox.Channels.Api;

/// <param name="Root">Undefined where the body is no JSON.</param>
/// <param name="Error">What it reports, in the far side's words.</param>
internal sealed record ApiAnswer(string Host, int Status, HttpResponseHeaders Headers, JsonElement Root, string? Error)
{
    private static readonly TimeSpan UsualLimit = TimeSpan.FromMinutes(5);

    public bool IsOk => Status is >= 200 and < 300;

    /// <summary>"api.example answered 403: Not allowed."</summary>
    public string InWords => InWordsUpTo(300);

    /// <param name="most">Characters of what the far side says.</param>
    public string InWordsUpTo(int most) =>
        string.Create(CultureInfo.InvariantCulture, $"{Host} answered {Status}{(Error is { } said ? $": {Words.Cut(Words.OneLine(said), most).TrimEnd('.')}" : "")}.");

    /// <summary>The number in a header; null where there is none.</summary>
    public double? Number(string header) =>
        Headers.TryGetValues(header, out var values) && double.TryParse(values.First(), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) && number < 100_000_000_000
            ? number
            : null;

    /// <exception cref="ApiException">It holds no object.</exception>
    public JsonElement Object() => Root.IsObject() ? Root : throw Unreadable();

    public ApiException Unreadable() => As(ApiFailure.Unsure, $"{Host} answered what nobody can read.");

    /// <param name="failure">What it means.</param>
    /// <param name="message">Null: its own words.</param>
    public ApiException As(ApiFailure failure, string? message = null) => new(failure, message ?? InWords) { Status = Status };

    /// <summary>Its object, where its status alone tells what it means; undefined where it has nothing to say (204).</summary>
    /// <param name="now">When it came.</param>
    /// <param name="reasons">The names that it has for what is wrong.</param>
    /// <exception cref="ApiException">It is a failure.</exception>
    public JsonElement ByStatus(DateTimeOffset now, IReadOnlyList<string> reasons)
    {
        if (IsOk)
        {
            return Status == 204 ? default : Object();
        }

        var failure = Status switch
        {
            401 => ApiFailure.AccessLost,
            429 => ApiFailure.Limited,
            >= 500 => ApiFailure.Failing,
            _ => ApiFailure.Refused,
        };

        // RFC 9110, 10.2.3: seconds or a date.
        var until = Headers.RetryAfter?.Date ?? (now + (Headers.RetryAfter?.Delta ?? UsualLimit));
        throw new ApiException(failure, InWordsUpTo(200)) { Status = Status, Reasons = reasons, Until = until };
    }
}

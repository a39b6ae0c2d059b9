using Inbox.Channels.Meta.Api;
using Inbox.Channels.Social;

namespace Inbox.Channels.Meta.Polling;

/// <summary>What Meta says of our access token (debug_token), asked as the app itself.</summary>
/// <param name="EndsAt">When it ends, or when the app may no longer read with it; null: it does not.</param>
internal sealed record MetaToken(bool Valid, string AppId, IReadOnlyList<string> Scopes, DateTimeOffset? EndsAt)
{
    /// <summary>Null without the app's id and secret. The login of Instagram has no such thing.</summary>
    public static async Task<MetaToken?> ReadAsync(GraphApi api, MetaSettings settings, CancellationToken cancellationToken)
    {
        if (settings.AppId.Length == 0 || settings.AppSecret.Length == 0)
        {
            return null;
        }

        var answer = await api.GetAsync($"debug_token?input_token={Uri.EscapeDataString(settings.TokenSecret)}", cancellationToken, asToken: $"{settings.AppId}|{settings.AppSecret}");
        var data = answer.Get("data");
        var ends = new[] { End(data.Count("expires_at")), End(data.Count("data_access_expires_at")) }.OfType<DateTimeOffset>().ToList();
        return new MetaToken(
            data.Get("is_valid").IsTrue(),
            data.Filled("app_id") ?? "",
            data.Get("scopes").ValueKind == System.Text.Json.JsonValueKind.Array ? [.. data.Get("scopes").EnumerateArray().Select(s => s.Text()).OfType<string>()] : [],
            ends.Count == 0 ? null : ends.Min());
    }

    /// <summary>Where it is not told, the access is used until it is refused.</summary>
    public static async Task<DateTimeOffset?> EndAsync(GraphApi api, MetaSettings settings, CancellationToken cancellationToken)
    {
        try
        {
            return (await ReadAsync(api, settings, cancellationToken))?.EndsAt;
        }
        catch (GraphException e) when (e.Trouble is GraphTrouble.NoAccess or GraphTrouble.Forbidden or GraphTrouble.Refused or GraphTrouble.Missing)
        {
            // Whether the token itself is good shows with the first thing asked by it.
            return null;
        }
    }

    private static DateTimeOffset? End(long seconds) => seconds is > 0 and < 253_402_300_799 ? DateTimeOffset.FromUnixTimeSeconds(seconds) : null;
}

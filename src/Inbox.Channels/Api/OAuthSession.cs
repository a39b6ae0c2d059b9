using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Inbox.Channels.Social;

namespace Inbox.Channels.Api;

/// <summary>An access token and what renews it.</summary>
/// <param name="Refresh">Empty where the typed secrets give a new access token.</param>
/// <param name="Until">When the access token ends.</param>
/// <param name="For">The <see cref="KeyOf"/> of the settings it was made with.</param>
/// <param name="At">When it was made: of two the later one counts.</param>
internal sealed record OAuthSession(string Access, string Refresh, DateTimeOffset Until, string For, DateTimeOffset At)
{
    private static readonly TimeSpan Margin = TimeSpan.FromMinutes(1);
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    /// <summary>Tells the session of these settings from one of others, and gives none of them away.</summary>
    public static string KeyOf(params ReadOnlySpan<string> settings) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', settings!))))[..32];

    /// <summary>Of the answer of a token endpoint (RFC 6749, section 5.1); null where it holds no token.</summary>
    /// <param name="answer">Its JSON.</param>
    /// <param name="refresh">What renews it unless the answer names a new one.</param>
    /// <param name="key">Of the settings.</param>
    /// <param name="now">When it was asked for.</param>
    public static OAuthSession? Of(JsonElement answer, string refresh, string key, DateTimeOffset now) => answer.Filled("access_token") is { } access
        ? new OAuthSession(access, answer.Filled("refresh_token") ?? refresh, now.AddSeconds(answer.Get("expires_in").Number() is { } seconds and < 100_000_000 ? seconds : 3600) - Margin, key, now)
        : null;

    public static OAuthSession? Read(string json)
    {
        try
        {
            return json.Length > 0 && JsonSerializer.Deserialize<OAuthSession>(json, Json) is { Access: not null, Refresh: not null } session ? session : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    public string Write() => JsonSerializer.Serialize(this, Json);

    /// <summary>Never in a log or an error by accident.</summary>
    public override string ToString() => For;
}

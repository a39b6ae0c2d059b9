using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Inbox.Channels.Api;
using Inbox.Channels.Social;

namespace Inbox.Channels.Bluesky.Api;

/// <summary>Who logs in where.</summary>
internal sealed record BlueskyLogin(string Service, string Handle, string Password)
{
    /// <summary>Tells a session of these words from one of others, and gives none of them away.</summary>
    public string Key { get; } = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{Service}\n{Handle}\n{Password}")))[..32];

    /// <summary>Never in a log or an error by accident.</summary>
    public override string ToString() => Handle;
}

/// <summary>Our being logged in.</summary>
/// <param name="Pds">The server of the account, to which every call goes.</param>
/// <param name="For">The <see cref="BlueskyLogin.Key"/> it was opened with.</param>
internal sealed record BlueskySession(string Did, string Pds, string Access, string Refresh, string For, DateTimeOffset At)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    public static async Task<BlueskySession> OpenAsync(ApiTransport transport, BlueskyLogin login, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (login.Handle.Length == 0 || login.Password.Length == 0)
        {
            throw new ApiException(ApiFailure.AccessLost, "The handle or the app password is missing.");
        }

        try
        {
            using var content = JsonContent.Create(new JsonObject { ["identifier"] = login.Handle, ["password"] = login.Password });
            return Of(await transport.XrpcAsync(HttpMethod.Post, login.Service, "com.atproto.server.createSession", content, null, cancellationToken), login.Service, login.Key, now);
        }
        catch (ApiException e) when (e.Failure is ApiFailure.Refused or ApiFailure.AccessLost)
        {
            throw new ApiException(ApiFailure.AccessLost, e switch
            {
                _ when e.Has("AccountTakedown") => "The account is suspended at its server.",
                _ when e.Has("AuthFactorTokenRequired") => "This is the main password of an account with a second factor. Make an app password and give that.",
                { Failure: ApiFailure.AccessLost } => $"{login.Handle} was not let in: the handle or the app password is wrong, or the app password was withdrawn.",
                _ => e.Message,
            });
        }
    }

    /// <summary>A new pair of tokens; the old ones are over.</summary>
    public async Task<BlueskySession> RenewAsync(ApiTransport transport, DateTimeOffset now, CancellationToken cancellationToken) =>
        Of(await transport.XrpcAsync(HttpMethod.Post, Pds, "com.atproto.server.refreshSession", null, Refresh, cancellationToken), Pds, For, now);

    public static BlueskySession? Read(string json)
    {
        try
        {
            return json.Length > 0 && JsonSerializer.Deserialize<BlueskySession>(json, Json) is { Did: not null, Pds: not null, Access: not null, Refresh: not null } session ? session : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    public string Write() => JsonSerializer.Serialize(this, Json);

    /// <summary>Never in a log or an error by accident.</summary>
    public override string ToString() => Did;

    private static BlueskySession Of(JsonElement answer, string service, string key, DateTimeOffset now)
    {
        var pds = answer.Get("didDoc").Items("service").FirstOrDefault(s => s.Text("id")?.EndsWith("#atproto_pds", StringComparison.Ordinal) == true).Filled("serviceEndpoint");
        return answer.Filled("did") is { } did && answer.Filled("accessJwt") is { } access && answer.Filled("refreshJwt") is { } refresh
            ? new BlueskySession(did, pds ?? service, access, refresh, key, now)
            : throw new ApiException(ApiFailure.Unsure, "The service answered a login with what nobody can read.");
    }
}

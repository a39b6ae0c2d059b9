using System.Security.Cryptography;
using System.Text;
using Inbox.Channels.Mastodon.Api;
using Inbox.Channels.Social;
using Inbox.Core.Customers;

namespace Inbox.Channels.Mastodon;

/// <summary>
/// Gets an access token by the code flow of OAuth (RFC 6749, 4.1) with PKCE (RFC 7636): Inbox registers with the server, the
/// person who connects logs in and agrees there, and what comes back is exchanged for the token.
/// </summary>
public sealed class MastodonConnection
{
    private const string Scopes = "read:accounts read:notifications read:search read:statuses write:media write:statuses";
    private readonly MastodonApis _apis;
    private readonly TimeProvider _time;

    internal MastodonConnection(MastodonApis apis, TimeProvider time) => (_apis, _time) = (apis, time);

    /// <summary>Registers Inbox with the channel's server.</summary>
    /// <param name="account">The channel's address.</param>
    /// <param name="settings">JSON of the channel; its secrets are not needed.</param>
    /// <param name="callback">Our page that the server sends the browser back to.</param>
    /// <param name="cancellationToken">Nobody waits any more.</param>
    /// <exception cref="MastodonRefusal">It did not work; the message says why.</exception>
    public async Task<MastodonAttempt> BeginAsync(string account, string settings, Uri callback, CancellationToken cancellationToken)
    {
        var server = MastodonSettings.Read(settings).ServerOf(account) ?? throw new MastodonRefusal("The account names no server. Write it like @acme@example.social.");
        try
        {
            using var api = _apis.Open(server, token: null);
            using var form = Form(("client_name", "Inbox"), ("redirect_uris", callback.AbsoluteUri), ("scopes", Scopes));
            var app = await api.PostAsync("/api/v1/apps", form, idempotencyKey: null, cancellationToken);
            if (app.Filled("client_id") is not { } client || app.Filled("client_secret") is not { } secret)
            {
                throw new MastodonRefusal($"{server.Host} did not register Inbox as a Mastodon server does.");
            }

            return new MastodonAttempt(server, callback, client, secret, Random(), Random());
        }
        catch (MastodonException e)
        {
            throw new MastodonRefusal(e.Message);
        }
    }

    /// <summary>The page of the server on which a person agrees.</summary>
    public static Uri PageOf(MastodonAttempt attempt)
    {
        var challenge = Plain(SHA256.HashData(Encoding.ASCII.GetBytes(attempt.Verifier)));
        (string Name, string Value)[] query =
        [
            ("response_type", "code"), ("client_id", attempt.ClientId), ("redirect_uri", attempt.Callback.AbsoluteUri), ("scope", Scopes),
            ("state", attempt.State), ("code_challenge", challenge), ("code_challenge_method", "S256"),
        ];
        return new Uri(attempt.Server, "/oauth/authorize?" + string.Join('&', query.Select(q => $"{q.Name}={Uri.EscapeDataString(q.Value)}")));
    }

    /// <summary>Exchanges the code for a token, and looks whose it is.</summary>
    /// <param name="attempt">As it began.</param>
    /// <param name="code">That came back.</param>
    /// <param name="account">The channel's address: the token must be of this account.</param>
    /// <param name="cancellationToken">Nobody waits any more.</param>
    /// <returns>The access token.</returns>
    /// <exception cref="MastodonRefusal">It did not work; the message says why.</exception>
    public async Task<string> FinishAsync(MastodonAttempt attempt, string code, string account, CancellationToken cancellationToken)
    {
        try
        {
            using var api = _apis.Open(attempt.Server, token: null);
            using var form = Form(
                ("grant_type", "authorization_code"), ("code", code), ("client_id", attempt.ClientId), ("client_secret", attempt.ClientSecret),
                ("redirect_uri", attempt.Callback.AbsoluteUri), ("code_verifier", attempt.Verifier), ("scope", Scopes));
            var token = (await api.PostAsync("/oauth/token", form, idempotencyKey: null, cancellationToken)).Filled("access_token")
                ?? throw new MastodonRefusal($"{attempt.Server.Host} agreed and gave no access token.");
            var normal = HandleKinds.Normalise(HandleKinds.Mastodon, account);
            using var ours = _apis.Open(attempt.Server, token);
            var about = await MastodonAbout.ReadAsync(ours, normal.Split('@')[^1], _time.GetUtcNow(), cancellationToken);
            return HandleKinds.Normalise(HandleKinds.Mastodon, about.Account) == normal
                ? token
                : throw new MastodonRefusal($"You were logged in at {attempt.Server.Host} as @{about.Account}, and this channel is @{normal}. Log in there as @{normal} and connect again.");
        }
        catch (MastodonException e)
        {
            throw new MastodonRefusal(e.Message);
        }
    }

    private static FormUrlEncodedContent Form(params (string Name, string Value)[] fields) => new(fields.Select(f => KeyValuePair.Create(f.Name, f.Value)));

    private static string Random() => Plain(RandomNumberGenerator.GetBytes(32));

    /// <summary>Base64 without what an address would have to escape (RFC 4648, 5).</summary>
    private static string Plain(byte[] bytes) => Convert.ToBase64String(bytes).TrimEnd('=').Replace('+', '-').Replace('/', '_');
}

/// <summary>A connection on its way: what must be known again when the server sends the browser back. It holds secrets.</summary>
/// <param name="State">Comes back unchanged; anything else is somebody else's answer.</param>
/// <param name="Verifier">Proves that the one who exchanges the code is the one who asked for it.</param>
public sealed record MastodonAttempt(Uri Server, Uri Callback, string ClientId, string ClientSecret, string State, string Verifier);

/// <summary>Why an account could not be connected, for the person who tried.</summary>
public sealed class MastodonRefusal(string message) : Exception(message);

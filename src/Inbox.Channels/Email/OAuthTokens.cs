using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Inbox.Channels.Http;

namespace Inbox.Channels.Email;

/// <summary>What is needed to ask for access tokens of a mailbox (RFC 6749, 6).</summary>
/// <param name="ClientSecret">Empty for a public client.</param>
/// <param name="Scope">Empty asks for what the refresh token stands for.</param>
internal sealed record OAuthGrant(string TokenUrl, string ClientId, string ClientSecret, string RefreshToken, string Scope)
{
    /// <summary>Never in a log or an error by accident.</summary>
    public override string ToString() => TokenUrl;
}

/// <param name="Token">Null when there is none.</param>
/// <param name="Problem">Why not, in plain words.</param>
/// <param name="Permanent">Asking again changes nothing until somebody changes the settings.</param>
/// <param name="GoodUntil">When the token is to be renewed, a little before it ends.</param>
internal sealed record OAuthAnswer(string? Token, string? Problem = null, bool Permanent = false, DateTimeOffset? GoodUntil = null);

/// <summary>
/// Access tokens of mailboxes, by their refresh tokens. A token is kept until shortly before it expires; those who need
/// the same one at the same time share one request. A refresh token that the provider replaces is stored at once: it may
/// end the old one (RFC 6749, 6).
/// </summary>
internal sealed class OAuthTokens(IHttpClientFactory http, OAuthTokens.KeepAsync keepAsync, TimeProvider time)
{
    /// <summary>Stores the refresh token that took the place of an old one.</summary>
    public delegate Task KeepAsync(string old, string next, CancellationToken cancellationToken);

    /// <summary>A token that ends while a mail is being sent is none.</summary>
    private static readonly TimeSpan Early = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan MostTime = TimeSpan.FromSeconds(20);
    private const int MostBytes = 64 * 1024;
    private readonly ConcurrentDictionary<string, Entry> _entries = new(StringComparer.Ordinal);

    private sealed class Entry
    {
        public SemaphoreSlim Turn { get; } = new(1, 1);

        public string? Token { get; set; }

        public DateTimeOffset GoodUntil { get; set; }

        public string? OldKey { get; set; }

        /// <summary>The newest one, if the provider has replaced that of the grant.</summary>
        public string? RefreshToken { get; set; }
    }

    /// <param name="grant">From the settings, revealed.</param>
    /// <param name="refused">A token that the server did not take although it should still be good; another one is asked for.</param>
    /// <param name="cancellationToken">Ends the request.</param>
    public async Task<OAuthAnswer> GetAsync(OAuthGrant grant, CancellationToken cancellationToken, string? refused = null)
    {
        var entry = _entries.GetOrAdd(KeyOf(grant), _ => new Entry());
        await entry.Turn.WaitAsync(cancellationToken);
        try
        {
            if (entry.Token is { } kept && kept != refused && time.GetUtcNow() < entry.GoodUntil)
            {
                return new OAuthAnswer(kept, GoodUntil: entry.GoodUntil);
            }

            return await AskAsync(grant, entry, cancellationToken);
        }
        finally
        {
            entry.Turn.Release();
        }
    }

    private async Task<OAuthAnswer> AskAsync(OAuthGrant grant, Entry entry, CancellationToken cancellationToken)
    {
        var host = Uri.TryCreate(grant.TokenUrl, UriKind.Absolute, out var url) ? url.Host : grant.TokenUrl;
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(MostTime);
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, grant.TokenUrl) { Content = new FormUrlEncodedContent(Fields(grant, entry)) };
            request.Headers.Accept.ParseAdd("application/json");
            using var client = http.CreateGuarded();
            client.MaxResponseContentBufferSize = MostBytes;
            using var response = await client.SendAsync(request, limit.Token);
            var body = await response.Content.ReadAsStringAsync(limit.Token);
            return response.IsSuccessStatusCode ? await TakeAsync(grant, entry, body, host, cancellationToken) : Refused(response.StatusCode, body, host);
        }
        catch (Exception e) when (e is HttpRequestException or GuardedHttpException or UriFormatException or InvalidOperationException)
        {
            return new OAuthAnswer(null, $"No access token: {host} could not be asked ({e.Message.TrimEnd('.')}).");
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new OAuthAnswer(null, $"No access token: {host} did not answer within {MostTime.TotalSeconds:0} seconds.");
        }
    }

    private static List<KeyValuePair<string, string>> Fields(OAuthGrant grant, Entry entry)
    {
        List<KeyValuePair<string, string>> fields =
        [
            new("grant_type", "refresh_token"),
            new("refresh_token", entry.RefreshToken ?? grant.RefreshToken),
            new("client_id", grant.ClientId),
        ];
        if (grant.ClientSecret.Length > 0)
        {
            fields.Add(new("client_secret", grant.ClientSecret));
        }

        if (grant.Scope.Length > 0)
        {
            fields.Add(new("scope", grant.Scope));
        }

        return fields;
    }

    private async Task<OAuthAnswer> TakeAsync(OAuthGrant grant, Entry entry, string body, string host, CancellationToken cancellationToken)
    {
        if (Text(body, "access_token") is not { Length: > 0 } token)
        {
            return new OAuthAnswer(null, $"No access token: {host} answered without one. Is the token address right?");
        }

        entry.Token = token;
        if (Text(body, "refresh_token") is { Length: > 0 } next && next != (entry.RefreshToken ?? grant.RefreshToken))
        {
            entry.RefreshToken = next;
        }

        // As long as the settings still name the old one, also when the database was away the time before.
        if (entry.RefreshToken is { } newest && newest != grant.RefreshToken)
        {
            await keepAsync(grant.RefreshToken, newest, cancellationToken);
            FollowTo(grant, entry, newest);
        }

        // RFC 6749, 5.1: without expires_in the lifetime is told elsewhere; an hour is what mail providers give.
        var seconds = long.TryParse(Text(body, "expires_in"), System.Globalization.CultureInfo.InvariantCulture, out var given) ? Math.Clamp(given, 0, 86_400) : 3600;
        entry.GoodUntil = time.GetUtcNow() + TimeSpan.FromSeconds(seconds) - Early;
        return new OAuthAnswer(token, GoodUntil: entry.GoodUntil);
    }

    /// <summary>The next grant names the new refresh token and finds the entry by it; one that is on its way still names the old one.</summary>
    private void FollowTo(OAuthGrant grant, Entry entry, string next)
    {
        _entries[KeyOf(grant with { RefreshToken = next })] = entry;
        if (entry.OldKey is { } older)
        {
            _entries.TryRemove(older, out _);
        }

        entry.OldKey = KeyOf(grant);
    }

    /// <summary>RFC 6749, 5.2 names the reasons; the provider's own words come behind ours.</summary>
    private static OAuthAnswer Refused(HttpStatusCode status, string body, string host)
    {
        var words = (Text(body, "error_description") ?? "").ReplaceLineEndings(" ");
        var said = words.Length == 0 ? "" : $" ({Core.Words.Cut(words, 200)})";
        return Text(body, "error") switch
        {
            "invalid_grant" => new OAuthAnswer(null, $"The refresh token is no longer good at {host}: it ran out or was withdrawn. Make a new one and store it in the channel's settings{said}.", Permanent: true),
            "invalid_client" or "unauthorized_client" => new OAuthAnswer(null, $"{host} does not know the client id or its secret any more. Look at the registration of Inbox there{said}.", Permanent: true),
            "invalid_scope" => new OAuthAnswer(null, $"{host} does not grant this scope{said}.", Permanent: true),
            { Length: > 0 } other => new OAuthAnswer(null, $"No access token: {host} said {Core.Words.Cut(other, 60)}{said}."),
            _ => new OAuthAnswer(null, $"No access token: {host} answered {(int)status}."),
        };
    }

    private static string? Text(string body, string name)
    {
        try
        {
            using var json = JsonDocument.Parse(body);
            return json.RootElement.ValueKind == JsonValueKind.Object && json.RootElement.TryGetProperty(name, out var value)
                ? value.ValueKind switch { JsonValueKind.String => value.GetString(), JsonValueKind.Number => value.GetRawText(), _ => null }
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>Hashed, so that the dictionary is no second place for secrets.</summary>
    private static string KeyOf(OAuthGrant grant) => Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(
        string.Join('\n', grant.TokenUrl, grant.ClientId, grant.ClientSecret, grant.RefreshToken, grant.Scope))));
}

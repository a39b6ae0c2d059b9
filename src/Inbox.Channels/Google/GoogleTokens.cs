using System.Collections.Concurrent;
using System.Text.Json;
using Inbox.Channels.Api;
using Inbox.Channels.Social;

namespace Inbox.Channels.Google;

/// <param name="Text">For the Authorization header.</param>
/// <param name="GoodUntil">When it is to be renewed, a little before it ends.</param>
/// <param name="RenewBy">When the grant itself ends, where Google tells: a consent that was given for a time.</param>
internal sealed record GoogleToken(string Text, DateTimeOffset GoodUntil, DateTimeOffset? RenewBy)
{
    /// <summary>Never in a log or an error by accident.</summary>
    public override string ToString() => $"until {GoodUntil:O}";
}

/// <summary>Access tokens of Google's, kept until shortly before they end. Those who need the same one at the same time share one request.</summary>
internal sealed class GoogleTokens(ApiTransport transport, FarAddresses addresses, TimeProvider time)
{
    private static readonly TimeSpan Early = TimeSpan.FromMinutes(2);
    private const long UsualSeconds = 3600;
    private readonly ConcurrentDictionary<string, Entry> _entries = new(StringComparer.Ordinal);

    private sealed class Entry
    {
        public SemaphoreSlim Turn { get; } = new(1, 1);

        public GoogleToken? Token { get; set; }
    }

    /// <param name="grant">From the settings, revealed.</param>
    /// <param name="refused">A token that an API did not take although it should still be good.</param>
    /// <param name="cancellationToken">Nobody waits any more.</param>
    /// <exception cref="ApiException">There is none.</exception>
    public async Task<GoogleToken> GetAsync(GoogleGrant grant, string? refused, CancellationToken cancellationToken)
    {
        if (grant.Problem is { } missing)
        {
            throw new ApiException(ApiFailure.AccessLost, missing);
        }

        var entry = _entries.GetOrAdd(grant.Key, _ => new Entry());
        await entry.Turn.WaitAsync(cancellationToken);
        try
        {
            return entry.Token is { } kept && kept.Text != refused && time.GetUtcNow() < kept.GoodUntil
                ? kept
                : entry.Token = await AskAsync(grant, cancellationToken);
        }
        finally
        {
            entry.Turn.Release();
        }
    }

    private async Task<GoogleToken> AskAsync(GoogleGrant grant, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        using var request = ApiTransport.Request(HttpMethod.Post, addresses.GoogleToken, new FormUrlEncodedContent(grant.Form(addresses.GoogleToken, now)), null);
        try
        {
            return Read(GoogleAnswers.Understand(await transport.SendAsync(request, cancellationToken), time.GetUtcNow()), now);
        }
        catch (ApiException e) when (e.Failure is ApiFailure.Refused or ApiFailure.AccessLost)
        {
            throw e.Has("invalid_grant")
                ? new ApiException(ApiFailure.AccessLost, $"Google no longer takes our grant: it ran out or was withdrawn. {grant.Remedy}")
                : new ApiException(ApiFailure.AccessLost, $"Google gives no access token. {e.Message}");
        }
    }

    private static GoogleToken Read(JsonElement answer, DateTimeOffset now)
    {
        var seconds = Math.Min(answer.Get("expires_in").Number() ?? UsualSeconds, 86_400);
        return answer.Filled("access_token") is { } token
            ? new GoogleToken(token, now + TimeSpan.FromSeconds(seconds) - Early, answer.Get("refresh_token_expires_in").Number() is { } left ? now + TimeSpan.FromSeconds(left) : null)
            : throw new ApiException(ApiFailure.Unsure, "Google answered without an access token.");
    }
}

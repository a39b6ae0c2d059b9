using System.Collections.Concurrent;

namespace Inbox.Channels.Api;

/// <summary>
/// The sessions of all channels, by the settings that they were made with. A renewed refresh token ends the one before it, so
/// each is kept with the channel's secrets over restarts, and those who need one at the same time share one request.
/// </summary>
internal sealed class OAuthSessions(KeepSessionAsync keepAsync, TimeProvider time)
{
    private readonly ConcurrentDictionary<string, Entry> _entries = new(StringComparer.Ordinal);

    private sealed class Entry
    {
        public SemaphoreSlim Turn { get; } = new(1, 1);

        public OAuthSession? Session { get; set; }
    }

    /// <param name="channelId">Where it is kept; 0 for settings that are only tried.</param>
    /// <param name="key">Of the settings.</param>
    /// <param name="stored">The one kept with the channel; another node may have renewed it.</param>
    /// <param name="refused">An access token that was not taken.</param>
    /// <param name="renewAsync">Asks the far side for a new one, with the one before it where there is one.</param>
    /// <param name="cancellationToken">Nobody waits any more.</param>
    public async Task<OAuthSession> GetAsync(
        long channelId, string key, OAuthSession? stored, string? refused, Func<OAuthSession?, CancellationToken, Task<OAuthSession>> renewAsync, CancellationToken cancellationToken)
    {
        var entry = _entries.GetOrAdd(key, _ => new Entry());
        await entry.Turn.WaitAsync(cancellationToken);
        try
        {
            var kept = stored?.For == key ? stored : null;
            var known = entry.Session?.At >= kept?.At ? entry.Session : kept ?? entry.Session;
            entry.Session = known is not null && known.Access != refused && known.Until > time.GetUtcNow() ? known : await renewAsync(known, cancellationToken);
            if (channelId != 0 && entry.Session.Access != kept?.Access)
            {
                // Whoever gives up waiting must not take the new tokens along: the old ones are over.
                await keepAsync(channelId, entry.Session.Write());
            }

            return entry.Session;
        }
        finally
        {
            entry.Turn.Release();
        }
    }
}

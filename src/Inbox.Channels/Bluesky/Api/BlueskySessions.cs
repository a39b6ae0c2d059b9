using System.Collections.Concurrent;
using Inbox.Channels.Api;
using Inbox.Core.Channels;

namespace Inbox.Channels.Bluesky.Api;

/// <summary>
/// The sessions of all channels. Logging in is rationed (30 in 5 minutes), so one is renewed as long as that works, and
/// kept with the channel's secrets over restarts. Those who need one at the same time share one request.
/// </summary>
internal sealed class BlueskySessions(ApiTransport transport, ChannelSecrets secrets, KeepSessionAsync keepAsync, TimeProvider time)
{
    private readonly ConcurrentDictionary<long, Entry> _entries = new();

    private sealed class Entry
    {
        public SemaphoreSlim Turn { get; } = new(1, 1);

        public BlueskySession? Session { get; set; }
    }

    /// <exception cref="ApiException">The secrets cannot be read any more.</exception>
    public BlueskyApi Open(ChannelInfo channel)
    {
        if (!secrets.TryReveal(channel.Settings, out var revealed))
        {
            throw new ApiException(ApiFailure.AccessLost, "The stored app password can no longer be read. Type it again.");
        }

        var settings = BlueskySettings.Read(revealed);
        return new BlueskyApi(this, transport, channel.Id, settings.LoginOf(channel.Address), BlueskySession.Read(settings.SessionSecret));
    }

    /// <param name="stored">The one kept with the settings; another node may have renewed it.</param>
    /// <param name="refused">A token that was not taken.</param>
    public async Task<BlueskySession> GetAsync(long channelId, BlueskyLogin login, BlueskySession? stored, string? refused, CancellationToken cancellationToken)
    {
        var entry = _entries.GetOrAdd(channelId, _ => new Entry());
        await entry.Turn.WaitAsync(cancellationToken);
        try
        {
            var known = new[] { entry.Session, stored }.Where(s => s?.For == login.Key).MaxBy(s => s!.At);
            if (known is not null && known.Access != refused)
            {
                return entry.Session = known;
            }

            entry.Session = await RenewAsync(known, login, cancellationToken);
            // Whoever gives up waiting must not take the new tokens along: the old ones are over.
            await keepAsync(channelId, entry.Session.Write());
            return entry.Session;
        }
        finally
        {
            entry.Turn.Release();
        }
    }

    private async Task<BlueskySession> RenewAsync(BlueskySession? known, BlueskyLogin login, CancellationToken cancellationToken)
    {
        try
        {
            return known is null
                ? await BlueskySession.OpenAsync(transport, login, time.GetUtcNow(), cancellationToken)
                : await known.RenewAsync(transport, time.GetUtcNow(), cancellationToken);
        }
        catch (ApiException e) when (known is not null && e.Failure is ApiFailure.Refused or ApiFailure.AccessLost)
        {
            return await BlueskySession.OpenAsync(transport, login, time.GetUtcNow(), cancellationToken);
        }
    }
}

using Inbox.Channels.Api;
using Inbox.Channels.Meta.Api;

namespace Inbox.Channels.Meta.Polling;

/// <summary>
/// Keeps the access by Instagram's own login from ending: its token lasts 60 days, and whoever holds it has it renewed from its
/// second day on (Instagram Platform, "Refresh Access Token"). The token before it stays good for its own time.
/// </summary>
internal sealed class TokenRenewal(GraphApis apis, KeepSessionAsync keepAsync, TimeProvider time)
{
    private static readonly TimeSpan Every = TimeSpan.FromDays(7);

    /// <summary>The settings with the newest token. A renewal that fails is tried again at the next question, and stops nothing.</summary>
    public async Task<MetaSettings> RunAsync(MetaSettings settings, long channelId, CancellationToken cancellationToken)
    {
        var (kept, now) = (settings.Session, time.GetUtcNow());
        if (kept is not null && now - kept.At < Every)
        {
            return settings;
        }

        try
        {
            using var api = apis.Open(settings);
            var answer = await api.GetAsync($"/refresh_access_token?grant_type=ig_refresh_token&access_token={Uri.EscapeDataString(settings.Token)}", cancellationToken);
            if (OAuthSession.Of(answer, refresh: "", settings.Key, now) is not { } renewed)
            {
                return settings;
            }

            var session = renewed.Write();
            await keepAsync(channelId, session);
            return settings with { SessionSecret = session };
        }
        catch (GraphException)
        {
            // Among others on its first day. Whether the token is good shows with what is read by it.
            return settings;
        }
    }
}

using System.Text.Json;
using Inbox.Channels.Mastodon.Api;
using Inbox.Channels.Social;
using Inbox.Core.Channels.Replies;

namespace Inbox.Channels.Mastodon;

/// <summary>What a server says of itself and of our access to it.</summary>
/// <param name="Account">Whose token it is, with the host.</param>
/// <param name="Limit">Null: it does not say.</param>
/// <param name="EndsAt">When the access ends; null: never, or it does not say.</param>
/// <param name="Version">How the server calls itself.</param>
internal sealed record MastodonAbout(string Account, TextLimit? Limit, DateTimeOffset? EndsAt, string Version)
{
    /// <summary>Room for the name of whoever is answered: at most 30 characters on Mastodon, an @ before and a space behind.</summary>
    public const int RoomForName = 32;

    private const int UsualLink = 23;

    /// <summary>How much an agent may write. Code points are never fewer than what servers count.</summary>
    public static TextLimit LimitOf(int most, int link) =>
        new(Math.Max(most - RoomForName, RoomForName), TextUnit.CodePoint) { LinkCounts = link, MentionsWithoutHost = true };

    public static async Task<MastodonAbout> ReadAsync(MastodonApi api, string domain, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var account = (await api.GetAsync("/api/v1/accounts/verify_credentials", cancellationToken)).Filled("acct", "username")
            ?? throw new MastodonException(MastodonTrouble.Garbage, $"{api.Server.Host} does not say whose access token this is.");
        var instance = await FindAsync(api, "/api/v2/instance", cancellationToken) ?? await FindAsync(api, "/api/v1/instance", cancellationToken) ?? default;
        var statuses = instance.Get("configuration", "statuses");
        var most = statuses.Get("max_characters").Number() ?? instance.Get("max_toot_chars").Number();
        // A token of Doorkeeper, on which Mastodon is built, tells how long it is good; other servers do not have this.
        var ends = (await FindAsync(api, "/oauth/token/info", cancellationToken) ?? default).Get("expires_in").Number();
        return new MastodonAbout(
            MastodonIncoming.Whole(account, domain),
            most is > 0 and < 10_000_000 ? LimitOf((int)most, (int)(statuses.Get("characters_reserved_per_url").Number() ?? UsualLink)) : null,
            ends is > 0 and < int.MaxValue ? now.AddSeconds(ends.Value) : null,
            instance.Filled("version") ?? "");
    }

    /// <summary>Notices that nobody has read there, of Mastodon 4.3 on. Null where it does not say; nothing depends on it.</summary>
    public static async Task<int?> UnreadAsync(MastodonApi api, CancellationToken cancellationToken)
    {
        try
        {
            return (int?)(await api.FindAsync("/api/v1/notifications/unread_count?types[]=mention", cancellationToken))?.Get("count").Number();
        }
        catch (MastodonException)
        {
            return null;
        }
    }

    /// <summary>Null where the server does not have it: then it does not say.</summary>
    private static async Task<JsonElement?> FindAsync(MastodonApi api, string path, CancellationToken cancellationToken)
    {
        try
        {
            return await api.FindAsync(path, cancellationToken);
        }
        catch (MastodonException e) when (e.Trouble is MastodonTrouble.Refused or MastodonTrouble.Garbage or MastodonTrouble.NoAccess)
        {
            return null;
        }
    }
}

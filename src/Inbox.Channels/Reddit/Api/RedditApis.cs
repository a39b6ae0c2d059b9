using System.Collections.Concurrent;
using Inbox.Channels.Api;
using Inbox.Channels.Social;
using Inbox.Core.Channels;
using Inbox.Core.Customers;

namespace Inbox.Channels.Reddit.Api;

/// <summary>Opens the API in the name of a channel's account.</summary>
internal sealed class RedditApis(ApiTransport transport, OAuthSessions sessions, ChannelSecrets secrets)
{
    /// <summary>Settings whose account is known to be the right one.</summary>
    private readonly ConcurrentDictionary<(string Key, string Account), bool> _met = [];

    public RedditApi Open(ChannelInfo channel)
    {
        if (!secrets.TryReveal(channel.Settings, out var revealed))
        {
            throw new ApiException(ApiFailure.AccessLost, "The stored secrets can no longer be read. Type them again.");
        }

        return new RedditApi(RedditSettings.Read(revealed), channel.Address, channel.Id, transport, sessions);
    }

    /// <summary>For settings that are only tried: their secrets are plain, and nothing is kept unless it belongs to what is stored.</summary>
    public RedditApi Try(ChannelInfo typed)
    {
        var settings = RedditSettings.Read(typed.Settings);
        return new RedditApi(settings, typed.Address, OAuthSession.Read(settings.SessionSecret)?.For == settings.Key ? typed.Id : 0, transport, sessions);
    }

    /// <summary>An inbox is that of whoever the token belongs to, so that is asked once.</summary>
    /// <exception cref="ApiException">The token belongs to another account.</exception>
    public async Task MeetAsync(RedditApi api, CancellationToken cancellationToken)
    {
        if (_met.ContainsKey((api.Settings.Key, api.Account)))
        {
            return;
        }

        var name = (await api.GetAsync("/api/v1/me", [], cancellationToken)).Filled("name") ?? throw new ApiException(ApiFailure.Unsure, "Reddit did not say whose token this is.");
        if (HandleKinds.Normalise(HandleKinds.Reddit, name) != api.Account)
        {
            throw new ApiException(ApiFailure.AccessLost, $"The access belongs to u/{name}, and this channel is u/{api.Account}. Give that of the right account, or correct the address.");
        }

        _met[(api.Settings.Key, api.Account)] = true;
    }
}

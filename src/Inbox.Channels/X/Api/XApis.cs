using System.Collections.Concurrent;
using Inbox.Channels.Api;
using Inbox.Channels.Social;
using Inbox.Core.Channels;
using Inbox.Core.Customers;

namespace Inbox.Channels.X.Api;

/// <summary>Opens the API in the name of a channel's account.</summary>
internal sealed class XApis(ApiTransport transport, OAuthSessions sessions, ChannelSecrets secrets)
{
    private readonly ConcurrentDictionary<string, XMe> _me = new(StringComparer.Ordinal);

    public XApi Open(ChannelInfo channel)
    {
        if (!secrets.TryReveal(channel.Settings, out var revealed))
        {
            throw new ApiException(ApiFailure.AccessLost, "The stored keys can no longer be read. Type them again.");
        }

        return new XApi(XSettings.Read(revealed), channel.Id, transport, sessions);
    }

    /// <summary>For settings that are only tried: their secrets are plain, and nothing is kept unless it belongs to what is stored.</summary>
    public XApi Try(ChannelInfo typed)
    {
        var settings = XSettings.Read(typed.Settings);
        return new XApi(settings, OAuthSession.Read(settings.SessionSecret)?.For == settings.Key ? typed.Id : 0, transport, sessions);
    }

    /// <summary>Who we are there; asked once, since X charges for it.</summary>
    /// <exception cref="ApiException">The keys belong to another account.</exception>
    public async Task<XMe> MeAsync(XApi api, string address, CancellationToken cancellationToken)
    {
        var (key, asked) = (api.Settings.Key, HandleKinds.Normalise(HandleKinds.X, address));
        if (_me.TryGetValue(key, out var known) && HandleKinds.Normalise(HandleKinds.X, known.Handle) == asked)
        {
            return known;
        }

        var answer = (await api.GetAsync("/2/users/me", [("user.fields", "public_metrics")], cancellationToken)).Get("data");
        var me = answer.Filled("id") is { } id && answer.Filled("username") is { } handle
            ? new XMe(id, handle, answer.Get("public_metrics").Count("followers_count"))
            : throw new ApiException(ApiFailure.Unsure, "X did not say whose keys these are.");
        return HandleKinds.Normalise(HandleKinds.X, me.Handle) == asked
            ? _me[key] = me
            : throw new ApiException(ApiFailure.AccessLost, $"The keys belong to @{me.Handle}, and this channel is {address}. Give the keys of the right account, or correct the address.");
    }
}

/// <param name="Followers">When it was asked.</param>
internal sealed record XMe(string Id, string Handle, long Followers);

using Inbox.Channels.Http;
using Inbox.Channels.Mastodon.Streaming;
using Inbox.Core.Channels;
using Inbox.Core.Channels.Listening;

namespace Inbox.Channels.Mastodon.Api;

/// <summary>Opens the way to the server of a channel.</summary>
internal sealed class MastodonApis(IHttpClientFactory clients, IHttpMessageHandlerFactory handlers, ChannelSecrets secrets, TimeProvider time)
{
    /// <summary>With the stored access token.</summary>
    /// <exception cref="MastodonException">There is none, or it cannot be read.</exception>
    public MastodonApi Open(ChannelInfo channel)
    {
        if (!secrets.TryReveal(channel.Settings, out var revealed))
        {
            throw new MastodonException(MastodonTrouble.NoAccess, "The stored access token can no longer be read. Connect the account again.");
        }

        var settings = MastodonSettings.Read(revealed);
        var server = settings.ServerOf(channel.Address)
            ?? throw new MastodonException(MastodonTrouble.Refused, "The account of this channel names no server. Write it like @acme@example.social.");
        return settings.TokenSecret.Length == 0
            ? throw new MastodonException(MastodonTrouble.Refused, "This account is not connected yet. Press “Connect” in the channel's settings.")
            : Open(server, settings.TokenSecret);
    }

    /// <summary>Hears of news until the connection is over.</summary>
    /// <exception cref="MastodonException">There is no access token, or it cannot be read.</exception>
    public async Task<ListenEnd> ListenAsync(ChannelInfo channel, Action wake, CancellationToken cancellationToken)
    {
        using var api = Open(channel);
        using var client = clients.CreateGuarded();
        using var sockets = new HttpMessageInvoker(handlers.CreateHandler(GuardedHttp.ClientName), disposeHandler: false);
        return await new MastodonStream(client, sockets, api).RunAsync(wake, cancellationToken);
    }

    public MastodonApi Open(Uri server, string? token)
    {
        var client = clients.CreateGuarded();
        client.MaxResponseContentBufferSize = MastodonApi.MostBytes;
        return new MastodonApi(client, server, token, time);
    }
}

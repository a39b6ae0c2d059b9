using Inbox.Channels.Http;
using Inbox.Core.Channels;

namespace Inbox.Channels.Meta.Api;

/// <summary>Opens the way to the Graph API for a channel.</summary>
internal sealed class GraphApis(IHttpClientFactory clients, ChannelSecrets secrets, TimeProvider time)
{
    /// <summary>The settings of a stored channel, its secrets plain.</summary>
    /// <exception cref="GraphException">They cannot be read.</exception>
    public MetaSettings SettingsOf(ChannelInfo channel) => secrets.TryReveal(channel.Settings, out var revealed)
        ? MetaSettings.Read(revealed)
        : throw new GraphException(GraphTrouble.NoAccess, "The stored access token can no longer be read. Type it again in the channel's settings.");

    /// <exception cref="GraphException">There is no token.</exception>
    public GraphApi Open(MetaSettings settings)
    {
        if (settings.TokenSecret.Length == 0)
        {
            throw new GraphException(GraphTrouble.Refused, "This channel has no access token yet. Give one in its settings.");
        }

        var client = clients.CreateGuarded();
        client.MaxResponseContentBufferSize = GraphApi.MostBytes;
        return new GraphApi(client, settings.Graph, settings.Token, settings.InstagramLogin ? "" : settings.AppSecret, time);
    }
}

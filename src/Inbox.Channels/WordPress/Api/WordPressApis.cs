using System.Net.Http.Headers;
using System.Text;
using Inbox.Channels.Http;
using Inbox.Core.Channels;
using Microsoft.Extensions.Options;

namespace Inbox.Channels.WordPress.Api;

/// <summary>Opens the REST API of the blog behind a channel.</summary>
internal sealed class WordPressApis(IHttpClientFactory clients, ChannelSecrets secrets, IOptions<GuardedHttpOptions> options, TimeProvider time)
{
    private readonly WordPressRoutes _routes = new();

    /// <exception cref="WordPressException">The address or the login cannot be used.</exception>
    public WordPressApi Open(ChannelInfo channel) => secrets.TryReveal(channel.Settings, out var revealed)
        ? Open(channel.Address, WordPressSettings.Read(revealed))
        : throw new WordPressException(WordPressTrouble.NoAccess, "The stored application password can no longer be read. Type it again.");

    /// <param name="address">Of the blog, as typed.</param>
    /// <param name="settings">With secrets revealed.</param>
    /// <exception cref="WordPressException">The address or the login cannot be used.</exception>
    public WordPressApi Open(string address, WordPressSettings settings)
    {
        if (WordPressSettings.SiteOf(address) is not { } site)
        {
            throw new WordPressException(WordPressTrouble.NotReached, "The address of the blog is no web address (https://…).");
        }

        if (settings.HasLogin && site.Scheme != Uri.UriSchemeHttps && !options.Value.Policy.MayUsePlainHttp(site.Host))
        {
            throw new WordPressException(WordPressTrouble.NoAccess, "The application password would travel in the open. Give the address of the blog with https.");
        }

        var client = clients.CreateGuarded();
        client.MaxResponseContentBufferSize = WordPressApi.MostBytes;
        return new WordPressApi(client, site, settings.HasLogin ? Login(settings) : null, _routes, time);
    }

    /// <summary>The spaces in an application password are for reading it aloud.</summary>
    private static AuthenticationHeaderValue Login(WordPressSettings settings) => new(
        "Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{settings.User.Trim()}:{settings.ApplicationPassword.Replace(" ", "", StringComparison.Ordinal)}")));
}

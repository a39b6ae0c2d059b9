using System.Net;
using System.Text;

namespace Inbox.Channels.Http;

/// <summary>
/// Follows redirects one by one, so that each is checked like the first address: http or https, no credentials in the
/// address, never from https to http, at most <see cref="MaxRedirects"/>. Requests other than GET and HEAD are not redirected.
/// </summary>
internal sealed class GuardedHttpHandler : DelegatingHandler
{
    public const int MaxRedirects = 5;

    /// <summary>On the request of a response: where the resource has moved for good (301, 308), if every step so far was permanent.</summary>
    public static readonly HttpRequestOptionsKey<Uri> MovedTo = new("Inbox.MovedTo");

    public GuardedHttpHandler(GuardedConnection connection)
        : base(new SocketsHttpHandler
        {
            ConnectCallback = connection.ConnectAsync,
            AllowAutoRedirect = false,
            UseCookies = false,
            // A proxy would look names up itself, out of reach of the check.
            UseProxy = false,
            AutomaticDecompression = DecompressionMethods.All,
            ConnectTimeout = TimeSpan.FromSeconds(10),
            PooledConnectionLifetime = TimeSpan.FromMinutes(2),
            RequestHeaderEncodingSelector = static (_, _) => Encoding.Latin1,
            ResponseHeaderEncodingSelector = static (_, _) => Encoding.Latin1,
        })
    {
    }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        Check(request.RequestUri, sockets: true);
        var permanent = true;
        for (var redirects = 0; ; redirects++)
        {
            var response = await SendOnceAsync(request, cancellationToken);
            if (Target(request, response) is not { } target)
            {
                return response;
            }

            permanent &= response.StatusCode is HttpStatusCode.MovedPermanently or HttpStatusCode.PermanentRedirect;
            response.Dispose();
            if (redirects == MaxRedirects)
            {
                throw new GuardedHttpException($"gave up after {MaxRedirects} redirects");
            }

            Redirect(request, target, permanent);
        }
    }

    private async Task<HttpResponseMessage> SendOnceAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        try
        {
            return await base.SendAsync(request, cancellationToken);
        }
        catch (HttpRequestException failure) when (failure.InnerException is GuardedHttpException refusal)
        {
            // The transport wraps what its connect callback throws; our message is the one to show.
            throw new GuardedHttpException(refusal.Message);
        }
    }

    private static Uri? Target(HttpRequestMessage request, HttpResponseMessage response)
    {
        var redirects = (int)response.StatusCode is 301 or 302 or 303 or 307 or 308;
        return redirects && (request.Method == HttpMethod.Get || request.Method == HttpMethod.Head)
            && response.Headers.Location is { } location && Uri.TryCreate(request.RequestUri!, location, out var target)
                ? target
                : null;
    }

    private static void Redirect(HttpRequestMessage request, Uri target, bool permanent)
    {
        var from = request.RequestUri!;
        Check(target);
        if (from.Scheme == Uri.UriSchemeHttps && target.Scheme == Uri.UriSchemeHttp)
        {
            throw new GuardedHttpException($"refuses a redirect from https to http: {target.Host}");
        }

        if (Uri.Compare(from, target, UriComponents.SchemeAndServer, UriFormat.Unescaped, StringComparison.OrdinalIgnoreCase) != 0)
        {
            request.Headers.Authorization = null;
        }

        request.RequestUri = target;
        request.Headers.Host = null;
        if (permanent)
        {
            request.Options.Set(MovedTo, target);
        }
    }

    /// <param name="address">Ours, or one that a server sent us to.</param>
    /// <param name="sockets">A WebSocket may be opened there too.</param>
    private static void Check(Uri? address, bool sockets = false)
    {
        if (address is null || !(address.Scheme is "http" or "https" || (sockets && address.Scheme is "ws" or "wss")))
        {
            throw new GuardedHttpException($"refuses to fetch anything but http and https: {address?.Scheme}");
        }

        if (address.UserInfo.Length > 0)
        {
            throw new GuardedHttpException($"refuses an address with a user name or password in it: {address.Host}");
        }
    }
}

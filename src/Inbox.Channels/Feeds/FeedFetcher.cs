using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using Inbox.Channels.Http;

namespace Inbox.Channels.Feeds;

/// <summary>A polite look at a feed: conditional, bounded in size and time, heeding what the server asks for.</summary>
/// <param name="client">A guarded client (<see cref="GuardedHttp"/>).</param>
/// <param name="timeLimit">For the whole of a look; 20 seconds unless told otherwise.</param>
internal sealed class FeedFetcher(HttpClient client, TimeProvider time, TimeSpan? timeLimit = null)
{
    public const int MaxBytes = 5 * 1024 * 1024;

    private static readonly TimeSpan LongestWait = TimeSpan.FromDays(1);
    private readonly TimeSpan _timeLimit = timeLimit ?? TimeSpan.FromSeconds(20);

    /// <param name="etag">From the last <see cref="FeedFetch.Content"/>, unchanged; likewise <paramref name="lastModified"/>.</param>
    public async Task<FeedFetch> FetchAsync(Uri address, string? etag, string? lastModified, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(_timeLimit, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
        try
        {
            using var request = Request(address, etag, lastModified);
            using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, either.Token);
            return await UnderstandAsync(response, either.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new FeedFetch.Failed($"The server did not answer in full within {_timeLimit.TotalSeconds:0} seconds.");
        }
        catch (GuardedHttpException refusal)
        {
            return new FeedFetch.Failed($"Inbox {refusal.Message}.");
        }
        catch (HttpRequestException failure)
        {
            return new FeedFetch.Failed(InWords(failure, address));
        }
        catch (IOException)
        {
            return new FeedFetch.Failed("The connection broke before the document had arrived in full.");
        }
    }

    private static HttpRequestMessage Request(Uri address, string? etag, string? lastModified)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, address);
        request.Headers.Accept.ParseAdd("application/atom+xml, application/rss+xml, application/feed+json, application/xml;q=0.9, text/xml;q=0.9, application/json;q=0.8, */*;q=0.5");
        request.Headers.UserAgent.ParseAdd("Inbox/1.0 (feed reader)");
        // Byte for byte: servers compare these as text (RFC 9110, 8.8), and some send forms that typed headers refuse.
        if (etag is not null)
        {
            request.Headers.TryAddWithoutValidation("If-None-Match", etag);
        }

        if (lastModified is not null)
        {
            request.Headers.TryAddWithoutValidation("If-Modified-Since", lastModified);
        }

        return request;
    }

    private async Task<FeedFetch> UnderstandAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        var movedTo = response.RequestMessage is { } request && request.Options.TryGetValue(GuardedHttpHandler.MovedTo, out var moved) ? moved : null;
        var code = (int)response.StatusCode;
        switch (response.StatusCode)
        {
            case HttpStatusCode.OK:
                return await ReadAsync(response, cancellationToken) is { } body
                    ? new FeedFetch.Content(
                        body, Raw(response.Content.Headers, "Content-Type"), response.RequestMessage!.RequestUri!, Raw(response.Headers, "ETag"),
                        Raw(response.Content.Headers, "Last-Modified"), movedTo, FreshFor(response))
                    {
                        Links = response.Headers.NonValidated.TryGetValues("Link", out var links) ? WebLink.InHeaders(links, response.RequestMessage.RequestUri!) : [],
                    }
                    : new FeedFetch.Failed($"The document is larger than {MaxBytes / 1024 / 1024} MB.");
            case HttpStatusCode.NotModified:
                return new FeedFetch.NotModified(movedTo, FreshFor(response));
            case HttpStatusCode.Gone:
                return new FeedFetch.Gone();
            case HttpStatusCode.TooManyRequests:
                return new FeedFetch.RetryLater(RetryAfter(response) ?? TimeSpan.FromMinutes(15), "The server asks us to look less often (429).", Limited: true);
            case >= HttpStatusCode.InternalServerError:
                return new FeedFetch.RetryLater(RetryAfter(response) ?? TimeSpan.FromMinutes(5), $"The server has trouble of its own ({code}).");
            case HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden:
                return new FeedFetch.Failed($"The server does not let us read this address ({code}).");
            case HttpStatusCode.NotFound:
                return new FeedFetch.Failed("There is nothing at this address (404).");
            default:
                return new FeedFetch.Failed($"The server answers {code} {response.ReasonPhrase}".TrimEnd() + ".");
        }
    }

    /// <summary>Null where the document, decompressed, is too large.</summary>
    private static async Task<byte[]?> ReadAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        if (response.Content.Headers.ContentLength > MaxBytes)
        {
            return null;
        }

        await using var stream = await response.Content.ReadAsStreamAsync(cancellationToken);
        using var body = new MemoryStream();
        var buffer = new byte[64 * 1024];
        for (int read; (read = await stream.ReadAsync(buffer, cancellationToken)) > 0;)
        {
            if (body.Length + read > MaxBytes)
            {
                return null;
            }

            body.Write(buffer, 0, read);
        }

        return body.ToArray();
    }

    private TimeSpan? RetryAfter(HttpResponseMessage response) => response.Headers.RetryAfter switch
    {
        { Delta: { } delta } => Bounded(delta),
        { Date: { } date } => Bounded(date - time.GetUtcNow()),
        _ => null,
    };

    private static TimeSpan? FreshFor(HttpResponseMessage response) =>
        response.Headers.CacheControl is { NoCache: false, NoStore: false, MaxAge: { Ticks: > 0 } age }
            ? Bounded(age - (response.Headers.Age ?? TimeSpan.Zero))
            : null;

    private static TimeSpan Bounded(TimeSpan wait) =>
        wait < TimeSpan.FromSeconds(1) ? TimeSpan.FromSeconds(1) : wait > LongestWait ? LongestWait : wait;

    private static string? Raw(HttpHeaders headers, string name) =>
        headers.NonValidated.TryGetValues(name, out var values) && values.Count > 0 ? values.First() : null;

    private static string InWords(HttpRequestException failure, Uri address) => failure.HttpRequestError switch
    {
        HttpRequestError.NameResolutionError => $"There is no server of the name {address.Host}.",
        HttpRequestError.ConnectionError => $"The server {address.Authority} cannot be reached.",
        HttpRequestError.SecureConnectionError => $"The server {address.Authority} shows no valid certificate.",
        HttpRequestError.ResponseEnded or HttpRequestError.InvalidResponse => "The server's answer broke off or is no HTTP.",
        _ => string.Create(CultureInfo.InvariantCulture, $"The server {address.Authority} cannot be read ({failure.HttpRequestError})."),
    };
}

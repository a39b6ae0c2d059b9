using System.Net.Http.Headers;

namespace Inbox.Channels.Http;

/// <summary>Fetches pictures that mails point to, for a reader who asked to see them: their sender learns our address, not the reader's.</summary>
public sealed class RemoteImages(IHttpClientFactory clients)
{
    /// <summary>Bytes; larger pictures are not shown.</summary>
    public const int MostBytes = 10_000_000;

    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(15);

    // SVG is a document with scripts, so it is no image here.
    private static readonly string[] Kinds = ["image/png", "image/jpeg", "image/gif", "image/webp", "image/bmp", "image/x-icon", "image/vnd.microsoft.icon", "image/avif"];

    /// <summary>The picture, or null when there is none that could be shown.</summary>
    public async Task<RemoteImage?> FetchAsync(Uri address, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(Timeout);
        try
        {
            using var client = clients.CreateGuarded();
            using var request = new HttpRequestMessage(HttpMethod.Get, address);
            request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("image/*"));
            using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, limit.Token);
            var kind = response.Content.Headers.ContentType?.MediaType?.ToLowerInvariant();
            if (!response.IsSuccessStatusCode || !Kinds.Contains(kind) || response.Content.Headers.ContentLength > MostBytes)
            {
                return null;
            }

            return await ReadAsync(response, kind!, limit.Token);
        }
        catch (Exception e) when (e is HttpRequestException or IOException || (e is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            // A picture that does not come is an empty frame to the reader, nothing more.
            return null;
        }
    }

    private static async Task<RemoteImage?> ReadAsync(HttpResponseMessage response, string kind, CancellationToken cancellationToken)
    {
        await using var stream = await response.Content.ReadAsStreamAsync(cancellationToken);
        using var kept = new MemoryStream();
        var buffer = new byte[81_920];
        int read;
        while ((read = await stream.ReadAsync(buffer, cancellationToken)) > 0)
        {
            // Announced or not, and before or after decompression.
            if (kept.Length + read > MostBytes)
            {
                return null;
            }

            kept.Write(buffer, 0, read);
        }

        return new RemoteImage(kind, kept.ToArray());
    }
}

/// <param name="ContentType">One that browsers show as a picture.</param>
public sealed record RemoteImage(string ContentType, byte[] Content);

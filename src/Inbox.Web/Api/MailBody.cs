using Microsoft.AspNetCore.Http.Metadata;

namespace Inbox.Web.Api;

/// <summary>A mail, or what holds one, as it comes in a request.</summary>
internal static class MailBody
{
    /// <summary>Bytes.</summary>
    public const long Most = 40 * 1024 * 1024;

    /// <summary>The body from its beginning; one that is too large says so and holds nothing of use.</summary>
    public static async Task<Spool> ReadAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        var spool = new Spool(Most, request.ContentLength ?? 0);
        try
        {
            if (request.ContentLength > Most)
            {
                spool.Refuse(request.ContentLength.Value);
            }
            else
            {
                await spool.FillAsync(request.Body, cancellationToken);
            }

            return spool;
        }
        catch
        {
            await spool.DisposeAsync();
            throw;
        }
    }

    /// <summary>
    /// The server's own limit would cut the connection while the sender still writes, who then never reads why.
    /// We count ourselves, answer, and the server reads on for at most five seconds.
    /// </summary>
    internal sealed class Limit : IRequestSizeLimitMetadata
    {
        public long? MaxRequestBodySize => null;
    }
}

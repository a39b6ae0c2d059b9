using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Text;
using Inbox.Channels.Http;
using Inbox.Core.Webhooks;
using Microsoft.Extensions.Options;

namespace Inbox.Channels.Webhooks;

/// <summary>Calls webhooks over the guarded client: no address of the company's own network, no redirects, ten seconds.</summary>
internal sealed class WebhookSender(IHttpClientFactory clients, IOptions<GuardedHttpOptions> options, WebhookBody body) : IWebhookSender
{
    /// <summary>Of the answer; only its status counts, and its first words may say what is wrong.</summary>
    private const int MostAnswerBytes = 500;
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(10);

    private GuardPolicy Policy => options.Value.Policy;

    public string? Refuse(string address)
    {
        if (!Uri.TryCreate(address, UriKind.Absolute, out var uri) || uri.Host.Length == 0 || (uri.Scheme != Uri.UriSchemeHttps && uri.Scheme != Uri.UriSchemeHttp))
        {
            return "Give a whole address that begins with https://.";
        }

        if (uri.Scheme == Uri.UriSchemeHttp && !Policy.MayUsePlainHttp(uri.Host))
        {
            return "Use https. Plain http is only for hosts of one's own network, once Inbox:AllowPrivateNetworks is on or Inbox:AllowedPrivateHosts lists the host.";
        }

        if (uri.UserInfo.Length > 0)
        {
            return "Leave user name and password out of the address.";
        }

        var refused = IPAddress.TryParse(uri.DnsSafeHost, out var literal) ? Policy.Refuse(uri.DnsSafeHost, literal) : null;
        return refused is null ? null : $"Inbox {refused}";
    }

    public async Task<WebhookResult> SendAsync(WebhookCall call, CancellationToken cancellationToken)
    {
        if (Refuse(call.Address) is { } refused)
        {
            return new WebhookResult(WebhookOutcome.Unreachable, refused);
        }

        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(Timeout);
        try
        {
            using var client = clients.CreateGuarded();
            using var request = Request(call);
            using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, limit.Token);
            return response.IsSuccessStatusCode
                ? new WebhookResult(WebhookOutcome.Sent)
                : new WebhookResult(IsTrouble(response.StatusCode) ? WebhookOutcome.Unreachable : WebhookOutcome.Refused, await SaidAsync(response, limit.Token), After(response.Headers.RetryAfter, call.At));
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new WebhookResult(WebhookOutcome.Unreachable, "It did not answer within ten seconds.");
        }
        catch (Exception e) when (e is HttpRequestException or IOException or AuthenticationException or SocketException)
        {
            return new WebhookResult(WebhookOutcome.Unreachable, e is GuardedHttpException ? $"Inbox {e.Message}" : $"It could not be reached: {e.GetBaseException().Message}");
        }
    }

    private HttpRequestMessage Request(WebhookCall call)
    {
        var content = Encoding.UTF8.GetBytes(body.Of(call));
        var request = new HttpRequestMessage(HttpMethod.Post, call.Address)
        {
            Content = new ByteArrayContent(content) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } },
        };
        request.Headers.UserAgent.Add(new ProductInfoHeaderValue("Inbox", productVersion: null));
        var at = call.At.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        request.Headers.Add("webhook-id", call.Key);
        request.Headers.Add("webhook-timestamp", at);
        if (call.Secret is { } secret)
        {
            request.Headers.Add("webhook-signature", WebhookSignature.Of(secret, call.Key, at, content));
        }

        return request;
    }

    /// <summary>The far side takes nothing at the moment, whatever we send.</summary>
    private static bool IsTrouble(HttpStatusCode status) =>
        (int)status is >= 500 or (>= 300 and < 400) || status is HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests;

    private static TimeSpan? After(RetryConditionHeaderValue? asked, DateTimeOffset now)
    {
        var wait = asked?.Delta ?? (asked?.Date is { } date ? date - now : null);
        return wait > TimeSpan.Zero ? wait : null;
    }

    private static async Task<string> SaidAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        var kept = new byte[MostAnswerBytes];
        await using var stream = await response.Content.ReadAsStreamAsync(cancellationToken);
        var length = await stream.ReadAtLeastAsync(kept, MostAnswerBytes, throwOnEndOfStream: false, cancellationToken);
        var words = new string([.. Encoding.UTF8.GetString(kept, 0, length).Where(c => !char.IsControl(c))]).Trim();
        return string.Create(CultureInfo.InvariantCulture, $"It answered {(int)response.StatusCode} {response.ReasonPhrase}{(words.Length > 0 ? ": " + words : "")}");
    }
}

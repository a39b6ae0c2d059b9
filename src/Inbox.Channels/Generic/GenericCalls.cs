using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using Inbox.Channels.Http;
using Inbox.Channels.Social;
using Inbox.Channels.Webhooks;
using Inbox.Core;
using Inbox.Core.Channels;
using Inbox.Core.Webhooks;

namespace Inbox.Channels.Generic;

/// <summary>Posts to the far side, signed as Standard Webhooks asks, over the guarded client and bounded in size and time.</summary>
internal sealed class GenericCalls(IHttpClientFactory clients, IWebhookSender calls, TimeProvider time)
{
    /// <summary>Of what the far side answers.</summary>
    private const int MostAnswerBytes = 16 * 1024;

    private static readonly TimeSpan MostTime = TimeSpan.FromSeconds(25);
    private static readonly TimeSpan UsualWait = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan LongestWait = TimeSpan.FromDays(1);

    /// <param name="settings">With secrets plain.</param>
    /// <param name="key">The same on every attempt, by which the far side knows it again.</param>
    /// <param name="body">JSON.</param>
    /// <param name="cancellationToken">The host stops.</param>
    public async Task<SendResult> PostAsync(GenericSettings settings, string key, byte[] body, CancellationToken cancellationToken)
    {
        if (settings.AnswersTo.Length == 0)
        {
            return new SendResult(SendOutcome.Later, "This channel has no address that takes answers. Type one in its settings.", DoorFails: true);
        }

        if (settings.Secrets.Count == 0)
        {
            return new SendResult(SendOutcome.Later, "This channel has no signing secret. Make one in its settings.", DoorFails: true);
        }

        if (calls.Refuse(settings.AnswersTo) is { } refused)
        {
            return new SendResult(SendOutcome.Later, refused, DoorFails: true);
        }

        using var limit = new CancellationTokenSource(MostTime, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
        try
        {
            using var client = clients.CreateGuarded();
            client.Timeout = Timeout.InfiniteTimeSpan;
            using var request = Request(settings, key, body);
            using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, either.Token);
            return Outcome(response, await ReadAsync(response, either.Token));
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return Broken($"{HostOf(settings)} did not answer within {MostTime.TotalSeconds:0} seconds.");
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            return Broken(e is GuardedHttpException ? $"Inbox {e.Message}." : $"{HostOf(settings)} could not be reached, or broke off.");
        }
    }

    /// <summary>What the far side may have taken goes out again under the same id, which it takes once.</summary>
    private static SendResult Broken(string why) => new(SendOutcome.Later, why, DoorFails: true);

    private HttpRequestMessage Request(GenericSettings settings, string key, byte[] body)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, settings.AnswersTo)
        {
            Content = new ByteArrayContent(body) { Headers = { ContentType = new MediaTypeHeaderValue(GenericCall.ContentType) } },
        };
        var at = time.GetUtcNow().ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        request.Headers.UserAgent.ParseAdd("Inbox/1.0");
        request.Headers.Add("webhook-id", key);
        request.Headers.Add("webhook-timestamp", at);
        request.Headers.Add("webhook-signature", string.Join(' ', settings.Secrets.Select(s => WebhookSignature.Of(s, key, at, body))));
        return request;
    }

    private SendResult Outcome(HttpResponseMessage response, string answer)
    {
        var code = (int)response.StatusCode;
        var host = response.RequestMessage?.RequestUri?.Authority ?? "The far side";
        var said = Words.OneLine(answer) is { Length: > 0 } words && !words.StartsWith('<') ? $" It says: “{Words.Cut(words, 300)}”." : "";
        return code switch
        {
            >= 200 and < 300 => Taken(answer),
            410 => new SendResult(SendOutcome.Later, $"{host} wants no more calls (410). Type the new address in the channel's settings, or close the door.", DoorFails: true) { AccessLost = true },
            401 or 403 => new SendResult(SendOutcome.Later, $"{host} refuses our signature ({code}). Give it the signing secret of this channel.{said}", DoorFails: true) { AccessLost = true },
            429 => new SendResult(SendOutcome.Later, $"{host} asks us to wait (429).") { LimitedUntil = Until(response) },
            503 when response.Headers.RetryAfter is not null => new SendResult(SendOutcome.Later, $"{host} is not available just now (503).") { LimitedUntil = Until(response) },
            408 or 425 or >= 500 => Broken($"{host} has trouble of its own ({code}).{said}"),
            >= 300 and < 400 => Broken($"{host} points elsewhere ({code}), and a signed call follows no such hint. Type the new address in the channel's settings."),
            _ => new SendResult(SendOutcome.Failed, $"{host} refuses this ({code}).{said}"),
        };
    }

    /// <summary>The far side may tell what it calls our answer, and where it stands.</summary>
    private static SendResult Taken(string answer)
    {
        var root = SocialDocument.Read(Encoding.UTF8.GetBytes(answer)).Roots is [var only] ? only : default;
        return SendResult.Sent with
        {
            ExternalId = root.Filled("id")?.Trim() is { Length: <= GenericReader.MostIdLength } given ? given : null,
            Url = root.Address("url"),
        };
    }

    /// <summary>Retry-After in either form (RFC 9110, 10.2.3).</summary>
    private DateTimeOffset Until(HttpResponseMessage response)
    {
        var now = time.GetUtcNow();
        var until = response.Headers.RetryAfter switch
        {
            { Delta: { } delta } => now + delta,
            { Date: { } date } => date,
            _ => now + UsualWait,
        };
        return until <= now ? now + TimeSpan.FromSeconds(1) : until > now + LongestWait ? now + LongestWait : until;
    }

    private static async Task<string> ReadAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        var kept = new byte[MostAnswerBytes];
        await using var stream = await response.Content.ReadAsStreamAsync(cancellationToken);
        var length = await stream.ReadAtLeastAsync(kept, kept.Length, throwOnEndOfStream: false, cancellationToken);
        return Encoding.UTF8.GetString(kept, 0, length);
    }

    private static string HostOf(GenericSettings settings) => new Uri(settings.AnswersTo).Authority;
}

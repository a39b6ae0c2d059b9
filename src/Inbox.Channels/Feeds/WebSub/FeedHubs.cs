using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using Inbox.Channels.Http;
using Inbox.Core;
using Inbox.Core.Channels;

namespace Inbox.Channels.Feeds.WebSub;

/// <summary>Asks hubs to call us when a feed has news (WebSub, 5.1), and asks again before a lease ends.</summary>
internal sealed class FeedHubs(IHttpClientFactory clients, ChannelSecrets secrets, FeedHubs.KeepAsync keepAsync, PublicAddress home, TimeProvider time)
{
    public delegate Task KeepAsync(long channelId, string secret);

    private static readonly TimeSpan Lease = TimeSpan.FromDays(10);
    private static readonly TimeSpan MostTime = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan AfterFailure = TimeSpan.FromHours(1);

    /// <summary>A hub that took a request and never asked back is asked once more.</summary>
    private static readonly TimeSpan MostPending = TimeSpan.FromDays(1);

    /// <summary>The subscription that there should be, by what a feed offers now. Null: none.</summary>
    public WebSubState? Wanted(WebSubState? state, HubOffer? offer, ChannelInfo channel, FeedSettings settings, DateTimeOffset now)
    {
        // A hub must be able to reach us.
        if (offer is null || !settings.UsesHub || home.Url.Length == 0)
        {
            return null;
        }

        var wanted = new WebSubState(offer.Hub, offer.Topic, $"{home.Url}/hooks/{channel.Key}") { PendingSince = now };
        return state is not null && (state.Hub, state.Topic, state.Callback) == (wanted.Hub, wanted.Topic, wanted.Callback) ? state : wanted;
    }

    /// <summary>Takes the next step, if one is due.</summary>
    public async Task<WebSubState> TendAsync(WebSubState state, ChannelInfo channel, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (state.NotBefore > now)
        {
            return state;
        }

        if (state.PendingSince is not { } since)
        {
            return state.IsActive(now) && state.RenewAt > now ? state : state with { PendingSince = now, Asked = false };
        }

        if (state.Asked)
        {
            return now - since < MostPending ? state : state with { PendingSince = now, Asked = false };
        }

        if (since == now)
        {
            // First it is stored that the hub may ask, then the hub is asked.
            return state;
        }

        return await AskAsync(state, await SecretAsync(channel), cancellationToken) ? state with { Asked = true } : state with { NotBefore = now + AfterFailure };
    }

    private async Task<string> SecretAsync(ChannelInfo channel)
    {
        if (secrets.TryReveal(channel.Settings, out var revealed) && FeedSettings.Read(revealed).WebSubSecret is { Length: > 0 } secret)
        {
            return secret;
        }

        var made = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));
        await keepAsync(channel.Id, made);
        return made;
    }

    /// <summary>False where the hub does not take it; the feed is polled as before.</summary>
    private async Task<bool> AskAsync(WebSubState state, string secret, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(MostTime, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
        try
        {
            using var client = clients.CreateGuarded();
            using var form = new FormUrlEncodedContent(
            [
                KeyValuePair.Create("hub.mode", "subscribe"),
                KeyValuePair.Create("hub.topic", state.Topic),
                KeyValuePair.Create("hub.callback", state.Callback),
                KeyValuePair.Create("hub.lease_seconds", Lease.TotalSeconds.ToString("0", CultureInfo.InvariantCulture)),
                KeyValuePair.Create("hub.secret", secret),
            ]);
            using var request = new HttpRequestMessage(HttpMethod.Post, state.Hub) { Content = form };
            request.Headers.UserAgent.ParseAdd("Inbox/1.0 (feed reader)");
            using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, either.Token);
            return response.IsSuccessStatusCode;
        }
        catch (Exception e) when (e is HttpRequestException or IOException || (e is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            return false;
        }
    }
}

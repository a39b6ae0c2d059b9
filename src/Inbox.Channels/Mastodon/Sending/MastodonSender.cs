using System.Globalization;
using System.Text.Json;
using Inbox.Channels.Mastodon.Api;
using Inbox.Channels.Social;
using Inbox.Core.Channels;

namespace Inbox.Channels.Mastodon.Sending;

/// <summary>
/// Posts an answer, or the posts that it is cut into, each below the one before. Whatever goes wrong before a post itself left
/// nothing at the server; only one that broke off may stand there, and is looked for before anything is tried again. Not all
/// servers heed the Idempotency-Key.
/// </summary>
internal sealed class MastodonSender(MastodonApis apis)
{
    private const string Gone = "The post that it answers is no longer there, or no longer for us.";

    public Task<SendResult> SendAsync(OutgoingMessage message, ChannelInfo channel, CancellationToken cancellationToken) =>
        apis.TryAsync(channel, api => SendAsync(api, message, channel, cancellationToken));

    /// <summary>The status that a message answers; undefined where it answers none, null where that is gone.</summary>
    public static async Task<JsonElement?> AnsweredAsync(MastodonApi api, OutgoingMessage message, CancellationToken cancellationToken) =>
        message.InReplyTo is { Length: > 0 } id ? await api.FindAsync($"/api/v1/statuses/{Uri.EscapeDataString(id)}", cancellationToken) : default(JsonElement);

    /// <exception cref="MastodonException">It failed before a post was handed over.</exception>
    private static async Task<SendResult> SendAsync(MastodonApi api, OutgoingMessage message, ChannelInfo channel, CancellationToken cancellationToken)
    {
        if (await AnsweredAsync(api, message, cancellationToken) is not { } answered)
        {
            return new SendResult(SendOutcome.Failed, Gone);
        }

        var parts = MastodonParts.Of(message, channel);
        // An attempt before this one may have ended in the middle.
        List<MastodonPart> posted = parts.Count > 1 ? [.. await MastodonParts.StandingAsync(api, message, parts, channel, cancellationToken)] : [];
        while (posted.Count < parts.Count)
        {
            var number = posted.Count;
            var media = new List<string>();
            foreach (var file in number == 0 ? message.Attachments : [])
            {
                media.Add(await MastodonMedia.UploadAsync(api, file, cancellationToken));
            }

            var reply = MastodonReply.To(message with { Text = parts[number] }, answered, channel);
            var above = number == 0 ? message.InReplyTo : posted[^1].Id;
            var status = new MastodonBody(reply.Status, reply.Warning, media.Count > 0 ? media : null) { InReplyToId = above is { Length: > 0 } ? above : null, Visibility = reply.Visibility };
            var key = number == 0 ? message.ExternalId : string.Create(CultureInfo.InvariantCulture, $"{message.ExternalId}/{number}");
            switch (await PostAsync(api, status, key, cancellationToken))
            {
                case { Post: { } post }:
                    posted.Add(post);
                    break;
                case { Failure: { Outcome: SendOutcome.Failed } refused } when number > 0:
                    return refused with { Detail = string.Create(CultureInfo.InvariantCulture, $"{number} of {parts.Count} posts stand there; the next one was refused: {refused.Detail}") };
                case { Failure: { } failure }:
                    return failure;
            }
        }

        return SendResult.Sent with { ExternalId = posted[0].Id, Url = posted[0].Url, FurtherIds = [.. posted.Skip(1).Select(p => p.Id)] };
    }

    private static async Task<(MastodonPart? Post, SendResult? Failure)> PostAsync(MastodonApi api, MastodonBody status, string key, CancellationToken cancellationToken)
    {
        try
        {
            using var content = status.ToContent();
            var posted = await api.PostAsync("/api/v1/statuses", content, key, cancellationToken);
            return posted.Filled("id") is { } given
                ? (new MastodonPart(given, posted.Address("url", "uri")), null)
                : (null, new SendResult(SendOutcome.Unknown, $"{api.Server.Host} answered, and not with our post."));
        }
        catch (MastodonException e)
        {
            return (null, e.Trouble switch
            {
                MastodonTrouble.BrokeOff or MastodonTrouble.Broken or MastodonTrouble.Garbage => new SendResult(SendOutcome.Unknown, e.Message),
                MastodonTrouble.Missing => new SendResult(SendOutcome.Failed, Gone),
                _ => MastodonAttempt.NotDone(e),
            });
        }
    }
}

using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Inbox.Channels.Api;
using Inbox.Channels.Bluesky.Api;
using Inbox.Channels.Social;
using Inbox.Core.Channels;

namespace Inbox.Channels.Bluesky.Sending;

/// <summary>
/// Writes one post, or several of which each answers the one before. Every one is put under a key of ours: putting the same
/// once more changes nothing, so an attempt that broke off is simply made again from its beginning.
/// </summary>
internal sealed class BlueskySender(BlueskyApi api)
{
    private const string Collection = BlueskyPost.Collection;

    /// <param name="message">The answer.</param>
    /// <param name="parts">Its text, post by post.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    public async Task<SendResult> SendAsync(OutgoingMessage message, IReadOnlyList<string> parts, CancellationToken cancellationToken)
    {
        JsonObject? reply = null;
        if (message.InReplyTo is { Length: > 0 } answered)
        {
            if ((await api.PostsAsync([answered], cancellationToken)).GetValueOrDefault(answered) is not { ValueKind: JsonValueKind.Object } post)
            {
                return new SendResult(SendOutcome.Failed, "The post that this answers is no longer there, or its author has blocked the account.");
            }

            reply = Reply(post);
        }

        List<string> uris = [];
        for (var number = 0; number < parts.Count; number++)
        {
            try
            {
                var put = await PutAsync(message, parts[number], number, reply, cancellationToken);
                uris.Add(put.Filled("uri") ?? throw new ApiException(ApiFailure.Unsure, "The service took the post and did not say under which name."));
                reply = new JsonObject { ["root"] = (reply?["root"] ?? Reference(put)).DeepClone(), ["parent"] = Reference(put) };
            }
            catch (ApiException e) when (number > 0 && e.Failure == ApiFailure.Refused)
            {
                return new SendResult(SendOutcome.Failed, string.Create(CultureInfo.InvariantCulture, $"{number} of {parts.Count} posts stand there; the next one was refused: {e.Message}"));
            }
        }

        return SendResult.Sent with { ExternalId = uris[0], FurtherIds = uris[1..], Url = BlueskyPost.Page(uris[0], "") };
    }

    private async Task<JsonElement> PutAsync(OutgoingMessage message, string text, int number, JsonObject? reply, CancellationToken cancellationToken)
    {
        // The same on every attempt: the record must be, and a millisecond keeps the posts of a thread in their order.
        var at = message.At.AddMilliseconds(number);
        var record = new JsonObject
        {
            ["$type"] = Collection,
            ["text"] = text,
            ["createdAt"] = at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture),
        };
        if (reply is not null)
        {
            record["reply"] = reply.DeepClone();
        }

        if (await new BlueskyText(api).FacetsAsync(text, cancellationToken) is { Count: > 0 } facets)
        {
            record["facets"] = facets;
        }

        if (number == 0 && message.Attachments.Count > 0)
        {
            record["embed"] = await ImagesAsync(message.Attachments, cancellationToken);
        }

        var key = number == 0 ? message.ExternalId : BlueskyKey.Of(at, string.Create(CultureInfo.InvariantCulture, $"{message.Token}/{number}"));
        return await api.PostAsync(
            "com.atproto.repo.putRecord",
            new JsonObject { ["repo"] = await api.DidAsync(cancellationToken), ["collection"] = Collection, ["rkey"] = key, ["record"] = record },
            cancellationToken);
    }

    /// <summary>The root is that of the post answered, which is one itself where it answers none.</summary>
    private static JsonObject Reply(JsonElement post)
    {
        var root = post.Get("record").Get("reply").Get("root");
        return new JsonObject { ["root"] = Reference(root.Filled("uri") is null ? post : root), ["parent"] = Reference(post) };
    }

    private static JsonObject Reference(JsonElement post) => new() { ["uri"] = post.Filled("uri"), ["cid"] = post.Filled("cid") };

    private async Task<JsonObject> ImagesAsync(IReadOnlyList<OutgoingAttachment> files, CancellationToken cancellationToken)
    {
        var images = new JsonArray();
        foreach (var file in files)
        {
            await using var stream = await file.OpenAsync(cancellationToken);
            using var bytes = new MemoryStream();
            await stream.CopyToAsync(bytes, cancellationToken);
            var blob = (await api.UploadAsync(bytes.ToArray(), file.ContentType, cancellationToken)).Get("blob");
            images.Add(new JsonObject { ["image"] = JsonObject.Create(blob), ["alt"] = file.Words });
        }

        return new JsonObject { ["$type"] = "app.bsky.embed.images", ["images"] = images };
    }
}

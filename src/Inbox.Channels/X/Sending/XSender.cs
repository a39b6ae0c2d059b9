using System.Text.Json;
using System.Text.Json.Nodes;
using Inbox.Channels.Api;
using Inbox.Channels.Social;
using Inbox.Channels.X.Api;
using Inbox.Core.Cases;
using Inbox.Core.Channels;

namespace Inbox.Channels.X.Sending;

/// <summary>Writes one post or one private message.</summary>
internal sealed class XSender(XApi api, string account)
{
    public Task<SendResult> SendAsync(OutgoingMessage message, CancellationToken cancellationToken) =>
        message.Visibility == Visibility.Public ? PostAsync(message, cancellationToken) : WriteAsync(message, cancellationToken);

    private async Task<SendResult> PostAsync(OutgoingMessage message, CancellationToken cancellationToken)
    {
        var body = new JsonObject { ["text"] = message.Text };
        if (message.InReplyTo is { Length: > 0 } answered)
        {
            body["reply"] = new JsonObject { ["in_reply_to_tweet_id"] = answered };
        }

        if (message.Attachments.Count > 0)
        {
            body["media"] = new JsonObject { ["media_ids"] = await UploadAsync(message.Attachments, "tweet_image", cancellationToken) };
        }

        var posted = (await api.PostAsync("/2/tweets", body, cancellationToken)).Get("data");
        return posted.Filled("id") is { } id
            ? SendResult.Sent with { ExternalId = id, Url = PageOf(account, id) }
            : throw new ApiException(ApiFailure.Unsure, "X took the post and did not say under which id.");
    }

    private async Task<SendResult> WriteAsync(OutgoingMessage message, CancellationToken cancellationToken)
    {
        var body = new JsonObject { ["text"] = message.Text };
        if (message.Attachments.Count > 0)
        {
            body["attachments"] = new JsonArray([.. (await UploadAsync(message.Attachments, "dm_image", cancellationToken)).Select(id => new JsonObject { ["media_id"] = (string?)id })]);
        }

        var written = (await api.PostAsync($"{await ConversationAsync(message.InReplyTo ?? "", cancellationToken)}/messages", body, cancellationToken)).Get("data");
        return written.Filled("dm_event_id") is { } id
            ? SendResult.Sent with { ExternalId = XDelivery.OfMessage(id) }
            : throw new ApiException(ApiFailure.Unsure, "X took the message and did not say under which id.");
    }

    /// <summary>That of the message answered; the author of a post is written to by name.</summary>
    private async Task<string> ConversationAsync(string answered, CancellationToken cancellationToken)
    {
        if (XDelivery.MessageId(answered) is { } id)
        {
            var found = (await api.GetAsync($"/2/dm_events/{Uri.EscapeDataString(id)}", [("dm_event.fields", "dm_conversation_id,sender_id")], cancellationToken)).Get("data");
            return found.Filled("dm_conversation_id") is { } conversation
                ? $"/2/dm_conversations/{Uri.EscapeDataString(conversation)}"
                : throw new ApiException(ApiFailure.Refused, "The private message that this answers is no longer there. X keeps them for 30 days.");
        }

        var post = (await api.GetAsync($"/2/tweets/{Uri.EscapeDataString(answered)}", [("tweet.fields", "author_id")], cancellationToken)).Get("data");
        return post.Filled("author_id") is { } author
            ? $"/2/dm_conversations/with/{Uri.EscapeDataString(author)}"
            : throw new ApiException(ApiFailure.Refused, "The post that this answers is no longer there, so X does not say whom to write to.");
    }

    private async Task<JsonArray> UploadAsync(IReadOnlyList<OutgoingAttachment> files, string category, CancellationToken cancellationToken)
    {
        var ids = new JsonArray();
        foreach (var file in files)
        {
            await using var stream = await file.OpenAsync(cancellationToken);
            using var bytes = new MemoryStream();
            await stream.CopyToAsync(bytes, cancellationToken);
            var uploaded = await BeforeAsync(() => api.UploadAsync(bytes.ToArray(), file.ContentType, category, cancellationToken));
            ids.Add((JsonNode?)(uploaded.Get("data").Filled("id") ?? uploaded.Filled("media_id_string") ?? throw new ApiException(ApiFailure.Failing, "X took an image and did not say under which id.")));
        }

        return ids;
    }

    /// <summary>An upload that may have arrived says nothing to anybody: the answer itself was not given.</summary>
    private static async Task<JsonElement> BeforeAsync(Func<Task<JsonElement>> callAsync)
    {
        try
        {
            return await callAsync();
        }
        catch (ApiException e) when (e.Failure == ApiFailure.Unsure)
        {
            throw new ApiException(ApiFailure.Failing, e.Message);
        }
    }

    public static string PageOf(string account, string id) => $"https://x.com/{Uri.EscapeDataString(account.Trim().TrimStart('@'))}/status/{Uri.EscapeDataString(id)}";
}

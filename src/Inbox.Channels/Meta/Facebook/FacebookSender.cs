using System.Net.Http.Headers;
using Inbox.Channels.Meta.Api;
using Inbox.Channels.Meta.Sending;
using Inbox.Channels.Social;
using Inbox.Core.Cases;
using Inbox.Core.Channels;

namespace Inbox.Channels.Meta.Facebook;

/// <summary>Answers as a page: below a post or comment, by a private reply to it, or on Messenger.</summary>
internal sealed class FacebookSender(GraphApis apis)
{
    private static readonly TimeSpan MostUpload = TimeSpan.FromMinutes(2);

    public async Task<SendResult> SendAsync(OutgoingMessage message, ChannelInfo channel, CancellationToken cancellationToken)
    {
        GraphApi api;
        MetaSettings settings;
        try
        {
            settings = apis.SettingsOf(channel);
            api = apis.Open(settings);
        }
        catch (GraphException e)
        {
            return new SendResult(SendOutcome.Later, e.Message, DoorFails: true) { AccessLost = e.Trouble == GraphTrouble.NoAccess };
        }

        using (api)
        {
            return message.Visibility == Visibility.Public
                ? await CommentAsync(api, message, cancellationToken)
                : await TalkAsync(api, settings, message, channel, cancellationToken);
        }
    }

    public async Task<ReadBack> LookAsync(OutgoingMessage message, ChannelInfo channel, CancellationToken cancellationToken)
    {
        try
        {
            var settings = apis.SettingsOf(channel);
            using var api = apis.Open(settings);
            var account = channel.Address.Trim();
            return message.Visibility == Visibility.Public
                ? await MetaReadBack.LookAsync(() => BelowAsync(api, message.InReplyTo ?? "", cancellationToken), message, account)
                : message.To is [{ Address: { Length: > 0 } person }, ..]
                    ? await MetaReadBack.LookAsync(() => new MetaTalk(api, account, settings.HumanAgent).SentToAsync("messenger", person, cancellationToken), message, account)
                    : new ReadBack(ReadBackOutcome.CannotTell);
        }
        catch (GraphException)
        {
            return new ReadBack(ReadBackOutcome.CannotTell);
        }
    }

    /// <summary>What is public, as the Send API names it: posts of a page begin with its id, comments with that of their post.</summary>
    public static (string Name, string Id)? PublicOf(string? externalId, string page) =>
        externalId is null || !externalId.Contains('_', StringComparison.Ordinal) || !externalId.All(c => char.IsAsciiDigit(c) || c == '_') ? null
        : externalId.StartsWith(page + "_", StringComparison.Ordinal) && externalId.Count(c => c == '_') == 1 ? ("post_id", externalId)
        : ("comment_id", externalId);

    private static async Task<SendResult> CommentAsync(GraphApi api, OutgoingMessage message, CancellationToken cancellationToken)
    {
        if (message.InReplyTo is not { Length: > 0 } answered)
        {
            return new SendResult(SendOutcome.Failed, "There is no post or comment to answer.");
        }

        string? photo = null;
        try
        {
            foreach (var file in message.Attachments.Take(1))
            {
                photo = await UploadAsync(api, file, cancellationToken);
            }
        }
        catch (GraphException e)
        {
            return MetaResults.NotSent(e);
        }

        try
        {
            var taken = await api.PostJsonAsync($"{Uri.EscapeDataString(answered)}/comments?fields=id,permalink_url", new { message = message.Text.Trim(), attachment_id = photo }, cancellationToken);
            return taken.Filled("id") is { } id
                ? SendResult.Sent with { ExternalId = id, Url = taken.Address("permalink_url") }
                : new SendResult(SendOutcome.Unknown, $"{api.Host} answered, and not with our comment.");
        }
        catch (GraphException e)
        {
            return MetaResults.Of(e, brokenMayHaveTaken: true);
        }
    }

    private static async Task<SendResult> TalkAsync(GraphApi api, MetaSettings settings, OutgoingMessage message, ChannelInfo channel, CancellationToken cancellationToken)
    {
        var page = channel.Address.Trim();
        try
        {
            var id = await new MetaTalk(api, page, settings.HumanAgent).SendAsync(message, PublicOf(message.InReplyTo, page), cancellationToken);
            return SendResult.Sent with { ExternalId = id };
        }
        catch (GraphException e)
        {
            return MetaResults.Of(e, brokenMayHaveTaken: true);
        }
    }

    /// <summary>A picture that no list shows, for the comment to carry.</summary>
    private static async Task<string> UploadAsync(GraphApi api, OutgoingAttachment file, CancellationToken cancellationToken)
    {
        await using var bytes = await file.OpenAsync(cancellationToken);
        using var content = new StreamContent(bytes);
        content.Headers.ContentType = MediaTypeHeaderValue.TryParse(file.ContentType, out var type) ? type : new MediaTypeHeaderValue("application/octet-stream");
        using var hidden = new StringContent("false");
        using var form = new MultipartFormDataContent { { content, "source", file.Name }, { hidden, "published" } };
        return (await api.PostAsync("me/photos", form, cancellationToken, MostUpload)).Filled("id")
            ?? throw new GraphException(GraphTrouble.Garbage, $"{api.Host} took a picture and did not say under which id.");
    }

    private static async Task<IReadOnlyList<System.Text.Json.JsonElement>> BelowAsync(GraphApi api, string answered, CancellationToken cancellationToken)
    {
        var answer = await api.GetAsync($"{Uri.EscapeDataString(answered)}/comments?fields=id,message,from,created_time,permalink_url&filter=stream&order=reverse_chronological&limit=50", cancellationToken);
        return answer.Get("data").ValueKind == System.Text.Json.JsonValueKind.Array ? [.. answer.Items("data")] : throw new GraphException(GraphTrouble.Garbage, "These are no comments.");
    }
}

using System.Text.Json;
using Inbox.Channels.Meta.Api;
using Inbox.Channels.Meta.Sending;
using Inbox.Channels.Social;
using Inbox.Core.Cases;
using Inbox.Core.Channels;

namespace Inbox.Channels.Meta.Instagram;

/// <summary>Answers as an account on Instagram: below a comment, to a mention, by a private reply, or in private.</summary>
internal sealed class InstagramSender(GraphApis apis)
{
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
            try
            {
                var account = channel.Address.Trim();
                var id = message.Visibility == Visibility.Public
                    ? await ReplyAsync(api, message, account, cancellationToken)
                    : await TalkOf(api, settings, account).SendAsync(message, PublicOf(message.InReplyTo), cancellationToken);
                return message.Visibility == Visibility.Public && id is null
                    ? new SendResult(SendOutcome.Unknown, $"{api.Host} answered, and not with our reply.")
                    : SendResult.Sent with { ExternalId = id };
            }
            catch (GraphException e)
            {
                return MetaResults.Of(e, brokenMayHaveTaken: true);
            }
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
                ? PublicOf(message.InReplyTo) is { } answered
                    ? await MetaReadBack.LookAsync(() => BelowAsync(api, answered.Id, cancellationToken), message, account)
                    // What stands below other people's media is not shown to us.
                    : new ReadBack(ReadBackOutcome.CannotTell)
                : message.To is [{ Address: { Length: > 0 } person }, ..]
                    ? await MetaReadBack.LookAsync(() => TalkOf(api, settings, account).SentToAsync("instagram", person, cancellationToken), message, account)
                    : new ReadBack(ReadBackOutcome.CannotTell);
        }
        catch (GraphException)
        {
            return new ReadBack(ReadBackOutcome.CannotTell);
        }
    }

    /// <summary>With the login of Facebook the page that the account is joined to writes for it.</summary>
    public static string SenderOf(MetaSettings settings, string account) =>
        settings is { InstagramLogin: false, PageId: { Length: > 0 } page } ? page.Trim() : account;

    /// <summary>Ids of comments are digits, ids of private messages are not.</summary>
    public static (string Name, string Id)? PublicOf(string? externalId) =>
        externalId is { Length: > 0 } && externalId.All(char.IsAsciiDigit) ? ("comment_id", externalId) : null;

    private static MetaTalk TalkOf(GraphApi api, MetaSettings settings, string account) => new(api, SenderOf(settings, account), settings.HumanAgent);

    private static async Task<string?> ReplyAsync(GraphApi api, OutgoingMessage message, string account, CancellationToken cancellationToken)
    {
        var text = message.Text.Trim();
        var taken = message.InReplyTo is { } named && MetaMentions.Of(named) is { } mention
            ? await api.PostJsonAsync($"{account}/mentions", new { media_id = mention.Media, comment_id = mention.Comment, message = text }, cancellationToken)
            : await api.PostJsonAsync(
                $"{Uri.EscapeDataString(PublicOf(message.InReplyTo)?.Id ?? throw new GraphException(GraphTrouble.Refused, "There is no comment to answer."))}/replies", new { message = text }, cancellationToken);
        return taken.Filled("id");
    }

    private static async Task<IReadOnlyList<JsonElement>> BelowAsync(GraphApi api, string answered, CancellationToken cancellationToken)
    {
        var answer = await api.GetAsync($"{Uri.EscapeDataString(answered)}/replies?fields=id,text,timestamp,from&limit=50", cancellationToken);
        return answer.Get("data").ValueKind == JsonValueKind.Array ? [.. answer.Items("data")] : throw new GraphException(GraphTrouble.Garbage, "These are no comments.");
    }
}

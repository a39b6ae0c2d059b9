using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Inbox.Channels.Social;
using Inbox.Channels.WordPress.Api;
using Inbox.Core.Channels;

namespace Inbox.Channels.WordPress.Sending;

/// <summary>Writes an answer below the comment or post that it answers.</summary>
internal sealed class WordPressSender(WordPressApis apis)
{
    private const string Gone = "The comment that this answers is no longer there.";
    private const string SaidBefore = "These very words of ours stand below that comment already, and the blog takes nothing twice. Change them.";
    private const string Waits = "The blog has it, and holds it back until somebody approves it there.";

    public async Task<SendResult> SendAsync(OutgoingMessage message, ChannelInfo channel, CancellationToken cancellationToken)
    {
        try
        {
            using var api = apis.Open(channel);
            return await SendAsync(api, message, cancellationToken);
        }
        catch (WordPressException e)
        {
            return NotSent(e);
        }
    }

    private static async Task<SendResult> SendAsync(WordPressApi api, OutgoingMessage message, CancellationToken cancellationToken)
    {
        if (!api.HasLogin)
        {
            return new SendResult(SendOutcome.Failed, "This blog is only read: the channel has no user and application password.");
        }

        // WordPress takes an answer to a comment that is not there, and shows it nowhere.
        if (message.InReplyTo is not { Length: > 0 } answered || WordPressNames.Route(answered) is not { } route || await api.FindAsync(route, cancellationToken) is not { } item
            || item.Text("status") is "trash" or "spam")
        {
            return new SendResult(SendOutcome.Failed, Gone);
        }

        try
        {
            return Understand(await api.PostAsync("/wp/v2/comments", Comment(item, message.Text), cancellationToken));
        }
        catch (WordPressException e) when (e.Trouble == WordPressTrouble.Duplicate)
        {
            return await TakenAsync(api, message, cancellationToken);
        }
        catch (WordPressException e) when (e.Trouble is WordPressTrouble.BrokeOff or WordPressTrouble.Broken or WordPressTrouble.Garbage)
        {
            return new SendResult(SendOutcome.Unknown, e.Message);
        }
    }

    private static JsonObject Comment(JsonElement answered, string text)
    {
        var isComment = WordPressItem.IsComment(answered);
        return new JsonObject
        {
            ["post"] = Number(answered.Filled(isComment ? "post" : "id")),
            ["parent"] = isComment ? Number(answered.Filled("id")) : 0,
            ["content"] = Content(text),
        };
    }

    /// <summary>Comments are HTML there; what an agent typed is not.</summary>
    public static string Content(string text) => text.Trim().ReplaceLineEndings("\n")
        .Replace("&", "&amp;", StringComparison.Ordinal).Replace("<", "&lt;", StringComparison.Ordinal).Replace(">", "&gt;", StringComparison.Ordinal);

    private static SendResult Understand(JsonElement taken) => taken.Filled("id") is { } id
        ? SendResult.Sent with { ExternalId = WordPressNames.Comment(id), Url = taken.Address("link"), Detail = taken.Text("status") is "approved" ? null : Waits }
        : new SendResult(SendOutcome.Unknown, "The blog answered, and not with our comment.");

    /// <summary>An attempt of before arrived after all, or somebody said the same there earlier.</summary>
    private static async Task<SendResult> TakenAsync(WordPressApi api, OutgoingMessage message, CancellationToken cancellationToken)
    {
        try
        {
            var standing = await WordPressReadBack.FindAsync(api, message, since: null, cancellationToken);
            return standing is not { } comment
                ? SendResult.Sent with { Detail = Waits }
                : WordPressItem.At(comment) < message.At - WordPressReadBack.Skew
                    ? new SendResult(SendOutcome.Failed, SaidBefore)
                    : Understand(comment);
        }
        catch (WordPressException)
        {
            return SendResult.Sent;
        }
    }

    public static SendResult NotSent(WordPressException e) => e.Trouble switch
    {
        WordPressTrouble.Limited => new SendResult(SendOutcome.Later, e.Message) { LimitedUntil = e.Until },
        WordPressTrouble.NoAccess => new SendResult(SendOutcome.Later, e.Message, DoorFails: true) { AccessLost = true },
        WordPressTrouble.Refused or WordPressTrouble.Missing => new SendResult(SendOutcome.Failed, e.Message),
        _ => new SendResult(SendOutcome.Later, e.Message, DoorFails: true),
    };

    private static long Number(string? id) => long.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;
}

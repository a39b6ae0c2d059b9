using System.Text.Json;
using Inbox.Channels.Api;
using Inbox.Channels.Social;
using Inbox.Channels.YouTube.Api;
using Inbox.Core.Channels;

namespace Inbox.Channels.YouTube.Sending;

/// <summary>Answers a comment in its thread, and looks whether an answer stands there.</summary>
internal sealed class YouTubeSender(YouTubeApi api, string own)
{
    /// <summary>Between our clock and theirs.</summary>
    private static readonly TimeSpan Skew = TimeSpan.FromMinutes(5);

    public async Task<SendResult> SendAsync(OutgoingMessage message, CancellationToken cancellationToken)
    {
        if (await ParentOfAsync(message, cancellationToken) is not { } parent)
        {
            return new SendResult(SendOutcome.Failed, "The comment that this answers is no longer there.");
        }

        try
        {
            var answer = await api.AnswerAsync(parent.Id, message.Text, cancellationToken);
            return answer.Filled("id") is { } id
                ? SendResult.Sent with { ExternalId = id, Url = YouTubeComment.PageOf(parent.Video, id) }
                : throw new ApiException(ApiFailure.Unsure, "YouTube took the answer and did not say under which id.");
        }
        catch (ApiException e) when (RefusesOne(e))
        {
            return new SendResult(SendOutcome.Failed, e.Message);
        }
    }

    public async Task<ReadBack> ReadBackAsync(OutgoingMessage message, CancellationToken cancellationToken)
    {
        if (await ParentOfAsync(message, cancellationToken) is not { } parent)
        {
            return new ReadBack(ReadBackOutcome.CannotTell);
        }

        var words = WordsOf(message.Text);
        var ours = (await api.RepliesAsync(parent.Id, cancellationToken)).FirstOrDefault(r =>
            YouTubeComment.AuthorOf(r) == own && WordsOf(r.Get("snippet").Text("textDisplay") ?? "") == words && !(r.Get("snippet").Time("publishedAt") < message.At - Skew));
        return ours.Filled("id") is { } id
            ? new ReadBack(ReadBackOutcome.Found, id, YouTubeComment.PageOf(parent.Video, id))
            : new ReadBack(ReadBackOutcome.NotThere);
    }

    /// <summary>Said of one comment, whatever the name of the status: the account is let in to the others.</summary>
    public static bool RefusesOne(ApiException e) => e.Status == 403 && e.Has("forbidden");

    /// <summary>Threads have one level: a reply is answered below the comment that it answers. Null when the comment is gone.</summary>
    private async Task<(string Id, string? Video)?> ParentOfAsync(OutgoingMessage message, CancellationToken cancellationToken)
    {
        if (message.InReplyTo is not { Length: > 0 } answered)
        {
            return null;
        }

        var found = (await api.CommentsByIdAsync([answered], cancellationToken)).FirstOrDefault(c => c.Filled("id") == answered);
        var snippet = found.Get("snippet");
        return found.ValueKind == JsonValueKind.Object ? (snippet.Filled("parentId") ?? answered, snippet.Filled("videoId")) : null;
    }

    private static string WordsOf(string text) => string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}

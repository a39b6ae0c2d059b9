using Inbox.Channels.Api;
using Inbox.Channels.Reddit.Api;
using Inbox.Channels.Social;
using Inbox.Core.Cases;
using Inbox.Core.Channels;

namespace Inbox.Channels.Reddit.Sending;

/// <summary>Writes one comment or one private message.</summary>
internal sealed class RedditSender(RedditApi api)
{
    private const int MostSubject = 100;

    public Task<SendResult> SendAsync(OutgoingMessage message, CancellationToken cancellationToken)
    {
        var answered = message.InReplyTo ?? "";
        return message.Visibility == Visibility.Public || answered.StartsWith("t4_", StringComparison.Ordinal)
            ? CommentAsync(message, answered, cancellationToken)
            : ComposeAsync(message, cancellationToken);
    }

    /// <summary>Below a post or comment in public, below a message in private.</summary>
    private async Task<SendResult> CommentAsync(OutgoingMessage message, string answered, CancellationToken cancellationToken)
    {
        if (answered.Length == 0)
        {
            return new SendResult(SendOutcome.Failed, "On Reddit Inbox answers, and begins no conversation of its own.");
        }

        var answer = await api.PostAsync("/api/comment", RedditForm.Of(("thing_id", answered), ("text", message.Text)), cancellationToken);
        RedditErrors.Check(answer, api.Now);
        return answer.Get("json", "data").Items("things").Select(RedditItem.Of).OfType<RedditItem>().FirstOrDefault() is { } written
            ? SendResult.Sent with { ExternalId = written.Name, Url = RedditThing.Read(written.Data, written.Kind).Url }
            : throw new ApiException(ApiFailure.Unsure, "Reddit took the answer and did not say under which name.");
    }

    /// <summary>To the author of what was said in public. Reddit does not name what it takes, so it is looked up.</summary>
    private async Task<SendResult> ComposeAsync(OutgoingMessage message, CancellationToken cancellationToken)
    {
        if (message.To is not [{ Address.Length: > 0 } to, ..])
        {
            return new SendResult(SendOutcome.Failed, "Nobody knows who wrote this, so no private message reaches them.");
        }

        var subject = message.Subject.Length == 0 ? "Your post" : Core.Words.Cut(Core.Words.OneLine(message.Subject), MostSubject);
        RedditErrors.Check(await api.PostAsync("/api/compose", RedditForm.Of(("to", to.Address), ("subject", subject), ("text", message.Text)), cancellationToken), api.Now);
        try
        {
            return SendResult.Sent with { ExternalId = (await new RedditReadBack(api).LookAsync(message, cancellationToken)).ExternalId };
        }
        catch (ApiException)
        {
            return SendResult.Sent; // It was taken; only its name is not known.
        }
    }
}

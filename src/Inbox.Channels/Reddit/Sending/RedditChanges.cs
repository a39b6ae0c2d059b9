using Inbox.Channels.Api;
using Inbox.Channels.Reddit.Api;
using Inbox.Core.Channels;

namespace Inbox.Channels.Reddit.Sending;

/// <summary>Edits and deletes a comment of ours.</summary>
internal sealed class RedditChanges(RedditApi api)
{
    public async Task<SendResult> EditAsync(StandingAnswer answer, CancellationToken cancellationToken)
    {
        var name = answer.Message.ExternalId;
        // Reddit takes other words for a deleted comment, and shows them to nobody.
        if ((await api.ThingsAsync([name], cancellationToken)).FirstOrDefault(i => i.Name == name) is not { } standing || RedditDelivery.IsGone(standing))
        {
            return new SendResult(SendOutcome.Failed, "The comment is no longer there.");
        }

        RedditErrors.Check(await api.PostAsync("/api/editusertext", RedditForm.Of(("thing_id", name), ("text", answer.Message.Text)), cancellationToken), api.Now);
        return SendResult.Sent;
    }

    /// <summary>Reddit says the same of a comment that is gone already.</summary>
    /// <exception cref="ApiException">It failed.</exception>
    public async Task<SendResult> DeleteAsync(StandingAnswer answer, CancellationToken cancellationToken)
    {
        await api.PostAsync("/api/del", RedditForm.Of(("id", answer.Message.ExternalId)), cancellationToken);
        return SendResult.Sent;
    }
}

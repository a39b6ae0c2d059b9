using Inbox.Channels.Api;
using Inbox.Channels.YouTube.Api;
using Inbox.Core.Channels;

namespace Inbox.Channels.YouTube.Sending;

/// <summary>Edits and deletes a comment of ours.</summary>
internal sealed class YouTubeChanges(YouTubeApi api)
{
    /// <exception cref="ApiException">It failed.</exception>
    public Task<SendResult> EditAsync(StandingAnswer answer, CancellationToken cancellationToken) =>
        ChangeAsync(api.EditAsync(answer.Message.ExternalId, answer.Message.Text, cancellationToken), gone: new SendResult(SendOutcome.Failed, "The comment is no longer there."));

    /// <exception cref="ApiException">It failed.</exception>
    public Task<SendResult> DeleteAsync(StandingAnswer answer, CancellationToken cancellationToken) =>
        ChangeAsync(api.DeleteAsync(answer.Message.ExternalId, cancellationToken), gone: SendResult.Sent);

    private static async Task<SendResult> ChangeAsync(Task change, SendResult gone)
    {
        try
        {
            await change;
            return SendResult.Sent;
        }
        catch (ApiException e) when (e.IsGone || e.Has("commentNotFound"))
        {
            return gone;
        }
        catch (ApiException e) when (YouTubeSender.RefusesOne(e))
        {
            return new SendResult(SendOutcome.Failed, e.Message);
        }
    }
}

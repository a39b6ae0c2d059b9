using Inbox.Channels.Api;
using Inbox.Channels.YouTube.Api;
using Inbox.Core.Channels;

namespace Inbox.Channels.YouTube.Sending;

/// <summary>Edits and deletes a comment of ours.</summary>
internal sealed class YouTubeChanges(YouTubeApi api)
{
    /// <exception cref="ApiException">It failed.</exception>
    public async Task<SendResult> EditAsync(StandingAnswer answer, CancellationToken cancellationToken)
    {
        try
        {
            await api.EditAsync(answer.Message.ExternalId, answer.Message.Text, cancellationToken);
            return SendResult.Sent;
        }
        catch (ApiException e) when (IsGone(e))
        {
            return new SendResult(SendOutcome.Failed, "The comment is no longer there.");
        }
    }

    /// <exception cref="ApiException">It failed.</exception>
    public async Task<SendResult> DeleteAsync(StandingAnswer answer, CancellationToken cancellationToken)
    {
        try
        {
            await api.DeleteAsync(answer.Message.ExternalId, cancellationToken);
        }
        catch (ApiException e) when (IsGone(e))
        {
            // Somebody was faster.
        }

        return SendResult.Sent;
    }

    private static bool IsGone(ApiException e) => e.IsGone || e.Has("commentNotFound");
}

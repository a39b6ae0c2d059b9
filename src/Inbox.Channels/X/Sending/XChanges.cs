using Inbox.Channels.Api;
using Inbox.Channels.Social;
using Inbox.Channels.X.Api;
using Inbox.Core.Channels;

namespace Inbox.Channels.X.Sending;

/// <summary>Deletes posts of ours. Nothing is read for it, since X charges for that.</summary>
internal sealed class XChanges(XApi api)
{
    public async Task<SendResult> DeleteAsync(StandingAnswer answer, CancellationToken cancellationToken)
    {
        foreach (var id in answer.LastFirst())
        {
            await DeleteAsync(id, cancellationToken);
        }

        return SendResult.Sent;
    }

    private async Task DeleteAsync(string id, CancellationToken cancellationToken)
    {
        try
        {
            var answer = await api.DeleteAsync($"/2/tweets/{Uri.EscapeDataString(id)}", cancellationToken);
            if (!answer.Get("data").Get("deleted").IsTrue() && !answer.Items("errors").Any(XAnswers.IsMissing))
            {
                throw new ApiException(ApiFailure.Unsure, "X did not say whether it deleted the post.");
            }
        }
        catch (ApiException e) when (e.IsGone)
        {
            // Somebody deleted it before us, or we did and the answer was lost.
        }
    }
}

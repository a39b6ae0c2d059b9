using System.Text.Json;
using Inbox.Channels.Api;
using Inbox.Channels.Reddit.Api;
using Inbox.Core.Channels;

namespace Inbox.Channels.Reddit.Sending;

/// <summary>Edits and deletes a comment of ours. Everything throws <see cref="ApiException"/> where it fails.</summary>
internal sealed class RedditChanges(RedditApi api)
{
    public async Task<SendResult> EditAsync(StandingAnswer answer, CancellationToken cancellationToken)
    {
        var name = answer.Message.ExternalId;
        // Of one that is deleted Reddit says “forbidden” and no more.
        if ((await api.ThingsAsync([name], cancellationToken)).FirstOrDefault(i => i.Name == name) is not { } standing || RedditDelivery.IsGone(standing))
        {
            return new SendResult(SendOutcome.Failed, "The comment is no longer there.");
        }

        RedditErrors.Check(await PostAsync("/api/editusertext", RedditForm.Of(("thing_id", name), ("text", answer.Message.Text)), cancellationToken), api.Now);
        return SendResult.Sent;
    }

    /// <summary>Reddit says the same of a comment that is gone already.</summary>
    public async Task<SendResult> DeleteAsync(StandingAnswer answer, CancellationToken cancellationToken)
    {
        await PostAsync("/api/del", RedditForm.Of(("id", answer.Message.ExternalId)), cancellationToken);
        return SendResult.Sent;
    }

    /// <summary>Answers need no scope “edit”, and channels were connected without it.</summary>
    private async Task<JsonElement> PostAsync(string path, IReadOnlyDictionary<string, string> form, CancellationToken cancellationToken)
    {
        try
        {
            return await api.PostAsync(path, form, cancellationToken);
        }
        catch (ApiException e) when (e.Status == 403)
        {
            throw new ApiException(
                ApiFailure.Refused, "Reddit does not let the app change what it wrote. If the account allowed the app without the scope “edit”, allow it once more with it and give the new refresh token.") { Status = e.Status };
        }
    }
}

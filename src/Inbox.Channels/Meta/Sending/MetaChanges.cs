using Inbox.Channels.Meta.Api;
using Inbox.Core.Channels;

namespace Inbox.Channels.Meta.Sending;

/// <summary>Edits and deletes a comment of ours; what was said in private stays said.</summary>
internal sealed class MetaChanges(GraphApis apis)
{
    public Task<SendResult> EditAsync(StandingAnswer answer, ChannelInfo channel, CancellationToken cancellationToken) => ChangeAsync(
        channel,
        api => api.PostJsonAsync(Uri.EscapeDataString(answer.Message.ExternalId), new { message = answer.Message.Text.Trim() }, cancellationToken),
        gone: new SendResult(SendOutcome.Failed, "The comment is no longer there."));

    public Task<SendResult> DeleteAsync(StandingAnswer answer, ChannelInfo channel, CancellationToken cancellationToken) => ChangeAsync(
        channel,
        api => api.DeleteAsync(Uri.EscapeDataString(answer.Message.ExternalId), cancellationToken),
        gone: SendResult.Sent);

    private async Task<SendResult> ChangeAsync(ChannelInfo channel, Func<GraphApi, Task> changeAsync, SendResult gone)
    {
        try
        {
            using var api = apis.Open(apis.SettingsOf(channel));
            await changeAsync(api);
            return SendResult.Sent;
        }
        catch (GraphException e)
        {
            return e.Trouble == GraphTrouble.Missing ? gone : MetaResults.NotSent(e);
        }
    }
}

using Inbox.Channels.Meta.Api;
using Inbox.Core.Channels;

namespace Inbox.Channels.Meta.Sending;

/// <summary>Edits and deletes a comment of ours; what was said in private stays said.</summary>
internal sealed class MetaChanges(GraphApis apis)
{
    public Task<SendResult> EditAsync(StandingAnswer answer, ChannelInfo channel, CancellationToken cancellationToken) => ChangeAsync(channel, async api =>
    {
        try
        {
            await api.PostJsonAsync(RouteOf(answer), new { message = answer.Message.Text.Trim() }, cancellationToken);
            return SendResult.Sent;
        }
        catch (GraphException e) when (e.Trouble == GraphTrouble.Missing)
        {
            return new SendResult(SendOutcome.Failed, "The comment is no longer there.");
        }
    });

    public Task<SendResult> DeleteAsync(StandingAnswer answer, ChannelInfo channel, CancellationToken cancellationToken) => ChangeAsync(channel, async api =>
    {
        try
        {
            await api.DeleteAsync(RouteOf(answer), cancellationToken);
            return SendResult.Sent;
        }
        catch (GraphException e) when (e.Trouble == GraphTrouble.Missing)
        {
            // Meta has one error for what is gone and for what we may not delete.
            return await api.FindAsync(RouteOf(answer) + "?fields=id", cancellationToken) is null
                ? SendResult.Sent
                : new SendResult(SendOutcome.Failed, $"The comment is still there, and {api.Host} does not let us delete it. Delete it there.");
        }
    });

    private async Task<SendResult> ChangeAsync(ChannelInfo channel, Func<GraphApi, Task<SendResult>> changeAsync)
    {
        try
        {
            using var api = apis.Open(apis.SettingsOf(channel));
            return await changeAsync(api);
        }
        catch (GraphException e)
        {
            return MetaResults.NotSent(e);
        }
    }

    private static string RouteOf(StandingAnswer answer) => Uri.EscapeDataString(answer.Message.ExternalId);
}

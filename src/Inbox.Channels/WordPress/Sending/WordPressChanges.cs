using System.Text.Json.Nodes;
using Inbox.Channels.Social;
using Inbox.Channels.WordPress.Api;
using Inbox.Core.Channels;

namespace Inbox.Channels.WordPress.Sending;

/// <summary>Edits and deletes a comment of ours.</summary>
internal sealed class WordPressChanges(WordPressApis apis)
{
    private const string Gone = "The comment is no longer there.";

    public Task<SendResult> EditAsync(StandingAnswer answer, ChannelInfo channel, CancellationToken cancellationToken) => ChangeAsync(channel, async api =>
    {
        // WordPress edits what lies in its trash, too, where nobody reads it.
        if (RouteOf(answer) is not { } route || await api.FindAsync(route, cancellationToken) is not { } standing || standing.Text("status") is "trash" or "spam")
        {
            return new SendResult(SendOutcome.Failed, Gone);
        }

        await api.PostAsync(route, new JsonObject { ["content"] = WordPressSender.Content(answer.Message.Text) }, cancellationToken);
        return SendResult.Sent;
    });

    public Task<SendResult> DeleteAsync(StandingAnswer answer, ChannelInfo channel, CancellationToken cancellationToken) => ChangeAsync(channel, async api =>
    {
        if (RouteOf(answer) is { } route)
        {
            await DeleteAsync(api, route, cancellationToken);
        }

        return SendResult.Sent;
    });

    /// <summary>Into the trash, from which a person can bring it back, where the blog has one.</summary>
    private static async Task DeleteAsync(WordPressApi api, string route, CancellationToken cancellationToken)
    {
        try
        {
            await api.DeleteAsync(route, [], cancellationToken);
        }
        catch (WordPressException e) when (e.Trouble == WordPressTrouble.NoTrash)
        {
            await api.DeleteAsync(route, [("force", "true")], cancellationToken);
        }
        catch (WordPressException e) when (e.Trouble == WordPressTrouble.Missing)
        {
            // Somebody was faster.
        }
    }

    private async Task<SendResult> ChangeAsync(ChannelInfo channel, Func<WordPressApi, Task<SendResult>> changeAsync)
    {
        try
        {
            using var api = apis.Open(channel);
            return await changeAsync(api);
        }
        catch (WordPressException e)
        {
            return WordPressSender.NotSent(e);
        }
    }

    private static string? RouteOf(StandingAnswer answer) => WordPressNames.IsComment(answer.Message.ExternalId) ? WordPressNames.Route(answer.Message.ExternalId) : null;
}

using Inbox.Channels.Mastodon.Api;
using Inbox.Channels.Social;
using Inbox.Core.Channels;

namespace Inbox.Channels.Mastodon.Sending;

/// <summary>Edits and deletes posts of ours that stand there.</summary>
internal sealed class MastodonChanges(MastodonApis apis)
{
    public Task<SendResult> EditAsync(StandingAnswer answer, ChannelInfo channel, CancellationToken cancellationToken) =>
        apis.TryAsync(channel, api => EditAsync(api, answer.Message, channel, cancellationToken));

    public Task<SendResult> DeleteAsync(StandingAnswer answer, ChannelInfo channel, CancellationToken cancellationToken) => apis.TryAsync(channel, async api =>
    {
        foreach (var id in answer.LastFirst())
        {
            await DeleteAsync(api, id, cancellationToken);
        }

        return SendResult.Sent;
    });

    /// <summary>An edit replaces the whole post: what is not repeated of it is taken away.</summary>
    private static async Task<SendResult> EditAsync(MastodonApi api, OutgoingMessage message, ChannelInfo channel, CancellationToken cancellationToken)
    {
        var path = PathOf(message.ExternalId);
        if (await api.FindAsync(path, cancellationToken) is not { } standing)
        {
            return new SendResult(SendOutcome.Failed, "The post is no longer there.");
        }

        // Where the post answered is gone, ours still names the people that it named.
        var reply = MastodonReply.To(message, await MastodonSender.AnsweredAsync(api, message, cancellationToken) ?? standing, channel);
        var body = new MastodonBody(reply.Status, standing.Filled("spoiler_text"), [.. standing.Items("media_attachments").Select(m => m.Filled("id")).OfType<string>()])
        {
            Sensitive = standing.Get("sensitive").IsTrue(),
            Language = standing.Filled("language"),
        };
        try
        {
            using var content = body.ToContent();
            await api.PutAsync(path, content, cancellationToken);
            return SendResult.Sent;
        }
        catch (MastodonException e) when (e.Trouble == MastodonTrouble.Refused)
        {
            // GoToSocial refuses an edit that changes nothing: the one that is made again after its answer was lost.
            var source = await api.FindAsync($"{path}/source", cancellationToken);
            return source?.Text("text") == body.Status ? SendResult.Sent : MastodonAttempt.NotDone(e);
        }
    }

    /// <summary>With its files, which Mastodon would keep for a day.</summary>
    private static async Task DeleteAsync(MastodonApi api, string id, CancellationToken cancellationToken)
    {
        try
        {
            await api.DeleteAsync($"{PathOf(id)}?delete_media=true", cancellationToken);
        }
        catch (MastodonException e) when (e.Trouble == MastodonTrouble.Missing)
        {
            // Somebody deleted it before us, or we did and the answer was lost.
        }
    }

    private static string PathOf(string id) => $"/api/v1/statuses/{Uri.EscapeDataString(id)}";
}

using Inbox.Channels.Api;
using Inbox.Channels.Bluesky.Api;
using Inbox.Channels.Bluesky.Sending;
using Inbox.Channels.Social;
using Inbox.Core.Channels;
using Inbox.Core.Channels.Replies;

namespace Inbox.Channels.Bluesky;

internal sealed partial class BlueskyChannel
{
    /// <summary>The key of the record is chosen before anything is sent; the network's name of the post follows from it.</summary>
    public OutgoingIdentity Identify(string token, ChannelInfo channel) => new(BlueskyKey.Of(time.GetUtcNow(), token), ChannelKind);

    public async Task<SendResult> SendAsync(OutgoingMessage message, ChannelInfo channel, CancellationToken cancellationToken)
    {
        var limit = Traits.PublicReply!.Limit!;
        if ((message.AsThread ? limit.SplitProblem(message.Text) : limit.Problem(message.Text)) is { } tooLong)
        {
            return new SendResult(SendOutcome.Failed, tooLong);
        }

        var parts = message.AsThread ? limit.Split(message.Text)! : [message.Text];

        return await ApiAttempt.TryAsync(() => new BlueskySender(sessions.Open(channel)).SendAsync(message, parts, cancellationToken));
    }

    public Task<SendResult> DeleteAsync(StandingAnswer answer, ChannelInfo channel, CancellationToken cancellationToken) =>
        ApiAttempt.TryAsync(() => new BlueskyChanges(sessions.Open(channel)).DeleteAsync(answer, cancellationToken));

    public async Task<ReadBack> ReadBackAsync(OutgoingMessage message, ChannelInfo channel, CancellationToken cancellationToken)
    {
        try
        {
            var api = sessions.Open(channel);
            var record = await api.GetAsync(
                "com.atproto.repo.getRecord",
                [("repo", await api.DidAsync(cancellationToken)), ("collection", BlueskyPost.Collection), ("rkey", message.ExternalId)], cancellationToken);
            return record.Filled("uri") is { } uri ? new ReadBack(ReadBackOutcome.Found, uri, BlueskyPost.Page(uri, "")) : new ReadBack(ReadBackOutcome.CannotTell);
        }
        catch (ApiException e)
        {
            return new ReadBack(e.Has("RecordNotFound") ? ReadBackOutcome.NotThere : ReadBackOutcome.CannotTell);
        }
    }
}

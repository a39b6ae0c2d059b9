using System.Text.Json;
using Inbox.Channels.Api;
using Inbox.Channels.Social;
using Inbox.Channels.X.Api;
using Inbox.Channels.X.Sending;
using Inbox.Core.Cases;
using Inbox.Core.Channels;
using Inbox.Core.Channels.Replies;

namespace Inbox.Channels.X;

internal sealed partial class XChannel
{
    /// <summary>X gives the id; until then it is our own word.</summary>
    public OutgoingIdentity Identify(string token, ChannelInfo channel) => new(token, ChannelKind);

    public ReplyOptions OptionsFor(AnswerableMessage message, ChannelInfo channel)
    {
        var settings = XSettings.Read(channel.Settings);
        var options = XReplyRule.Apply(ReplyOptions.By(Traits, message, limit: null), message, channel.Address, settings.AnswersAnybody);
        return settings.DirectMessages || message.Visibility == Visibility.Private ? options : options with { Private = null };
    }

    public async Task<SendResult> SendAsync(OutgoingMessage message, ChannelInfo channel, CancellationToken cancellationToken)
    {
        if ((message.Visibility == Visibility.Public ? Traits.PublicReply : Traits.PrivateReply)!.Limit!.Problem(message.Text) is { } tooLong)
        {
            return new SendResult(SendOutcome.Failed, tooLong);
        }

        try
        {
            return await new XSender(apis.Open(channel), channel.Address).SendAsync(message, cancellationToken);
        }
        catch (ApiException e) when (e.Has(XAnswers.Duplicate))
        {
            // The same words stand there already: an earlier attempt may have put them there.
            return await ReadBackAsync(message, channel, cancellationToken) is { Outcome: ReadBackOutcome.Found } found
                ? SendResult.Sent with { ExternalId = found.ExternalId, Url = found.Url }
                : e.ToSend();
        }
        catch (ApiException e)
        {
            return e.ToSend();
        }
    }

    public Task<SendResult> DeleteAsync(StandingAnswer answer, ChannelInfo channel, CancellationToken cancellationToken) =>
        ApiAttempt.TryAsync(() => new XChanges(apis.Open(channel)).DeleteAsync(answer, cancellationToken));

    public async Task<ReadBack> ReadBackAsync(OutgoingMessage message, ChannelInfo channel, CancellationToken cancellationToken)
    {
        try
        {
            var api = apis.Open(channel);
            var me = await apis.MeAsync(api, channel.Address, cancellationToken);
            return await new XReadBack(api, me.Id, channel.Address).LookAsync(message, cancellationToken);
        }
        catch (ApiException)
        {
            // Asked again by Core for a while, then a person decides.
            return new ReadBack(ReadBackOutcome.CannotTell);
        }
    }

    /// <summary>The followers of the author, and one for everybody who did something about the post. Each look is charged, so who does not watch posts asks for none.</summary>
    public async Task<ReachReading> ReadReachAsync(IReadOnlyList<string> externalIds, ChannelInfo channel, CancellationToken cancellationToken)
    {
        var ids = externalIds.Where(id => XDelivery.MessageId(id) is null && id.All(char.IsAsciiDigit)).ToList();
        if (ids.Count == 0 || XSettings.Read(channel.Settings).WatchHours == 0)
        {
            return new ReachReading([]);
        }

        try
        {
            var answer = await apis.Open(channel).GetAsync("/2/tweets", [("ids", string.Join(',', ids)), .. XFields.Posts], cancellationToken);
            var people = XIncludes.In(answer);
            return new ReachReading([.. answer.Items("data").Where(XPost.Is).Select(post => Figures(post, people))]);
        }
        catch (ApiException e)
        {
            return e.ToReach();
        }
    }

    private static ReachFigures Figures(JsonElement post, XIncludes people)
    {
        var metrics = post.Get("public_metrics");
        return new ReachFigures(
            XDelivery.FirstId(post), XPost.Read(post, people).Reach, metrics.Count("like_count"), metrics.Count("retweet_count") + metrics.Count("repost_count") + metrics.Count("quote_count"), metrics.Count("reply_count"));
    }
}

using System.Text.Json;
using Inbox.Channels.Api;
using Inbox.Core.Channels;
using Inbox.Core.Channels.Guides;

namespace Inbox.Channels.Reviews;

/// <summary>
/// A site where people rate us: reviews are read, and each takes one reply in public, which a later one replaces. What the
/// sites differ in are their calls, how they write a review, and how long a reply may be.
/// </summary>
internal abstract class ReviewChannel(ChannelSecrets secrets, TimeProvider time) : IPollingChannel, IReadsBack, IChangesAnswers, IDescribedChannel, IChecksAccess
{
    public abstract string Kind { get; }

    public abstract ChannelTraits Traits { get; }

    public abstract ChannelGuide Guide { get; }

    /// <summary>How far back a new door reads.</summary>
    protected virtual TimeSpan History => TimeSpan.FromDays(30);

    public abstract IReadOnlyDictionary<string, string> CheckSettings(string settings);

    /// <summary>A review as the site writes it; null where it is none.</summary>
    protected abstract Review? Read(JsonElement json);

    /// <param name="address">Of the channel.</param>
    /// <param name="settings">With secrets revealed.</param>
    protected abstract IReviewSite Open(string address, string settings);

    protected abstract ReviewPace PaceOf(string settings);

    public async ValueTask<RawIdentity> IdentifyAsync(Stream raw, CancellationToken cancellationToken)
    {
        using var content = new MemoryStream();
        await raw.CopyToAsync(content, cancellationToken);
        return ReviewDelivery.Identify(content.ToArray(), Read);
    }

    public IncomingMessage Parse(RawMessage raw, ChannelInfo channel) =>
        ReviewDelivery.DeletedIn(raw.Content) is { } gone ? ReviewMessages.Deleted(gone, Kind)
        : Read(ReviewDelivery.ReviewIn(raw.Content)) is { } review ? review.ToIncoming(Kind, ReviewSettings.Read(channel.Settings).OpensCaseUpTo)
        : throw new UnreadableMessageException("This is no review.");

    public async Task<PollResult> PollAsync(ChannelInfo channel, string? cursor, CancellationToken cancellationToken)
    {
        try
        {
            var now = time.GetUtcNow();
            var from = ReviewCursor.Read(cursor, channel.Address, now, History);
            return await new ReviewPoll(Open(channel), Read, from, PaceOf(channel.Settings), now).RunAsync(cancellationToken);
        }
        catch (ApiException e)
        {
            return e.ToPoll(cursor);
        }
    }

    /// <summary>A reply has no id that anybody could name: it belongs to its review.</summary>
    public OutgoingIdentity Identify(string token, ChannelInfo channel) => new(token, Kind);

    public async Task<SendResult> SendAsync(OutgoingMessage message, ChannelInfo channel, CancellationToken cancellationToken)
    {
        if (Traits.PublicReply!.Limit!.Problem(message.Text) is { } tooLong)
        {
            return new SendResult(SendOutcome.Failed, tooLong);
        }

        if (message.InReplyTo is not { Length: > 0 } review)
        {
            return new SendResult(SendOutcome.Failed, "Here only a review can be answered.");
        }

        try
        {
            return SendResult.Sent with { Detail = await Open(channel).ReplyAsync(review, message.Text, cancellationToken) };
        }
        catch (ApiException e)
        {
            return e.IsGone ? new SendResult(SendOutcome.Failed, "The review that this answers is no longer there.") : e.ToSend();
        }
    }

    /// <summary>Replies are replaced. Writing one anew that somebody took away by hand would be no edit.</summary>
    public async Task<SendResult> EditAsync(StandingAnswer answer, ChannelInfo channel, CancellationToken cancellationToken)
    {
        try
        {
            return await Open(channel).FindAsync(answer.Message.InReplyTo ?? "", cancellationToken) is { } json && Read(json) is { Reply: null or "" }
                ? new SendResult(SendOutcome.Failed, "The answer is no longer there.")
                : await SendAsync(answer.Message, channel, cancellationToken);
        }
        catch (ApiException e)
        {
            return e.ToSend();
        }
    }

    public async Task<SendResult> DeleteAsync(StandingAnswer answer, ChannelInfo channel, CancellationToken cancellationToken)
    {
        try
        {
            await Open(channel).WithdrawAsync(answer.Message.InReplyTo ?? "", cancellationToken);
            return SendResult.Sent;
        }
        catch (ApiException e)
        {
            return e.IsGone ? SendResult.Sent : e.ToSend();
        }
    }

    public async Task<ReadBack> ReadBackAsync(OutgoingMessage message, ChannelInfo channel, CancellationToken cancellationToken)
    {
        try
        {
            return await Open(channel).FindAsync(message.InReplyTo ?? "", cancellationToken) is { } json && Read(json) is { } review
                ? new ReadBack(Same(review.Reply ?? "", message.Text) ? ReadBackOutcome.Found : ReadBackOutcome.NotThere)
                : new ReadBack(ReadBackOutcome.CannotTell);
        }
        catch (ApiException)
        {
            return new ReadBack(ReadBackOutcome.CannotTell);
        }
    }

    public async Task<AccessFindings> CheckAsync(ChannelInfo typed, CancellationToken cancellationToken)
    {
        try
        {
            return new AccessFindings(null, await Open(typed).AboutAsync(cancellationToken));
        }
        catch (ApiException e)
        {
            return AccessFindings.Wrong(e.IsGone ? NotFound(typed.Address) : e.Message);
        }
    }

    /// <summary>What to do when the site does not know the address.</summary>
    protected abstract string NotFound(string address);

    /// <exception cref="ApiException">The secrets cannot be read any more.</exception>
    protected IReviewSite Open(ChannelInfo channel) => secrets.TryReveal(channel.Settings, out var revealed)
        ? Open(channel.Address.Trim(), revealed)
        : throw new ApiException(ApiFailure.AccessLost, "The stored secrets can no longer be read. Type them again.");

    /// <summary>Sites trim what they take, and some change its spaces.</summary>
    private static bool Same(string one, string other) =>
        string.Join(' ', one.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)) == string.Join(' ', other.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}

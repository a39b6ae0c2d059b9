using Inbox.Core.Channels;
using Inbox.Core.Channels.Replies;

namespace Inbox.Testing.Social;

public sealed partial class PinboardChannel
{
    /// <summary>The board gives every pin an id of its own; ours is what we call it until then.</summary>
    public OutgoingIdentity Identify(string token, ChannelInfo channel) => new(token, ChannelKind);

    public async Task<SendResult> SendAsync(OutgoingMessage message, ChannelInfo channel, CancellationToken cancellationToken)
    {
        if (await RefusalAsync(channel, cancellationToken) is { } refusal)
        {
            return refusal;
        }

        if (board.LosesNextRequest)
        {
            board.LosesNextRequest = false;
            return new SendResult(SendOutcome.Unknown, "The line broke.");
        }

        var parts = message.AsThread ? Traits.PublicReply!.Limit!.Split(message.Text)! : [message.Text];
        var ids = parts.Select((part, i) => board.Post(message.At, part, Pinboard.Account, message.InReplyTo, message.Visibility, i == 0 ? message.ExternalId : $"{message.ExternalId}/{i}")).ToList();
        if (board.HangsAfterTaking)
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken);
        }

        return board.LosesThisAnswer()
            ? new SendResult(SendOutcome.Unknown, "The line broke.")
            : SendResult.Sent with { ExternalId = ids[0], FurtherIds = ids[1..], Url = UrlOf(ids[0]) };
    }

    public async Task<SendResult> EditAsync(StandingAnswer answer, ChannelInfo channel, CancellationToken cancellationToken)
    {
        if (await RefusalAsync(channel, cancellationToken) is { } refusal)
        {
            return refusal;
        }

        if (board.Find(answer.Message.ExternalId) is not { Deleted: false })
        {
            return new SendResult(SendOutcome.Failed, "The pin is no longer there.");
        }

        board.Edit(answer.Message.ExternalId, answer.Message.Text);
        return SendResult.Sent;
    }

    public async Task<SendResult> DeleteAsync(StandingAnswer answer, ChannelInfo channel, CancellationToken cancellationToken)
    {
        if (await RefusalAsync(channel, cancellationToken) is { } refusal)
        {
            return refusal;
        }

        foreach (var id in answer.FurtherIds.Prepend(answer.Message.ExternalId).Where(id => board.Find(id) is { Deleted: false }))
        {
            board.Delete(id);
        }

        return SendResult.Sent;
    }

    public Task<ReadBack> ReadBackAsync(OutgoingMessage message, ChannelInfo channel, CancellationToken cancellationToken)
    {
        if (board.CannotBeRead || Fault(channel) != PinboardFault.None)
        {
            return Task.FromResult(new ReadBack(ReadBackOutcome.CannotTell));
        }

        return Task.FromResult(board.Answers.FirstOrDefault(p => p.Key == message.ExternalId) is { } pin
            ? new ReadBack(ReadBackOutcome.Found, pin.Id, UrlOf(pin.Id))
            : new ReadBack(ReadBackOutcome.NotThere));
    }

    private async Task<SendResult?> RefusalAsync(ChannelInfo channel, CancellationToken cancellationToken)
    {
        switch (Fault(channel))
        {
            case PinboardFault.Hangs:
                await Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken);
                return null;
            case PinboardFault.Limited:
                return new SendResult(SendOutcome.Later, "The board asked to wait.") { LimitedUntil = board.LimitedUntil };
            case PinboardFault.Revoked or PinboardFault.Expired:
                return new SendResult(SendOutcome.Later, "The board no longer knows our token.", DoorFails: true) { AccessLost = true };
            case PinboardFault.Broken:
                return new SendResult(SendOutcome.Later, "The board is broken (500).", DoorFails: true);
            case PinboardFault.Garbage:
                return new SendResult(SendOutcome.Unknown, "The board answered what nobody can read.");
            default:
                return null;
        }
    }
}

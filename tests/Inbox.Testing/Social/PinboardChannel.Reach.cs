using Inbox.Core.Channels;

namespace Inbox.Testing.Social;

public sealed partial class PinboardChannel
{
    public int MostAtOnce => 25;

    /// <summary>Everybody who passed a pin on has about as many followers as its author.</summary>
    public Task<ReachReading> ReadReachAsync(IReadOnlyList<string> externalIds, ChannelInfo channel, CancellationToken cancellationToken) => Task.FromResult(Fault(channel) switch
    {
        PinboardFault.None => new ReachReading(
            [.. externalIds.Select(board.Find).OfType<Pin>().Where(p => !p.Deleted).Select(p => new ReachFigures(p.Id, p.Followers * (1 + p.Shares), p.Likes, p.Shares, p.Replies))]),
        PinboardFault.Limited => new ReachReading([], board.LimitedUntil),
        _ => new ReachReading([], Failed: true),
    });
}

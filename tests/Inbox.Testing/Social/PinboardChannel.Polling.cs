using System.Globalization;
using System.Text.Json;
using Inbox.Core.Channels;

namespace Inbox.Testing.Social;

public sealed partial class PinboardChannel
{
    private static readonly TimeSpan Every = TimeSpan.FromMinutes(1);

    /// <summary>Reads on from the last change it has seen, page by page to the end. What a page gave is kept when a later one fails.</summary>
    public async Task<PollResult> PollAsync(ChannelInfo channel, string? cursor, CancellationToken cancellationToken)
    {
        var since = int.TryParse(cursor, NumberStyles.None, CultureInfo.InvariantCulture, out var last) ? last : 0;
        List<Pin> taken = [];
        try
        {
            if (await TroubleAsync(channel, cursor, cancellationToken) is { } trouble)
            {
                return trouble;
            }

            for (var page = 0; since < board.Changes; page++)
            {
                var (pins, next) = board.Page(since, page);
                taken.AddRange(pins);
                since = next;
            }
        }
        catch (IOException e)
        {
            return Result(taken, since) with { Problem = e.Message };
        }

        return Result(taken, since);
    }

    private PollResult Result(List<Pin> taken, int since) => new(
        [.. taken.OrderBy(p => p.At).ThenBy(p => p.Version).Select(p => new RawItem(IdentityOf(p), JsonSerializer.SerializeToUtf8Bytes(p, JsonSerializerOptions.Web), "application/json"))],
        since.ToString(CultureInfo.InvariantCulture),
        Every)
    {
        RenewBy = board.TokenEndsAt,
    };

    private async Task<PollResult?> TroubleAsync(ChannelInfo channel, string? cursor, CancellationToken cancellationToken)
    {
        var fault = Fault(channel);
        if (fault == PinboardFault.Hangs)
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken);
        }

        return fault switch
        {
            PinboardFault.None => null,
            PinboardFault.Limited => new PollResult([], cursor, Every) { LimitedUntil = board.LimitedUntil },
            PinboardFault.Revoked => new PollResult([], cursor, Every, "The board no longer knows our token.") { AccessLost = true },
            PinboardFault.Expired => new PollResult([], cursor, Every, "The token's time is over.") { AccessLost = true },
            PinboardFault.Garbage => new PollResult([], cursor, Every, "The board answered what nobody can read."),
            _ => new PollResult([], cursor, Every, "The board is broken (500)."),
        };
    }

    private PinboardFault Fault(ChannelInfo channel)
    {
        if (board.Fault != PinboardFault.None)
        {
            return board.Fault;
        }

        using var settings = JsonDocument.Parse(channel.Settings);
        return settings.RootElement.TryGetProperty("token", out var token) && token.GetString() == board.Token ? PinboardFault.None : PinboardFault.Revoked;
    }
}

using Inbox.Core.Channels;
using Npgsql;

namespace Inbox.Core.Intake;

/// <summary>Loads the bytes of leased deliveries and lets their channels read them, in parallel and outside any transaction.</summary>
public sealed class DeliveryReader(NpgsqlDataSource database, Rulebook rulebook, ChannelKinds kinds, FailedDeliveries failed)
{
    /// <summary>Those that could be read, in the order claimed; the others are parked or tried again.</summary>
    public async Task<IReadOnlyList<ParsedDelivery>> ReadAsync(IReadOnlyList<ClaimedDelivery> claimed, CancellationToken cancellationToken)
    {
        var raw = await IntakeQueue.LoadAsync(database, claimed, cancellationToken);
        var rules = await rulebook.GetAsync(cancellationToken);
        var parsed = new ParsedDelivery?[claimed.Count];
        await Parallel.ForAsync(0, claimed.Count, cancellationToken, async (i, ct) =>
        {
            var delivery = claimed[i];
            try
            {
                var channel = rules.Channels[delivery.ChannelId];
                var payload = raw[delivery.Id];
                parsed[i] = new ParsedDelivery(delivery, kinds.Of(channel).Parse(payload.For(delivery), rules.Info(channel)), payload);
            }
            catch (UnreadableMessageException e)
            {
                await failed.ParkAsync(delivery, e.Message, ct);
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                await failed.TryAgainOrParkAsync(delivery, e, ct);
            }
        });
        var read = parsed.OfType<ParsedDelivery>().ToList();
        foreach (var unread in raw.Values.Except(read.Select(p => p.Raw)))
        {
            unread!.Dispose();
        }

        return read;
    }
}

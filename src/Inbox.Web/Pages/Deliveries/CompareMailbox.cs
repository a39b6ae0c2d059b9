using Inbox.Channels.Email.Receiving;
using Inbox.Core;
using Inbox.Core.Access;
using Inbox.Core.Channels;
using Inbox.Core.Channels.Links;
using Inbox.Core.Data;
using Inbox.Core.Intake;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Inbox.Web.Pages.Deliveries;

/// <summary>What lies in the mailbox of a channel now, against what became of it here.</summary>
internal static class CompareMailbox
{
    /// <summary>The newest of those that are not filed are listed.</summary>
    private const int MostLines = 100;

    internal sealed record Query(long ChannelId, Actor Actor) : IRequest<Answer?>;

    /// <summary>Before: it lay there before the first connection, further back than was to be imported.</summary>
    internal enum Fate { Filed, Pending, Parked, Held, Ignored, Refused, Wanted, NotYet, Before }

    internal sealed record Answer(long Epoch, IReadOnlyDictionary<Fate, int> Counts, int All, IReadOnlyList<Line> Lines, string? Problem);

    internal sealed record Line(MailboxLine Mail, Fate Fate, string? Why, long? DeliveryId);

    private sealed record Known(long Number, RemoteState State, string? Problem, long? DeliveryId, InboundState? Delivery, string? Error);

    internal sealed class Handler(InboxDb db, MailboxContents mailbox) : IRequestHandler<Query, Answer?>
    {
        public async Task<Answer?> Handle(Query request, CancellationToken cancellationToken)
        {
            var channel = await db.Channels.AsNoTracking().VisibleTo(request.Actor).FirstOrDefaultAsync(c => c.Id == request.ChannelId, cancellationToken);
            if (channel is null || !MailboxContents.Has(channel.Settings))
            {
                return null;
            }

            var next = MailboxContents.NextOf(await db.ChannelLinks.Where(l => l.ChannelId == channel.Id).Select(l => l.Cursor).FirstOrDefaultAsync(cancellationToken));
            var (epoch, fates, known) = (0L, new Dictionary<long, Fate>(), new Dictionary<long, Known>());
            var look = await mailbox.LookAsync(
                channel.Settings,
                async (at, numbers) =>
                {
                    epoch = at;
                    known = await KnownAsync(channel.Id, epoch, cancellationToken);
                    fates = numbers.ToDictionary(n => n, n => known.TryGetValue(n, out var row) ? FateOf(row) : n < next ? Fate.Before : Fate.NotYet);
                    return [.. fates.Where(f => f.Value != Fate.Filed).Select(f => f.Key).OrderDescending().Take(MostLines)];
                },
                cancellationToken);
            return new Answer(
                epoch,
                fates.Values.GroupBy(f => f).ToDictionary(g => g.Key, g => g.Count()),
                fates.Count,
                [.. look.Lines.OrderByDescending(l => l.Number).Select(l => new Line(l, fates[l.Number], known.GetValueOrDefault(l.Number) is { } row ? row.Problem ?? row.Error : null, known.GetValueOrDefault(l.Number)?.DeliveryId))],
                look.Problem);
        }

        private Task<Dictionary<long, Known>> KnownAsync(long channelId, long epoch, CancellationToken cancellationToken) => (
            from i in db.RemoteItems
            where i.ChannelId == channelId && i.Epoch == epoch
            join d in db.InboundDeliveries on i.DeliveryId equals (long?)d.Id into deliveries
            from d in deliveries.DefaultIfEmpty()
            select new Known(i.Number, i.State, i.Problem, i.DeliveryId, d == null ? null : d.State, d == null ? null : d.Error))
            .ToDictionaryAsync(k => k.Number, cancellationToken);

        private static Fate FateOf(Known known) => known switch
        {
            { State: RemoteState.Refused } => Fate.Refused,
            { State: RemoteState.Wanted } => Fate.Wanted,
            { Delivery: InboundState.Pending } => Fate.Pending,
            { Delivery: InboundState.Parked } => Fate.Parked,
            { Delivery: InboundState.Held } => Fate.Held,
            { Delivery: InboundState.Ignored } => Fate.Ignored,
            _ => Fate.Filed,
        };
    }
}

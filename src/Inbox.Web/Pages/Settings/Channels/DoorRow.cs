using Inbox.Core.Channels;
using Inbox.Core.Channels.Health;
using Inbox.Core.Channels.Links;
using Inbox.Core.Data;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Inbox.Web.Pages.Settings.Channels;

/// <summary>How a door stands, for the list of channels and its own page.</summary>
public sealed record DoorRow(Channel Channel, ChannelLink? Link, string Department, int Hue, DateTimeOffset Now)
{
    /// <summary>What came in by hours, the last one at the end.</summary>
    public IReadOnlyList<int> ByHour { get; init; } = [];

    public DateTimeOffset? LastItemAt { get; init; }

    public string Icon { get; init; } = "";

    public DoorState State => DoorStates.Of(Channel, Link, Now);

    public double PerHour => ByHour.Sum() / (double)DoorRows.Hours;

    /// <summary>When the access ends, where that is near or past.</summary>
    public DateTimeOffset? EndsSoon => Link?.RenewBy is { } until && until < Now.AddDays(7) ? until : null;
}

/// <summary>Reads the doors with their health: two statements, however many they are.</summary>
internal static class DoorRows
{
    public const int Hours = 24;

    /// <param name="Id">One door only; null: all.</param>
    public sealed record Query(long? Id) : IRequest<IReadOnlyList<DoorRow>>;

    internal sealed class Handler(InboxDb db, ChannelKinds kinds, TimeProvider time) : IRequestHandler<Query, IReadOnlyList<DoorRow>>
    {
        public async Task<IReadOnlyList<DoorRow>> Handle(Query request, CancellationToken cancellationToken)
        {
            var now = time.GetUtcNow();
            var since = now.AddHours(-Hours);
            var doors = await db.Channels.AsNoTracking().Where(c => request.Id == null || c.Id == request.Id)
                .Join(db.Departments, c => c.DepartmentId, d => d.Id, (c, d) => new { Channel = c, d.Name, d.Hue })
                .OrderBy(x => x.Channel.Name)
                .Select(x => new
                {
                    x.Channel,
                    x.Name,
                    x.Hue,
                    Link = db.ChannelLinks.FirstOrDefault(l => l.ChannelId == x.Channel.Id),
                    LastItemAt = db.InboundDeliveries.Where(d => d.ChannelId == x.Channel.Id).Max(d => (DateTimeOffset?)d.ReceivedAt),
                })
                .ToListAsync(cancellationToken);
            var counts = (await db.Channels.Where(c => request.Id == null || c.Id == request.Id)
                .SelectMany(c => db.InboundDeliveries.Where(d => d.ChannelId == c.Id && d.ReceivedAt > since))
                .GroupBy(d => new { d.ChannelId, Hour = (int)Math.Floor((d.ReceivedAt - since).TotalHours) })
                .Select(g => new { g.Key.ChannelId, g.Key.Hour, Count = g.Count() })
                .ToListAsync(cancellationToken)).ToLookup(c => c.ChannelId);
            return doors.ConvertAll(d =>
            {
                var hours = new int[Hours];
                foreach (var count in counts[d.Channel.Id])
                {
                    hours[Math.Clamp(count.Hour, 0, Hours - 1)] += count.Count;
                }

                return new DoorRow(d.Channel, d.Link, d.Name, d.Hue, now) { ByHour = hours, LastItemAt = d.LastItemAt, Icon = kinds.Of(d.Channel).Traits.Icon };
            });
        }
    }
}

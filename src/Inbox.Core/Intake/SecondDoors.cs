using Inbox.Core.Cases;
using Inbox.Core.Channels;
using Inbox.Core.Data;
using Inbox.Core.Routing;
using Microsoft.EntityFrameworkCore;

namespace Inbox.Core.Intake;

/// <summary>
/// The same message came through one more door. It stays one message and says so; the department of the address that its
/// writer named first owns the case, whichever delivery was the faster.
/// </summary>
internal static class SecondDoors
{
    public static void Add(FilingBatch batch, ParsedDelivery parsed, KnownMessage first)
    {
        var door = parsed.Delivery.ChannelId;
        if (first.Direction != Direction.Inbound || door == first.ChannelId || first.AlsoChannelIds.Contains(door))
        {
            return;
        }

        long[] doors = [first.ChannelId, .. first.AlsoChannelIds, door];
        // A mention that nobody owns belongs to the door to which it was said.
        var owner = NamedFirst(batch.Rules, parsed.Message, doors) ?? (first.CaseId is null && FileDeliveries.OpensCase(parsed.Message) ? door : first.ChannelId);
        if (first.CaseId is { } caseId)
        {
            batch.Note(caseId, CaseEventKind.SecondDelivery, batch.Rules.Channels[door].Name);
            if (!TryMove(batch, parsed, caseId, first.ChannelId, owner))
            {
                owner = first.ChannelId;
            }
        }

        var known = first with { ChannelId = owner, AlsoChannelIds = [.. doors.Where(d => d != owner)] };
        batch.Messages[first.Id] = batch.MoreDoors[first.Id] = known;
    }

    public static async Task SaveAsync(InboxDb db, FilingBatch batch, CancellationToken cancellationToken)
    {
        foreach (var known in batch.MoreDoors.Values)
        {
            await db.Messages.Where(m => m.Id == known.Id).ExecuteUpdateAsync(
                set => set.SetProperty(m => m.ChannelId, known.ChannelId).SetProperty(m => m.AlsoChannelIds, known.AlsoChannelIds), cancellationToken);
        }
    }

    private static long? NamedFirst(Rules rules, IncomingMessage message, long[] doors) => message.To.Concat(message.Cc)
        .Select(p => rules.DoorOf(message.HandleKind, p.Address)?.Id)
        .FirstOrDefault(id => id is { } named && doors.Contains(named));

    /// <summary>Only while nobody has begun on it: whoever works on a case keeps it.</summary>
    private static bool TryMove(FilingBatch batch, ParsedDelivery parsed, long caseId, long from, long to)
    {
        if (from == to || !batch.Cases.TryGetValue(caseId, out var found) || found.Case is not { Status: CaseStatus.New, MessageCount: 1, TouchedByPerson: false, OfferedToId: null, RoutingRuleId: null }
            || found.Case.ChannelId != from)
        {
            return false;
        }

        var sender = FilingLoader.SenderOf(batch, parsed);
        var facts = CaseOpenings.Facts(batch, parsed, batch.Handles[(sender.Kind, sender.Value)], to);
        if (CaseRouter.Route(batch.Rules, facts) is not { OfferToId: null, Fate: RuleFate.Opens } routing)
        {
            return false;
        }

        var before = found.Case.DepartmentId;
        found.Case.CameBy(to, routing, $"{routing.Reason}, and its address stands first");
        if (before != routing.DepartmentId)
        {
            found.Clocks.DepartmentChanged(batch.Now);
            batch.Note(caseId, CaseEventKind.DepartmentChanged, $"{batch.Rules.Departments[before].Name} → {batch.Rules.Departments[routing.DepartmentId].Name}");
        }

        return true;
    }
}

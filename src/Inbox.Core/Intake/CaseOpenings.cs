using Inbox.Core.Cases;
using Inbox.Core.Customers;
using Inbox.Core.Routing;
using Inbox.Core.Sla;

namespace Inbox.Core.Intake;

/// <summary>Opens the case of a message that belongs to none: routes it and starts its clocks.</summary>
internal static class CaseOpenings
{
    public static void Open(FilingBatch batch, ParsedDelivery parsed, Handle sender, Placement place, Message message)
    {
        var (rules, now) = (batch.Rules, batch.Now);
        var routing = Route(rules, parsed, place);
        var opened = Case.Open(batch.CaseIds.Dequeue(), new CaseOpening
        {
            Subject = message.Subject.Length > 0 ? message.Subject : Words.OneLine(message.ReplyText),
            ChannelId = message.ChannelId,
            DepartmentId = routing.DepartmentId,
            CustomerId = sender.CustomerId,
            Priority = routing.Priority ?? Priority.Normal,
            Visibility = message.Visibility,
            Tags = routing.Tags,
            RoutingRuleId = routing.RuleId,
            RoutingReason = routing.Reason,
            FollowUpOfId = place.FollowsUp?.Case.Id,
            MayBelongToId = place.MayBelongTo,
            OpenedAt = parsed.Delivery.Import ? message.ReceivedAt : null,
        }, now);
        var filing = new FilingCase(opened, new CaseClocks(rules, opened, []), isNew: true);
        batch.Cases[opened.Id] = filing;
        message.Join(opened.Id);
        opened.Add(message);
        if (parsed.Delivery.Import)
        {
            batch.Note(opened.Id, CaseEventKind.Opened, $"imported, {routing.Reason}");
            ImportedThreads.Joined(batch, filing, message);
            return;
        }

        batch.OpenCases[sender.CustomerId] = opened.Id;
        if (place.FollowsUp is { } before)
        {
            batch.FollowUps[before.Case.Id] = opened.Id;
        }

        batch.Opened.Add(new OpenedCase(parsed, sender, filing, message));
        filing.Clocks.Opened(now, byUs: false, batch.Groups.GetValueOrDefault(sender.CustomerId));
        batch.Note(opened.Id, CaseEventKind.Opened, routing.Reason);
        if (routing.OfferToId is { } contractor)
        {
            Offer(batch, filing, contractor, routing.Reason);
        }
    }

    /// <summary>A follow-up stays with the department of the case it continues.</summary>
    private static RoutingDecision Route(Rules rules, ParsedDelivery parsed, Placement place)
    {
        if (place.FollowsUp is { } before && !rules.Departments[before.Case.DepartmentId].External)
        {
            return new RoutingDecision(before.Case.DepartmentId, null, null, before.Case.Tags, null, $"follows up {before.Case.Number}");
        }

        var message = parsed.Message;
        return CaseRouter.Route(rules, new RoutingFacts(parsed.Delivery.ChannelId, message.Subject, message.ReplyText, message.From.Address, message.Reach));
    }

    private static void Offer(FilingBatch batch, FilingCase filing, long contractor, string reason)
    {
        filing.Case.OfferedToId = contractor;
        filing.Clocks.HandoffOffered(contractor, batch.Now);
        batch.NewHandoffs.Add(new Handoff
        {
            CaseId = filing.Case.Id,
            FromDepartmentId = filing.Case.DepartmentId,
            ToDepartmentId = contractor,
            Reason = reason,
            OfferedAt = batch.Now,
        });
        batch.Note(filing.Case.Id, CaseEventKind.HandoffOffered, $"to {batch.Rules.Departments[contractor].Name}");
    }
}

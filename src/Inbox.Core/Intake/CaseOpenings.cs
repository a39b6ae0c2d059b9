using Inbox.Core.Cases;
using Inbox.Core.Cases.Following;
using Inbox.Core.Channels;
using Inbox.Core.Customers;
using Inbox.Core.Routing;
using Inbox.Core.Sla;

namespace Inbox.Core.Intake;

/// <summary>Opens the case of a message that belongs to none: routes it and starts its clocks.</summary>
internal static class CaseOpenings
{
    public static void Open(FilingBatch batch, ParsedDelivery parsed, Handle sender, Placement place, Message message, RoutingDecision routing)
    {
        var (rules, now) = (batch.Rules, batch.Now);
        var opened = Case.Open(batch.CaseIds.Dequeue(), new CaseOpening
        {
            Subject = message.Subject.Length > 0 ? message.Subject : Words.OneLine(message.ReplyText),
            ChannelId = message.ChannelId,
            DepartmentId = routing.DepartmentId,
            CustomerId = sender.CustomerId,
            Priority = routing.Priority ?? Priority.Normal,
            Visibility = message.Visibility,
            Tags = TagsOf(rules, parsed.Message, routing),
            RoutingRuleId = routing.RuleId,
            RoutingReason = routing.Reason,
            SlaPolicyId = routing.SlaPolicyId,
            RoutedBy = routing.By,
            Suggestion = routing.Suggestion,
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

        batch.Routed.Add(routing);
        if (routing.Fate == RuleFate.Spam)
        {
            filing.Clocks.Opened(parsed.Delivery.ReceivedAt, byUs: false, batch.Groups.GetValueOrDefault(sender.CustomerId));
            opened.SetStatus(CaseStatus.Spam, now);
            filing.Clocks.StatusChanged(CaseStatus.New, now);
            batch.Note(opened.Id, CaseEventKind.Opened, $"as spam: {routing.Reason}");
            return;
        }

        batch.Remember(sender.CustomerId, opened);
        if (place.FollowsUp is { } before)
        {
            batch.FollowUps[before.Case.Id] = opened.Id;
        }

        batch.Opened.Add(new OpenedCase(parsed, sender, filing, message));
        filing.Clocks.Opened(parsed.Delivery.ReceivedAt, byUs: false, batch.Groups.GetValueOrDefault(sender.CustomerId));
        batch.Note(opened.Id, CaseEventKind.Opened, routing.Reason);
        if (routing.OfferToId is { } contractor)
        {
            Offer(batch, filing, contractor, routing.Reason);
        }

        batch.NewFollowers.AddRange(routing.FollowerIds.Select(id => new CaseFollower { CaseId = opened.Id, AgentId = id, At = now }));
        if (routing.Assignment is { } assignment)
        {
            batch.ToAssign.Add((filing, assignment));
        }
    }

    /// <summary>A follow-up stays with the department of the case it continues.</summary>
    public static RoutingDecision Route(FilingBatch batch, ParsedDelivery parsed, Handle sender, Placement place)
    {
        var rules = batch.Rules;
        if (place.FollowsUp is { } before && !rules.Departments[before.Case.DepartmentId].External)
        {
            return new RoutingDecision(before.Case.DepartmentId, null, null, before.Case.Tags, null, $"follows up {before.Case.Number}");
        }

        return CaseRouter.Route(rules, Facts(batch, parsed, sender, parsed.Delivery.ChannelId));
    }

    /// <summary>What the rules may know of the message, as if it had come through this channel.</summary>
    public static RoutingFacts Facts(FilingBatch batch, ParsedDelivery parsed, Handle sender, long channelId)
    {
        var message = parsed.Message;
        return new RoutingFacts(channelId, message.Subject, message.ReplyText, message.From.Address, message.Reach)
        {
            Recipients = [.. message.To.Concat(message.Cc).Select(p => p.Address)],
            Files = [.. message.Attachments.Where(a => !ShownImages.IsShown(message.Html, a.Inline, a.ContentType, a.ContentId)).Select(a => new RoutingFile(a.Name, a.ContentType))],
            CustomerGroup = batch.Groups.GetValueOrDefault(sender.CustomerId),
            EarlierCases = batch.EarlierCases.GetValueOrDefault(sender.CustomerId) ?? [],
            At = parsed.Delivery.ReceivedAt,
        };
    }

    /// <summary>Nobody is there to be told that a tag is not on the list, so it is left out.</summary>
    private static IReadOnlyList<string> TagsOf(Rules rules, IncomingMessage message, RoutingDecision routing) => message.Tags.Count == 0
        ? routing.Tags
        : [.. routing.Tags.Concat(rules.Tags.Spelled(message.Tags).Where(t => rules.Tags.Refusal([t], []) is null)).Distinct(StringComparer.OrdinalIgnoreCase)];

    private static void Offer(FilingBatch batch, FilingCase filing, long contractor, string reason)
    {
        filing.Case.OfferedToId = contractor;
        filing.Clocks.HandoffOffered(contractor, batch.Now);
        batch.NewHandoffs.Add(Handoff.ByRule(filing.Case, batch.Rules.Departments[contractor], reason, batch.Now));
        batch.Note(filing.Case.Id, CaseEventKind.HandoffOffered, $"to {batch.Rules.Departments[contractor].Name}");
    }
}

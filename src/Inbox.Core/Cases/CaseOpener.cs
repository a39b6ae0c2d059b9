using Inbox.Core.Access;
using Inbox.Core.Data;
using Inbox.Core.Routing;
using Inbox.Core.Sla;
using Microsoft.EntityFrameworkCore;

namespace Inbox.Core.Cases;

/// <summary>What a person knows of a case they open.</summary>
internal sealed record NewCase
{
    /// <summary>Its number, when the first message already bears it.</summary>
    public long? Id { get; init; }

    public required string Subject { get; init; }

    /// <summary>Null: the routing rules decide.</summary>
    public long? DepartmentId { get; init; }

    public long? CustomerId { get; init; }

    public Priority Priority { get; init; } = Priority.Normal;

    public IReadOnlyList<string> Tags { get; init; } = [];

    public long? FollowUpOfId { get; init; }

    /// <summary>We have already spoken with the customer, so the first reply is met.</summary>
    public bool ByUs { get; init; }
}

/// <summary>Opens a case by hand from its first message: routes it, offers it where a rule says so, starts its clocks.</summary>
internal sealed class CaseOpener(InboxDb db, TimeProvider time)
{
    /// <summary>The new case with its clocks; the caller saves it.</summary>
    public async Task<LockedCase> OpenAsync(NewCase wanted, Message first, Rules rules, Actor actor, CancellationToken cancellationToken)
    {
        var now = time.Now();
        var route = Route(wanted, first, rules, actor);
        var id = wanted.Id ?? (await db.NextIdsAsync<Case>(1, cancellationToken)).Dequeue();
        var opened = Case.Open(id, Opening(wanted, first, route), now);
        if (wanted.ByUs && actor.AgentId is { } agentId && actor.Works(route.DepartmentId))
        {
            // Who spoke with the customer keeps the case until somebody else takes it.
            opened.Assign(agentId);
        }

        opened.Touch();
        opened.Add(first);
        first.Join(id);
        db.Cases.Add(opened);

        var clocks = new CaseClocks(rules, opened, []);
        var locked = new LockedCase(opened, clocks, db);
        locked.Note(CaseEventKind.Opened, actor, now, $"opened by {actor.Name}");
        locked.Note(CaseEventKind.Routed, actor, now, route.Reason);
        clocks.Opened(now, wanted.ByUs, await GroupAsync(wanted.CustomerId, cancellationToken));
        if (route.OfferToId is { } receiver)
        {
            Offer(locked, receiver, route.Reason, rules, actor, now);
        }

        return locked;
    }

    private static RoutingDecision Route(NewCase wanted, Message first, Rules rules, Actor actor)
    {
        if (wanted.DepartmentId is not { } chosen)
        {
            return CaseRouter.Route(rules, new RoutingFacts(first.ChannelId, wanted.Subject, first.Text, first.FromAddress, first.Reach));
        }

        // Nobody gives a contractor a case: it is offered, and the channel's department owns it meanwhile.
        var owner = rules.Channels[first.ChannelId].DepartmentId;
        var offered = rules.Departments[chosen].External && chosen != owner && !actor.Departments.Contains(chosen);
        return new RoutingDecision(offered ? owner : chosen, offered ? chosen : null, Priority: null, [], RuleId: null, $"{actor.Name} chose {rules.Departments[chosen].Name}");
    }

    private static CaseOpening Opening(NewCase wanted, Message first, RoutingDecision route) => new()
    {
        Subject = wanted.Subject,
        ChannelId = first.ChannelId,
        DepartmentId = route.DepartmentId,
        CustomerId = wanted.CustomerId,
        Priority = route.Priority is { } byRule && byRule > wanted.Priority ? byRule : wanted.Priority,
        Visibility = first.Visibility,
        Tags = [.. route.Tags, .. wanted.Tags.Except(route.Tags, StringComparer.OrdinalIgnoreCase)],
        RoutingRuleId = route.RuleId,
        RoutingReason = route.Reason,
        FollowUpOfId = wanted.FollowUpOfId,
    };

    private void Offer(LockedCase locked, long receiver, string reason, Rules rules, Actor actor, DateTimeOffset now)
    {
        locked.Case.OfferedToId = receiver;
        db.Handoffs.Add(new Handoff
        {
            CaseId = locked.Case.Id,
            FromDepartmentId = locked.Case.DepartmentId,
            ToDepartmentId = receiver,
            Reason = reason,
            OfferedAt = now,
        });
        locked.Note(CaseEventKind.HandoffOffered, actor, now, $"to {rules.Departments[receiver].Name}: “{reason}”");
        locked.Clocks.HandoffOffered(receiver, now);
    }

    private async Task<string?> GroupAsync(long? customerId, CancellationToken cancellationToken) =>
        customerId is { } id
            ? await db.Customers.Where(c => c.Id == id).Select(c => c.Group).FirstOrDefaultAsync(cancellationToken)
            : null;
}

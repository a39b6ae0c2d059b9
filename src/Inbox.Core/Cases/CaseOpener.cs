using Inbox.Core.Access;
using Inbox.Core.Cases.Following;
using Inbox.Core.Data;
using Inbox.Core.Notifications;
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
        var group = await GroupAsync(wanted.CustomerId, cancellationToken);
        var route = await RouteAsync(wanted, first, group, rules, actor, cancellationToken);
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
        var locked = new LockedCase(opened, clocks, rules, db, actor, isNew: true);
        locked.Note(CaseEventKind.Opened, actor, now, $"opened by {actor.Name}");
        locked.Note(CaseEventKind.Routed, actor, now, route.Reason);
        clocks.Opened(now, wanted.ByUs, group);
        if (route.OfferToId is { } receiver)
        {
            await OfferAsync(locked, receiver, route.Reason, rules, actor, now, cancellationToken);
        }

        if (route.Assignment is { } assignment && opened.AssigneeId is null)
        {
            await AssignAsync(locked, assignment, rules, actor, now, cancellationToken);
        }

        db.CaseFollowers.AddRange(route.FollowerIds.Select(follower => new CaseFollower { CaseId = id, AgentId = follower, At = now }));

        // Last, as the filer does: whoever counts first and then waits for their turn to assign would hold up whoever has it.
        await RuleHits.CountAsync(db, [route], now, cancellationToken);

        return locked;
    }

    /// <summary>A person has decided that it is a case, so a rule neither holds it nor takes it for spam.</summary>
    private async Task<RoutingDecision> RouteAsync(NewCase wanted, Message first, string? group, Rules rules, Actor actor, CancellationToken cancellationToken)
    {
        if (wanted.DepartmentId is not { } chosen)
        {
            return CaseRouter.Route(rules, new RoutingFacts(first.ChannelId, wanted.Subject, first.Text, first.FromAddress, first.Reach)
            {
                Recipients = [.. first.To.Concat(first.Cc).Select(p => p.Address)],
                Tags = wanted.Tags,
                CustomerGroup = group,
                EarlierCases = wanted.CustomerId is { } customer && rules.Router.AsksEarlierCases
                    ? (await CustomerPast.OfAsync(db, [customer], cancellationToken)).GetValueOrDefault(customer) ?? []
                    : [],
                At = time.Now(),
            });
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
        RoutedBy = route.By,
        Suggestion = route.Suggestion,
        SlaPolicyId = route.SlaPolicyId,
        FollowUpOfId = wanted.FollowUpOfId,
    };

    private async Task AssignAsync(LockedCase locked, Assignment assignment, Rules rules, Actor actor, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var opened = locked.Case;
        var workload = await Workload.LoadAsync(db, [(opened.DepartmentId, opened.CustomerId, assignment)], now, cancellationToken);
        if (workload.Give(opened, assignment, rules, actor.AgentId) is not { } given)
        {
            return;
        }

        await workload.SaveAsync(db, cancellationToken);
        locked.Note(CaseEventKind.Assigned, Actor.System, now, given.Why);
        await db.TellAsync(given.Told, now, cancellationToken);
    }

    private Task OfferAsync(LockedCase locked, long receiver, string reason, Rules rules, Actor actor, DateTimeOffset now, CancellationToken cancellationToken)
    {
        locked.Case.OfferedToId = receiver;
        db.Handoffs.Add(Handoff.ByRule(locked.Case, rules.Departments[receiver], reason, now));
        locked.Note(CaseEventKind.HandoffOffered, actor, now, $"to {rules.Departments[receiver].Name}: “{reason}”");
        locked.Clocks.HandoffOffered(receiver, now);
        return db.TellOfferedAsync([locked.Case], rules, actor, now, cancellationToken);
    }

    private async Task<string?> GroupAsync(long? customerId, CancellationToken cancellationToken) =>
        customerId is { } id
            ? await db.Customers.Where(c => c.Id == id).Select(c => c.Group).FirstOrDefaultAsync(cancellationToken)
            : null;
}

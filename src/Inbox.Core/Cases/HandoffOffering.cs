using Inbox.Core.Access;
using Inbox.Core.Data;
using Inbox.Core.Departments;

namespace Inbox.Core.Cases;

/// <summary>Offers a case to a department: the part that every command which offers has in common.</summary>
internal static class HandoffOffering
{
    /// <summary>While a case is offered it goes nowhere else.</summary>
    public static readonly Error AlreadyOffered = new(ErrorKind.Conflict, "already_offered", "This case is already offered to a department. Withdraw that offer first.");

    /// <summary>The change itself, on a case that the caller has locked and saves.</summary>
    /// <param name="db">Of the command.</param>
    /// <param name="locked">The case.</param>
    /// <param name="target">Who is asked.</param>
    /// <param name="why">The reason, as typed.</param>
    /// <param name="answers">To what the receiver demands, by label.</param>
    /// <param name="rules">As they are now.</param>
    /// <param name="actor">Who offers.</param>
    /// <param name="now">UTC.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public static async Task<Result<Handoff>> OfferAsync(
        this InboxDb db,
        LockedCase locked,
        Department target,
        string? why,
        IReadOnlyDictionary<string, string>? answers,
        Rules rules,
        Actor actor,
        DateTimeOffset now,
        CancellationToken cancellationToken)
    {
        if (locked.Case.OfferedToId is not null)
        {
            return AlreadyOffered;
        }

        if (string.IsNullOrWhiteSpace(why))
        {
            return new Error(ErrorKind.Invalid, "reason_needed", $"Tell {target.Name} why the case comes to them.");
        }

        var checklist = Checklist.Answer(Checklist.Unanswered(target.Checklist), answers, target.Name);
        if (!checklist.IsOk)
        {
            return checklist.Error;
        }

        if (Checklist.Refusal(checklist.Value, target.Name) is { } missing)
        {
            return missing;
        }

        var reason = Words.Storable(why.Trim());
        var handoff = new Handoff
        {
            CaseId = locked.Case.Id,
            FromDepartmentId = locked.Case.DepartmentId,
            ToDepartmentId = target.Id,
            OfferedById = actor.AgentId,
            Reason = reason,
            OfferedAt = now,
            Checklist = checklist.Value,
        };
        db.Handoffs.Add(handoff);
        locked.Case.OfferedToId = target.Id;
        locked.Case.Touch();
        locked.Clocks.HandoffOffered(target.Id, now);
        locked.Note(CaseEventKind.HandoffOffered, actor, now, $"to {target.Name}: “{reason}”");
        await db.TellOfferedAsync([locked.Case], rules, actor, now, cancellationToken);
        await db.WatchPingPongAsync(locked, handoff, rules, actor, now, cancellationToken);
        return handoff;
    }
}

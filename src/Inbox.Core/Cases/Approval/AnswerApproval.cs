using Inbox.Core.Access;
using Inbox.Core.Data;
using Inbox.Core.Delivery;
using Inbox.Core.Notifications;
using Microsoft.EntityFrameworkCore;

namespace Inbox.Core.Cases.Approval;

/// <summary>
/// Answers that a second person reads before they leave: those of agents whose answers need approval, and those whose author
/// asks for it. Until then nothing is answered: status stays, and the promise runs (design.md, Clocks).
/// </summary>
public static class AnswerApproval
{
    internal static readonly Error NoTime = new(
        ErrorKind.Invalid, "approval_without_time", "An answer that needs approval leaves when it is approved, so it cannot be given a time.");

    internal static readonly Error NeedsApproval = new(
        ErrorKind.Forbidden, "approval_needed", "Your answers need approval, and only answers on a case can wait for it. Ask a colleague to write this one.");

    private static readonly Error PeopleOnly = new(
        ErrorKind.Invalid, "approval_needs_author", "Only a person's answer can wait for approval: a refusal gives it back to its author.");

    internal static readonly Error Waits = new(
        ErrorKind.Conflict, "awaiting_approval", "This answer waits for approval. Approve it, or return it with a reason.");

    private static readonly Error NoApprover = new(
        ErrorKind.Conflict, "no_approver", "There is nobody but you who could approve it: the department has no lead, and nobody else is a manager or administrator.");

    private static readonly Error NotAnApprover = new(
        ErrorKind.Forbidden, "not_an_approver", "Answers are approved by the lead of the department, managers and administrators, and never by their own author.");

    /// <summary>Whether this actor may approve or return an answer of that author on the case.</summary>
    public static bool MayApprove(this Actor actor, Case found, long? authorId, Rules rules) =>
        actor is { NeedsApproval: false, Role: not Role.Marketing } && actor.AgentId != authorId && actor.MayChange(found)
        && (actor.Role is Role.Manager or Role.Admin || (actor.AgentId is { } me && rules.Departments[found.DepartmentId].LeadId == me));

    /// <summary>
    /// Departments whose answers this actor approves; null: of all. Empty for those who approve nothing.
    /// </summary>
    public static IReadOnlyList<long>? ApprovesIn(this Actor actor, Rules rules) => actor switch
    {
        { NeedsApproval: true } or { Role: Role.Marketing } => [],
        { Role: Role.Manager or Role.Admin } => actor.Everywhere ? null : actor.Departments,
        _ => [.. actor.Departments.Where(id => actor.AgentId is { } me && rules.Departments.TryGetValue(id, out var department) && department.LeadId == me)],
    };

    /// <summary>An answer that waits for approval, with its case locked, for somebody who may decide about it.</summary>
    internal static async Task<Result<ScheduledAnswer>> LockForApprovalAsync(this InboxDb db, long messageId, Actor actor, Rules rules, CancellationToken cancellationToken)
    {
        var found = await db.LockScheduledAsync(messageId, actor, rules, cancellationToken);
        if (!found.IsOk)
        {
            return found.Error;
        }

        var (locked, message, delivery) = found.Value;
        if (delivery.State != OutboundState.AwaitingApproval)
        {
            return ScheduledAnswerLock.NotScheduled;
        }

        return actor.MayApprove(locked.Case, message.AuthorId, rules) ? found : NotAnApprover;
    }

    /// <summary>Stores the answer to wait for approval and tells those who can give it. The case is locked; the caller saves.</summary>
    internal static async Task<Error?> AskApprovalAsync(
        this InboxDb db, LockedCase locked, Message message, CaseStatus then, Rules rules, Actor actor, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (actor.AgentId is not { } author)
        {
            return PeopleOnly;
        }

        var approvers = await db.ApproversAsync(locked.Case, author, rules, cancellationToken);
        if (approvers.Count == 0)
        {
            return NoApprover;
        }

        db.KeepBack(locked, message, OutboundState.AwaitingApproval, HalfOfWhatIsLeft(locked.Clocks.ReplyDueAt, now), then, actor, now);
        locked.Note(CaseEventKind.ApprovalAsked, actor, now, "");
        await db.TellAsync(new Notice(NotificationKind.Approval, approvers, locked.Case, $"{actor.Name} asks you to approve an answer on {locked.Case.Number}", By: author), now, cancellationToken);
        return null;
    }

    /// <summary>The lead and the managers of the department; where it has none, the managers of all, and at last the administrators.</summary>
    internal static async Task<IReadOnlyList<long>> ApproversAsync(this InboxDb db, Case found, long? author, Rules rules, CancellationToken cancellationToken)
    {
        var (department, lead) = (found.DepartmentId, rules.Departments[found.DepartmentId].LeadId);
        var people = await db.Users
            .Where(a => a.DisabledAt == null && a.Id != author && !a.AnswersNeedApproval && (a.Id == lead || a.Role == Role.Manager || a.Role == Role.Admin))
            .Select(a => new { a.Id, a.Role, Here = a.Departments.Any(d => d.DepartmentId == department), Nowhere = a.Departments.Count == 0 })
            .ToListAsync(cancellationToken);
        var near = people.Where(p => p.Id == lead || (p.Role == Role.Manager && p.Here)).Select(p => p.Id).ToList();
        var far = near.Count > 0 ? near : people.Where(p => p.Role == Role.Manager && p.Nowhere).Select(p => p.Id).ToList();
        return far.Count > 0 ? far : people.Where(p => p.Role == Role.Admin).Select(p => p.Id).ToList();
    }

    /// <summary>When the approvers are reminded: halfway to the time at which the answer is late. Never, where nothing is promised or it is late already.</summary>
    private static DateTimeOffset HalfOfWhatIsLeft(DateTimeOffset due, DateTimeOffset now) =>
        due == Clock.Never || due <= now ? Clock.Never : Clock.Stored(now + ((due - now) / 2));
}

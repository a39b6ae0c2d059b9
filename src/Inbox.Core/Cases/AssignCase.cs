using Inbox.Core.Access;
using Inbox.Core.Data;
using Inbox.Core.Live;
using Inbox.Core.Notifications;
using Inbox.Core.Requests;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Inbox.Core.Cases;

/// <summary>Gives a case to a member of its department, or to nobody.</summary>
public static class AssignCase
{
    public sealed record Command(long CaseId, long? AgentId, Actor Actor) : ICommand<Done>;

    internal sealed class Handler(InboxDb db, Rulebook rulebook, LiveChanges changes, TimeProvider time) : IRequestHandler<Command, Result<Done>>
    {
        public async Task<Result<Done>> Handle(Command request, CancellationToken cancellationToken)
        {
            var rules = await rulebook.GetAsync(cancellationToken);
            var locked = await db.LockAsync(request.CaseId, request.Actor, rules, cancellationToken);
            if (!locked.IsOk)
            {
                return locked.Error;
            }

            var before = locked.Value.Case.AssigneeId;
            if (await ApplyAsync(db, locked.Value, request.AgentId, rules, request.Actor, time.Now(), cancellationToken) is { } error)
            {
                return error;
            }

            if (before != request.AgentId)
            {
                await locked.Value.SaveAsync(cancellationToken);
                changes.Case(locked.Value.Case.Id);
            }

            return new Done();
        }
    }

    /// <summary>The change itself, on a case that the caller has locked and saves.</summary>
    internal static async Task<Error?> ApplyAsync(
        InboxDb db, LockedCase locked, long? agentId, Rules rules, Actor actor, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var @case = locked.Case;
        if (@case.AssigneeId == agentId)
        {
            return null;
        }

        var name = "nobody";
        if (agentId is not null)
        {
            var agent = await db.Users.AsNoTracking()
                .Where(a => a.Id == agentId && a.DisabledAt == null)
                .Select(a => new { a.DisplayName, a.Role, Member = a.Departments.Any(d => d.DepartmentId == @case.DepartmentId) })
                .SingleOrDefaultAsync(cancellationToken);
            if (agent is null || (!agent.Member && agent.Role is not (Role.Admin or Role.Manager)))
            {
                return new Error(ErrorKind.Invalid, "not_a_member", $"Only members of {rules.Departments[@case.DepartmentId].Name} can be given this case. Hand it off to their department instead.");
            }

            name = agent.DisplayName;
            await db.TellAsync(new Notice(NotificationKind.Assigned, [agentId.Value], @case, $"{actor.Name} gave you {@case.Number}", actor.AgentId), now, cancellationToken);
        }

        @case.Assign(agentId);
        @case.Touch();
        locked.Note(CaseEventKind.Assigned, actor, now, name);
        return null;
    }
}

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

            var (@case, now) = (locked.Value.Case, time.Now());
            var name = "nobody";
            if (request.AgentId is { } agentId)
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
                if (agentId != request.Actor.AgentId && agentId != @case.AssigneeId)
                {
                    db.Notifications.Add(new Notification { AgentId = agentId, CaseId = @case.Id, At = now, Text = $"{request.Actor.Name} gave you {@case.Number}" });
                }
            }

            if (@case.AssigneeId != request.AgentId)
            {
                @case.Assign(request.AgentId);
                @case.Touch();
                locked.Value.Note(CaseEventKind.Assigned, request.Actor, now, name);
                await locked.Value.SaveAsync(cancellationToken);
                changes.Case(@case.Id);
            }

            return new Done();
        }
    }
}

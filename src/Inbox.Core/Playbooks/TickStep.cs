using Inbox.Core.Access;
using Inbox.Core.Cases;
using Inbox.Core.Data;
using Inbox.Core.Live;
using Inbox.Core.Requests;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Inbox.Core.Playbooks;

/// <summary>Ticks a step of a playbook, or takes the tick back. Who ticked first stays: a second tick changes nothing.</summary>
public static class TickStep
{
    /// <param name="OpenId">Of the playbook as it is open on the case.</param>
    /// <param name="Step">From 0.</param>
    public sealed record Command(long CaseId, long OpenId, int Step, bool Done, Actor Actor) : ICommand<Done>;

    internal sealed class Handler(InboxDb db, Rulebook rulebook, LiveChanges changes, TimeProvider time) : IRequestHandler<Command, Result<Done>>
    {
        private static readonly Error Gone = new(ErrorKind.NotFound, "step_not_found", "There is no such step on this case.");

        public async Task<Result<Done>> Handle(Command request, CancellationToken cancellationToken)
        {
            var locked = await db.LockAsync(request.CaseId, request.Actor, await rulebook.GetAsync(cancellationToken), cancellationToken);
            if (!locked.IsOk)
            {
                return locked.Error;
            }

            var caseId = locked.Value.Case.Id;
            var open = await db.OpenPlaybooks.VisibleTo(request.Actor).FirstOrDefaultAsync(p => p.Id == request.OpenId && p.CaseId == caseId, cancellationToken);
            if (open is null || request.Step < 0 || request.Step >= open.Steps.Count)
            {
                return Gone;
            }

            if (open.Steps[request.Step].DoneAt is not null == request.Done)
            {
                return new Done();
            }

            Tick(open, request, time.Now());
            if (open.CompletedAt is { } completed)
            {
                locked.Value.Note(CaseEventKind.PlaybookCompleted, request.Actor, completed, open.Name);
            }

            locked.Value.Case.Touch();
            await locked.Value.SaveAsync(cancellationToken);
            changes.Case(caseId);
            return new Done();
        }

        private static void Tick(OpenPlaybook open, Command request, DateTimeOffset now)
        {
            List<OpenStep> steps = [.. open.Steps];
            steps[request.Step] = steps[request.Step] with { DoneAt = request.Done ? now : null, DoneBy = request.Done ? request.Actor.Name : null };
            open.Steps = steps;
            open.CompletedAt = steps.TrueForAll(s => s.DoneAt is not null) ? now : null;
        }
    }
}

internal static class PlaybookAccess
{
    /// <summary>Of a case that the actor sees: contractors get the playbooks of their own departments.</summary>
    public static IQueryable<OpenPlaybook> VisibleTo(this IQueryable<OpenPlaybook> open, Actor actor)
    {
        var own = actor.DepartmentIds;
        return actor.External ? open.Where(p => p.DepartmentId != null && own.Contains(p.DepartmentId.Value)) : open;
    }
}

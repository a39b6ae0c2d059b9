using Inbox.Core.Access;
using Inbox.Core.Cases;
using Inbox.Core.Data;
using Inbox.Core.Live;
using Inbox.Core.Requests;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Inbox.Core.Playbooks;

/// <summary>An agent opens a playbook on a case by hand.</summary>
public static class StartPlaybook
{
    public sealed record Command(long CaseId, long PlaybookId, Actor Actor) : ICommand<Done>;

    internal sealed class Handler(InboxDb db, Rulebook rulebook, LiveChanges changes, TimeProvider time) : IRequestHandler<Command, Result<Done>>
    {
        private static readonly Error Gone = new(ErrorKind.NotFound, "playbook_not_found", "This playbook is not offered on this case.");

        private static readonly Error OpenAlready = new(ErrorKind.Conflict, "playbook_open", "This playbook is open on the case already.");

        public async Task<Result<Done>> Handle(Command request, CancellationToken cancellationToken)
        {
            var rules = await rulebook.GetAsync(cancellationToken);
            var locked = await db.LockAsync(request.CaseId, request.Actor, rules, cancellationToken);
            if (!locked.IsOk)
            {
                return locked.Error;
            }

            var @case = locked.Value.Case;
            if (!rules.PlaybooksFor(@case.DepartmentId, request.Actor).Any(p => p.Id == request.PlaybookId))
            {
                return Gone;
            }

            if (!await ApplyAsync(db, locked.Value, request.PlaybookId, rules, request.Actor, time.Now(), cancellationToken))
            {
                return OpenAlready;
            }

            @case.Touch();
            await locked.Value.SaveAsync(cancellationToken);
            changes.Case(@case.Id);
            return new Done();
        }
    }

    /// <summary>The change itself, on a case that the caller has locked and saves. False when it is open already, or gone.</summary>
    internal static async Task<bool> ApplyAsync(InboxDb db, LockedCase locked, long playbookId, Rules rules, Actor actor, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var caseId = locked.Case.Id;
        if (rules.Playbooks.FirstOrDefault(p => p.Id == playbookId) is not { } playbook
            || await db.OpenPlaybooks.AnyAsync(p => p.CaseId == caseId && p.PlaybookId == playbookId, cancellationToken))
        {
            return false;
        }

        db.OpenPlaybooks.Add(OpenPlaybook.Of(playbook, caseId, actor.AgentId, now));
        locked.Note(CaseEventKind.PlaybookOpened, actor, now, playbook.Name);
        return true;
    }
}

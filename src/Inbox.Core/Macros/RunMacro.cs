using FluentValidation;
using Inbox.Core.Access;
using Inbox.Core.CannedAnswers;
using Inbox.Core.Cases;
using Inbox.Core.Cases.Tasks;
using Inbox.Core.Data;
using Inbox.Core.Live;
using Inbox.Core.Playbooks;
using Inbox.Core.Requests;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Inbox.Core.Macros;

/// <summary>
/// Does what a macro says, all or nothing, by the rules of each change's own command. The text of an answer is handed
/// back for the agent to check: a macro sends nothing.
/// </summary>
public static class RunMacro
{
    /// <param name="Reason">Takes the place of the macro's own where a change asks for one.</param>
    public sealed record Command(long CaseId, long MacroId, string? Reason, Actor Actor, string? IdempotencyKey = null) : IIdempotentCommand<Outcome>
    {
        /// <summary>Resolve the case although something asked for is not done yet.</summary>
        public bool TasksLeft { get; init; }
    }

    /// <param name="Answer">Filled in, for the composer; blank when the macro has none.</param>
    /// <param name="Offered">The other department has to accept first.</param>
    public sealed record Outcome(long CaseId, string Name, string Answer, bool Offered);

    internal sealed class Validator : AbstractValidator<Command>
    {
        public Validator() => RuleFor(c => c.Reason).MaximumLength(500).WithMessage("A reason holds at most 500 characters.");
    }

    internal sealed class Handler(InboxDb db, Rulebook rulebook, LiveChanges changes, TimeProvider time) : IRequestHandler<Command, Result<Outcome>>
    {
        private static readonly Error Gone = new(ErrorKind.NotFound, "macro_not_found", "This macro is no longer there.");

        public async Task<Result<Outcome>> Handle(Command request, CancellationToken cancellationToken)
        {
            var (rules, now) = (await rulebook.GetAsync(cancellationToken), time.Now());
            var locked = await db.LockAsync(request.CaseId, request.Actor, rules, cancellationToken);
            if (!locked.IsOk)
            {
                return locked.Error;
            }

            var @case = locked.Value.Case;
            var macro = await db.Macros.AsNoTracking().OfferedTo(request.Actor, @case.DepartmentId).FirstOrDefaultAsync(m => m.Id == request.MacroId, cancellationToken);
            if (macro is null)
            {
                return Gone;
            }

            // Read before the changes: a text says which department wrote it.
            var values = (await CaseValues.ReadAsync(db, @case.Id, request.Actor, rules, cancellationToken))!;
            var applied = await ApplyAsync(macro.Actions, request, locked.Value, rules, now, cancellationToken);
            if (!applied.IsOk)
            {
                return applied.Error;
            }

            if (macro.TextIs == MacroText.Note && Write(locked.Value, values.Fill(macro.Text, markdown: false), request.Actor, now) is { } unfilled)
            {
                return unfilled;
            }

            locked.Value.Note(CaseEventKind.MacroRun, request.Actor, now, macro.Name);
            @case.Touch();
            await locked.Value.SaveAsync(cancellationToken);
            changes.Case(@case.Id);
            return new Outcome(@case.Id, macro.Name, macro.TextIs == MacroText.Answer ? values.Fill(macro.Text, markdown: true) : "", applied.Value);
        }

        /// <summary>The department first, while the case is still New, and before the assignee, who is one of its members. The status last: it may end what the others touch.</summary>
        private async Task<Result<bool>> ApplyAsync(MacroActions actions, Command request, LockedCase locked, Rules rules, DateTimeOffset now, CancellationToken cancellationToken)
        {
            var (reason, actor, offered) = (string.IsNullOrWhiteSpace(request.Reason) ? actions.Reason : request.Reason, request.Actor, false);
            if (actions.DepartmentId is { } department)
            {
                var moved = await ChangeDepartment.ApplyAsync(db, locked, department, reason, answers: null, rules, actor, now, cancellationToken);
                if (!moved.IsOk)
                {
                    return moved.Error;
                }

                offered = moved.Value.Offered;
            }

            // A token is nobody whom "me" could mean.
            if (actions.Assign != MacroAssign.Unchanged && (actions.Assign != MacroAssign.Me || actor.AgentId is not null)
                && await AssignCase.ApplyAsync(db, locked, Assignee(actions, actor), rules, actor, now, cancellationToken) is { } notAssigned)
            {
                return notAssigned;
            }

            if (actions.Priority is { } priority && ChangePriority.Apply(locked, priority, reason, actor, now) is { } notChanged)
            {
                return notChanged;
            }

            string[] tags = [.. locked.Case.Tags.Except(actions.RemoveTags, StringComparer.OrdinalIgnoreCase).Union(actions.AddTags, StringComparer.OrdinalIgnoreCase)];
            if (!tags.SequenceEqual(locked.Case.Tags, StringComparer.Ordinal) && TagCase.Apply(locked, tags, rules, actor, now) is { } notTagged)
            {
                return notTagged;
            }

            if (actions.PlaybookId is { } playbook)
            {
                await StartPlaybook.ApplyAsync(db, locked, playbook, rules, actor, now, cancellationToken);
            }

            if (actions.SnoozeHours is { } hours)
            {
                locked.Case.Snooze(now.AddHours(hours));
                locked.Note(CaseEventKind.Snoozed, actor, now, "");
            }

            if (await RequiredSteps.AskAsync(db, locked, actions.Status, reason, actor, cancellationToken) is { } owed)
            {
                return owed;
            }

            if (actions.Status is { } then && !request.TasksLeft && await db.OpenTasksRefusalAsync(locked.Case, then, cancellationToken) is { } asks)
            {
                return asks;
            }

            if (actions.Status is { } status && ChangeStatus.Apply(locked, status, reason, actor, now) is { } notSet)
            {
                return notSet;
            }

            return offered;
        }

        private static long? Assignee(MacroActions actions, Actor actor) => actions.Assign switch
        {
            MacroAssign.Me => actor.AgentId,
            MacroAssign.Person => actions.AgentId,
            _ => null,
        };

        private Error? Write(LockedCase locked, string text, Actor actor, DateTimeOffset now)
        {
            if (Placeholders.IsUnfilled(text))
            {
                return new Error(ErrorKind.Conflict, "note_unfilled", "The macro's note asks for something this case does not have, for example a customer's name. Write the note yourself, or give the placeholder a fallback.");
            }

            AddNote.Apply(db, locked, AddNote.Storable(text), sharedOutside: actor.External, named: [], actor, now);
            return null;
        }
    }
}

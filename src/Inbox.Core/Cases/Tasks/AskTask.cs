using FluentValidation;
using Inbox.Core.Access;
using Inbox.Core.Data;
using Inbox.Core.Departments;
using Inbox.Core.Live;
using Inbox.Core.Notifications;
using Inbox.Core.Requests;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Inbox.Core.Cases.Tasks;

/// <summary>Asks a department, or one of its people, for something without giving the case away. Answers the number of the task.</summary>
public static class AskTask
{
    public const int LongestText = 2000;

    /// <param name="AssigneeId">Null: whoever of the department takes it.</param>
    public sealed record Command(
        long CaseId, string Text, long DepartmentId, long? AssigneeId, DateTimeOffset DueAt, Actor Actor, string? IdempotencyKey = null) : IIdempotentCommand<long>;

    internal sealed class Validator : AbstractValidator<Command>
    {
        public Validator() => RuleFor(c => c.Text).NotEmpty().WithMessage("Say what you need.")
            .MaximumLength(LongestText).WithMessage("Say what you need in at most 2,000 characters.");
    }

    internal sealed class Handler(InboxDb db, Rulebook rulebook, LiveChanges changes, TimeProvider time) : IRequestHandler<Command, Result<long>>
    {
        private static readonly TimeSpan Furthest = TimeSpan.FromDays(366);

        public async Task<Result<long>> Handle(Command request, CancellationToken cancellationToken)
        {
            var rules = await rulebook.GetAsync(cancellationToken);
            var locked = await db.LockAsync(request.CaseId, request.Actor, rules, cancellationToken);
            if (!locked.IsOk)
            {
                return locked.Error;
            }

            var (@case, now) = (locked.Value.Case, time.Now());
            if (await RefusalAsync(request, @case, rules, now, cancellationToken) is { } refused)
            {
                return refused;
            }

            var text = Words.Storable(request.Text.Trim().ReplaceLineEndings("\n"));
            var task = CaseTask.Ask(@case, request.DepartmentId, request.AssigneeId, request.Actor.AgentId, text, request.DueAt, now);
            db.Tasks.Add(task);
            @case.Touch();
            locked.Value.Note(CaseEventKind.TaskAsked, request.Actor, now, $"of {rules.Departments[task.DepartmentId].Name}");
            await db.TellTaskAsync(task, @case, $"{request.Actor.Name} asks for something on {@case.Number}", rules, request.Actor, now, cancellationToken);
            await locked.Value.SaveAsync(cancellationToken);
            changes.Case(@case.Id);
            return task.Id;
        }

        private async Task<Error?> RefusalAsync(Command request, Case @case, Rules rules, DateTimeOffset now, CancellationToken cancellationToken)
        {
            if (@case.Status is CaseStatus.Closed or CaseStatus.Spam)
            {
                return new Error(ErrorKind.Conflict, "case_closed", $"The case is {@case.Status}. Set it Open before you ask for something.");
            }

            if (!rules.Departments.TryGetValue(request.DepartmentId, out var department))
            {
                return ChangeDepartment.NoSuchDepartment;
            }

            if (request.DueAt <= now || request.DueAt > now + Furthest)
            {
                return new Error(ErrorKind.Invalid, "due_at_wrong", "Say by when you need it: a time to come, within a year.");
            }

            return request.AssigneeId is not { } assignee || await db.IsMemberAsync(assignee, department.Id, cancellationToken) ? null : NotAMember(department);
        }
    }

    internal static Error NotAMember(Department department) => new(ErrorKind.Invalid, "not_a_member", $"This person is not in {department.Name}.");

    internal static Task<bool> IsMemberAsync(this InboxDb db, long agentId, long departmentId, CancellationToken cancellationToken) =>
        db.Users.AnyAsync(a => a.Id == agentId && a.DisabledAt == null && a.Departments.Any(d => d.DepartmentId == departmentId), cancellationToken);

    /// <summary>Tells whoever does the task: its assignee, or else the people of the department.</summary>
    internal static async Task TellTaskAsync(
        this InboxDb db, CaseTask task, Case @case, string text, Rules rules, Actor actor, DateTimeOffset now, CancellationToken cancellationToken)
    {
        List<long> doers = task.AssigneeId is { } one ? [one] : (await db.PeopleOfAsync([task.DepartmentId], rules, cancellationToken))[task.DepartmentId];

        // Who may not read the case is told without it: the task is theirs all the same.
        var hidden = rules.Departments[task.DepartmentId].External || rules.Departments[@case.DepartmentId].Confidential;
        await db.TellAsync(new Notice(NotificationKind.Task, doers, hidden ? null : @case, text, actor.AgentId), now, cancellationToken);
    }
}

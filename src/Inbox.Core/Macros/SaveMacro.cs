using FluentValidation;
using Inbox.Core.Access;
using Inbox.Core.CannedAnswers;
using Inbox.Core.Cases;
using Inbox.Core.Data;
using Inbox.Core.Requests;
using Inbox.Core.Settings;
using Inbox.Core.Tags;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Inbox.Core.Macros;

/// <summary>Adds a macro, or changes one: admins for a department or everybody, each agent their own.</summary>
public static class SaveMacro
{
    private const int LongestSnoozeDays = 90;

    /// <param name="Id">Null adds one.</param>
    /// <param name="Revision">As the form knew it; 0 for a new one.</param>
    /// <param name="Personal">The actor's own; then the department is left out.</param>
    public sealed record Command(
        long? Id,
        int Revision,
        string Name,
        MacroText TextIs,
        string Text,
        MacroActions Actions,
        long? DepartmentId,
        bool Personal,
        Actor Actor) : ICommand<long>;

    internal sealed class Validator : AbstractValidator<Command>
    {
        public Validator(InboxDb db, Rulebook rulebook)
        {
            RuleFor(c => c.Name).IsName();
            RuleFor(c => c.TextIs).IsInEnum();
            When(c => c.TextIs != MacroText.None, () => RuleFor(c => c.Text).IsPreparedText("Write the text, or choose “no text”."));
            RuleFor(c => c.Actions).Must((c, actions) => c.TextIs != MacroText.None || !actions.IsNothing()).WithMessage("This macro would do nothing: give it a text or a change.");
            RuleFor(c => c.DepartmentId)
                .MustAsync(async (id, ct) => id is null || await db.Departments.AnyAsync(d => d.Id == id, ct))
                .WithMessage("This department is no longer there. Choose another.");
            RuleFor(c => c.Actions.Status).Must(s => s is not CaseStatus.New).WithMessage("A case is New only until somebody takes it up.").OverridePropertyName("Status");
            RuleFor(c => c.Actions.DepartmentId)
                .MustAsync(async (id, ct) => id is null || await db.Departments.AnyAsync(d => d.Id == id, ct))
                .WithMessage("This department is no longer there. Choose another.").OverridePropertyName("MoveTo");
            RuleFor(c => c.Actions.AgentId)
                .MustAsync(async (c, id, ct) => c.Actions.Assign != MacroAssign.Person || await db.Users.AnyAsync(a => a.Id == id && a.DisabledAt == null, ct))
                .WithMessage("Choose who gets the case.").OverridePropertyName("AgentId");
            RuleFor(c => c.Actions.PlaybookId)
                .MustAsync(async (id, ct) => id is null || await db.Playbooks.AnyAsync(p => p.Id == id, ct))
                .WithMessage("This playbook is no longer there. Choose another.").OverridePropertyName("PlaybookId");
            RuleFor(c => c.Actions.SnoozeHours).InclusiveBetween(1, 24 * LongestSnoozeDays)
                .WithMessage($"Snooze for 1 hour to {LongestSnoozeDays} days.").OverridePropertyName("SnoozeHours");
            RuleFor(c => c.Actions.Reason).Cascade(CascadeMode.Stop)
                .MaximumLength(500).WithMessage("A reason holds at most 500 characters.")
                .Must(SettingsRules.IsStorable).WithMessage("The reason has characters that cannot be kept. Type it again.").OverridePropertyName("Reason");
            RuleFor(c => c.Actions.AddTags).MayBeGiven(rulebook);
            RuleFor(c => c.Actions.RemoveTags).Must(tags => tags.Length <= 10).WithMessage("Keep it under 10 tags.").OverridePropertyName("RemoveTags");
        }
    }

    internal sealed class Handler(InboxDb db, Rulebook rulebook, OfferedSettings offered) : IRequestHandler<Command, Result<long>>
    {
        public async Task<Result<long>> Handle(Command request, CancellationToken cancellationToken)
        {
            var opened = await offered.OpenAsync(
                request.Id, request.Revision, request.Personal, request.Actor, owner => new Macro { Name = "", OwnerId = owner }, cancellationToken);
            if (!opened.IsOk)
            {
                return opened.Error;
            }

            var (macro, tags) = (opened.Value, (await rulebook.GetAsync(cancellationToken)).Tags);
            macro.Name = request.Name.Trim();
            macro.TextIs = request.TextIs;
            macro.Text = request.TextIs == MacroText.None ? "" : request.Text.Trim().ReplaceLineEndings("\n");
            macro.Actions = request.Actions with
            {
                AgentId = request.Actions.Assign == MacroAssign.Person ? request.Actions.AgentId : null,
                AddTags = tags.Spelled(request.Actions.AddTags),
                RemoveTags = tags.Spelled(request.Actions.RemoveTags),
                Reason = request.Actions.Reason.Trim(),
            };
            macro.DepartmentId = request.Personal ? null : request.DepartmentId;
            await db.SaveChangesAsync(cancellationToken);
            return macro.Id;
        }
    }
}

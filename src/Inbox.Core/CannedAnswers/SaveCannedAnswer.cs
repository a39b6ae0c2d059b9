using FluentValidation;
using Inbox.Core.Access;
using Inbox.Core.Data;
using Inbox.Core.Requests;
using Inbox.Core.Settings;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Inbox.Core.CannedAnswers;

/// <summary>Adds a canned answer, or changes one: admins for a department or everybody, each agent their own.</summary>
public static class SaveCannedAnswer
{
    /// <param name="Id">Null adds one.</param>
    /// <param name="Revision">As the form knew it; 0 for a new one.</param>
    /// <param name="Language">A code such as <c>de</c>, or blank.</param>
    /// <param name="Personal">The actor's own; then the department is left out.</param>
    public sealed record Command(
        long? Id,
        int Revision,
        string Title,
        string Body,
        string Keywords,
        string Language,
        long? DepartmentId,
        bool Personal,
        Actor Actor) : ICommand<long>;

    internal sealed class Validator : AbstractValidator<Command>
    {
        public Validator(InboxDb db)
        {
            RuleFor(c => c.Title).IsName();
            RuleFor(c => c.Body).IsPreparedText("Write the answer.");
            RuleFor(c => c.Keywords).Cascade(CascadeMode.Stop)
                .MaximumLength(300).WithMessage("Keep the keywords under 300 characters.")
                .Must(SettingsRules.IsStorable).WithMessage("A keyword has characters that cannot be kept. Type it again.");
            RuleFor(c => c.Language).Must(l => l.Length == 0 || l.Length is 2 or 3 && l.All(char.IsAsciiLetterLower))
                .WithMessage("Write the code of the language, for example en or de.");
            RuleFor(c => c.DepartmentId)
                .MustAsync(async (id, ct) => id is null || await db.Departments.AnyAsync(d => d.Id == id, ct))
                .WithMessage("This department is no longer there. Choose another.");
        }
    }

    internal sealed class Handler(InboxDb db, OfferedSettings offered) : IRequestHandler<Command, Result<long>>
    {
        public async Task<Result<long>> Handle(Command request, CancellationToken cancellationToken)
        {
            var opened = await offered.OpenAsync(
                request.Id, request.Revision, request.Personal, request.Actor, owner => new CannedAnswer { Title = "", Body = "", OwnerId = owner }, cancellationToken);
            if (!opened.IsOk)
            {
                return opened.Error;
            }

            var answer = opened.Value;
            answer.Title = request.Title.Trim();
            answer.Body = request.Body.Trim().ReplaceLineEndings("\n");
            answer.Keywords = string.Join(' ', request.Keywords.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
            answer.Language = request.Language;
            answer.DepartmentId = request.Personal ? null : request.DepartmentId;
            await db.SaveChangesAsync(cancellationToken);
            return answer.Id;
        }
    }
}

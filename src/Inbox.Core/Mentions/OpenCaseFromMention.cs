using FluentValidation;
using Inbox.Core.Access;
using Inbox.Core.Cases;
using Inbox.Core.Customers;
using Inbox.Core.Data;
using Inbox.Core.Live;
using Inbox.Core.Requests;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Inbox.Core.Mentions;

/// <summary>A person gives a mention that nobody owns an owner. Marketing may do it as well as the departments.</summary>
public static class OpenCaseFromMention
{
    /// <param name="DepartmentId">Null lets the routing rules decide.</param>
    public sealed record Command(long MessageId, long? DepartmentId, Actor Actor) : ICommand<long>;

    internal sealed class Validator : AbstractValidator<Command>
    {
        public Validator() => RuleFor(c => c.MessageId).GreaterThan(0);
    }

    internal sealed class Handler(InboxDb db, Rulebook rulebook, CustomerDirectory customers, CaseOpener opener, LiveChanges changes)
        : IRequestHandler<Command, Result<long>>
    {
        private static readonly Error NotFound = new(ErrorKind.NotFound, "mention_not_found", "There is no such mention.");
        private static readonly Error NoDepartment = new(ErrorKind.Invalid, "no_such_department", "There is no such department.");

        public async Task<Result<long>> Handle(Command command, CancellationToken cancellationToken)
        {
            var rules = await rulebook.GetAsync(cancellationToken);
            if (command.DepartmentId is { } department && (!rules.Departments.ContainsKey(department) || command.Actor.HiddenIds.Contains(department)))
            {
                return NoDepartment;
            }

            // The row lock makes one case of two people who press the button at once.
            var mention = await db.Messages
                .FromSql($"SELECT * FROM messages WHERE id = {command.MessageId} FOR UPDATE")
                .FirstOrDefaultAsync(m => m.Visibility == Visibility.Public && m.Direction == Direction.Inbound, cancellationToken);
            if (mention is null || command.Actor.External)
            {
                return NotFound;
            }

            if (mention.CaseId is { } owner)
            {
                return new Error(ErrorKind.Conflict, "mention_has_case", $"This mention already belongs to {CaseNumber.Format(owner)}.");
            }

            var opened = await opener.OpenAsync(
                new NewCase { Subject = Subject(mention), DepartmentId = command.DepartmentId, CustomerId = await CustomerAsync(mention, cancellationToken) },
                mention,
                rules,
                command.Actor,
                cancellationToken);
            await opened.SaveAsync(cancellationToken);
            await BindThreadAsync(mention, opened.Case.Id, cancellationToken);
            changes.Case(opened.Case.Id);
            return opened.Case.Id;
        }

        private static string Subject(Message mention) =>
            mention.Subject.Length > 0 ? mention.Subject : Words.Cut(Words.OneLine(mention.ReplyText), 80);

        private async Task<long?> CustomerAsync(Message mention, CancellationToken cancellationToken)
        {
            if (mention.HandleId is { } handleId)
            {
                return await db.Handles.Where(h => h.Id == handleId).Select(h => h.CustomerId).SingleAsync(cancellationToken);
            }

            return mention.FromName.Length == 0 ? null : await customers.AddCustomerAsync(mention.FromName, cancellationToken);
        }

        /// <summary>What answers this post later joins the case.</summary>
        private Task<int> BindThreadAsync(Message mention, long caseId, CancellationToken cancellationToken) =>
            db.ThreadKeys.Where(k => k.MessageId == mention.Id && k.CaseId == null)
                .ExecuteUpdateAsync(set => set.SetProperty(k => k.CaseId, caseId), cancellationToken);
    }
}

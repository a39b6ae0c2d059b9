using FluentValidation;
using Inbox.Core.Access;
using Inbox.Core.Data;
using Inbox.Core.Requests;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Inbox.Core.Notifications;

/// <summary>Marks one's own notifications as read: a single one, those about a case, or all that were seen.</summary>
public static class ReadNotifications
{
    /// <param name="Id">This one.</param>
    /// <param name="CaseId">All about this case and those joined to it.</param>
    /// <param name="UpTo">All up to this one, so that what arrived since the page was shown stays unread.</param>
    /// <param name="Actor">Whose they are.</param>
    /// <param name="Kind">With <paramref name="UpTo"/>: only of this kind.</param>
    public sealed record Command(long? Id, long? CaseId, long? UpTo, Actor Actor, NotificationKind? Kind = null) : ICommand<Done>;

    internal sealed class Validator : AbstractValidator<Command>
    {
        public Validator() => RuleFor(c => c)
            .Must(c => new[] { c.Id, c.CaseId, c.UpTo }.Count(which => which is not null) == 1)
            .WithMessage("Say which notifications: one, those about a case, or all up to one.");
    }

    internal sealed class Handler(InboxDb db, TimeProvider time) : IRequestHandler<Command, Result<Done>>
    {
        private static readonly Error NotFound = new(ErrorKind.NotFound, "no_such_notification", "There is no such notification of yours.");

        public async Task<Result<Done>> Handle(Command request, CancellationToken cancellationToken)
        {
            var own = db.Notifications.Where(n => n.AgentId == request.Actor.AgentId);
            if (request.Id is { } id && !await own.AnyAsync(n => n.Id == id, cancellationToken))
            {
                return NotFound;
            }

            var meant = request switch
            {
                { Id: { } one } => own.Where(n => n.Id == one),
                { CaseId: { } caseId } => own.Where(n => n.CaseId == caseId || db.Cases.Any(c => c.Id == n.CaseId && c.FoldedIntoId == caseId)),
                _ => own.Where(n => n.Id <= request.UpTo && (request.Kind == null || n.Kind == request.Kind)),
            };
            var now = time.Now();
            await meant.Where(n => n.ReadAt == null).ExecuteUpdateAsync(set => set.SetProperty(n => n.ReadAt, now), cancellationToken);
            return new Done();
        }
    }
}

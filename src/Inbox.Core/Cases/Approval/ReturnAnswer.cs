using FluentValidation;
using Inbox.Core.Access;
using Inbox.Core.Cases.Drafts;
using Inbox.Core.Data;
using Inbox.Core.Live;
using Inbox.Core.Notifications;
using Inbox.Core.Requests;
using MediatR;

namespace Inbox.Core.Cases.Approval;

/// <summary>Refuses an answer that waited for approval: it is a draft of its author again, who is told why.</summary>
public static class ReturnAnswer
{
    public sealed record Command(long MessageId, string Reason, Actor Actor) : ICommand<Done>;

    internal sealed class Validator : AbstractValidator<Command>
    {
        public Validator() => RuleFor(c => c.Reason).NotEmpty().WithMessage("Say what to change, so that they can write it anew.")
            .MaximumLength(500).WithMessage("Say it in at most 500 characters.");
    }

    internal sealed class Handler(InboxDb db, Rulebook rulebook, LiveChanges changes, TimeProvider time) : IRequestHandler<Command, Result<Done>>
    {
        public async Task<Result<Done>> Handle(Command request, CancellationToken cancellationToken)
        {
            var rules = await rulebook.GetAsync(cancellationToken);
            var found = await db.LockForApprovalAsync(request.MessageId, request.Actor, rules, cancellationToken);
            if (!found.IsOk)
            {
                return found.Error;
            }

            var (locked, message, _) = found.Value;
            var (now, reason) = (time.Now(), Words.OneLine(request.Reason));
            var author = new Actor(message.AuthorId, message.FromName, Role.Agent, [locked.Case.DepartmentId]);
            await db.GiveBackAsync(message, locked.Case.Id, DraftMode.Reply, author, now, cancellationToken);
            locked.Note(CaseEventKind.ApprovalRefused, request.Actor, now, reason);
            await db.DropAsync(found.Value, cancellationToken);
            await locked.SaveAsync(cancellationToken);
            await db.TellAsync(
                new Notice(NotificationKind.Approval, [message.AuthorId!.Value], locked.Case, $"{request.Actor.Name} returned your answer on {locked.Case.Number}: {reason}", By: request.Actor.AgentId),
                now,
                cancellationToken);
            changes.Case(locked.Case.Id);
            return new Done();
        }
    }
}

using FluentValidation;
using Inbox.Core.Access;
using Inbox.Core.Data;
using Inbox.Core.Live;
using Inbox.Core.Requests;
using MediatR;

namespace Inbox.Core.Cases.Merging;

/// <summary>Takes messages out of a case and opens a case of their own for them. Later replies to them find the new one.</summary>
public static class SplitCase
{
    /// <param name="Messages">Some of the case's, at least one of them said by somebody.</param>
    /// <param name="Subject">Null takes that of the first message.</param>
    public sealed record Command(long CaseId, IReadOnlyList<long> Messages, string? Subject, Actor Actor, string? IdempotencyKey = null) : IIdempotentCommand<Split>;

    public sealed record Split(long MoveId, long NewCaseId);

    internal sealed class Validator : AbstractValidator<Command>
    {
        public Validator()
        {
            RuleFor(c => c.Messages).NotEmpty().WithMessage("Choose the messages that get a case of their own.")
                .Must(m => m.Count <= 1000).WithMessage("At most 1,000 messages at once.");
            RuleFor(c => c.Subject).MaximumLength(300).WithMessage("A subject holds at most 300 characters.");
        }
    }

    internal sealed class Handler(InboxDb db, Rulebook rulebook, LiveChanges changes, TimeProvider time) : IRequestHandler<Command, Result<Split>>
    {
        public async Task<Result<Split>> Handle(Command request, CancellationToken cancellationToken)
        {
            var rules = await rulebook.GetAsync(cancellationToken);
            var locked = await db.LockAsync(request.CaseId, request.Actor, rules, cancellationToken);
            if (!locked.IsOk)
            {
                return locked.Error;
            }

            if (locked.Value.Case.Status == CaseStatus.Spam)
            {
                return new Error(ErrorKind.Conflict, "case_is_spam", "This case is marked as spam. Say that it is none before you split it.");
            }

            var now = time.Now();
            var parts = await db.PartsAsync(locked.Value.Case, request.Messages, cancellationToken);
            if (!parts.IsOk)
            {
                return parts.Error;
            }

            var (move, opened) = await db.SplitAsync(locked.Value, parts.Value, request.Subject, rules, request.Actor, now, cancellationToken);
            locked.Value.Case.Touch();
            await opened.SaveAsync(cancellationToken);
            await locked.Value.SaveAsync(cancellationToken);
            changes.Case(locked.Value.Case.Id);
            changes.Case(opened.Case.Id);
            return new Split(move.Id, opened.Case.Id);
        }
    }
}

using FluentValidation;
using Inbox.Core.Access;
using Inbox.Core.Cases.Approval;
using Inbox.Core.Cases.Tasks;
using Inbox.Core.Cases.Drafts;
using Inbox.Core.Channels;
using Inbox.Core.Data;
using Inbox.Core.Delivery;
using Inbox.Core.Intake;
using Inbox.Core.Live;
using Inbox.Core.Playbooks;
using Inbox.Core.Requests;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Inbox.Core.Cases;

/// <summary>Answers the newest customer message. The answer and what is owed to the far side are saved together.</summary>
public static class ReplyToCase
{
    /// <param name="Then">Waiting, Resolved or Open, as the agent chose.</param>
    /// <param name="SeenMessageId">The newest message the agent saw; a newer one asks first.</param>
    /// <param name="Anyway">Send although a message arrived since.</param>
    /// <param name="UndoSeconds">How long the answer can be taken back.</param>
    public sealed record Command(
        long CaseId,
        string Text,
        CaseStatus Then,
        IReadOnlyList<string> Cc,
        long? SeenMessageId,
        bool Anyway,
        Actor Actor,
        string? IdempotencyKey = null,
        int UndoSeconds = 10) : IIdempotentCommand<Reply>
    {
        /// <summary>Who the agent saw would get it; null: whoever wrote the newest customer message.</summary>
        public IReadOnlyList<string>? To { get; init; }

        /// <summary>Send it although the newest message came from somebody who is not among <see cref="To"/>.</summary>
        public bool ToAnyway { get; init; }

        public IReadOnlyList<string>? Bcc { get; init; }

        /// <summary>Files handed in before by the same actor, besides those of the draft.</summary>
        public IReadOnlyList<long>? Attachments { get; init; }

        public TextFormat Format { get; init; }

        /// <summary>Resolve the case although something asked for is not done yet.</summary>
        public bool TasksLeft { get; init; }

        /// <summary>Why the case is resolved although a required step of a playbook is open.</summary>
        public string? Reason { get; init; }

        /// <summary>When it leaves; null: now. Until then the promise runs.</summary>
        public DateTimeOffset? SendAt { get; init; }

        /// <summary>A second person reads it before it leaves, though nobody asks that of the author.</summary>
        public bool ForApproval { get; init; }

        /// <summary>Who may read it; null: whoever could read the message answered, or fewer where that is no longer possible.</summary>
        public Visibility? Visibility { get; init; }

        /// <summary>Send it in public although what went before was private.</summary>
        public bool PublicAnyway { get; init; }

        /// <summary>It leaves as several posts where it is too long for one.</summary>
        public bool AsThread { get; init; }

        /// <summary>The draft it was written in: its files go along, and it is gone.</summary>
        public long? DraftId { get; init; }
    }

    public sealed record Reply(long MessageId, DateTimeOffset SendsAt)
    {
        /// <summary>It leaves when somebody has approved it.</summary>
        public bool AwaitsApproval { get; init; }
    }

    internal sealed class Validator : AbstractValidator<Command>
    {
        public Validator()
        {
            RuleFor(c => c.Text).NotEmpty().WithMessage("Write an answer first.")
                .MaximumLength(200_000).WithMessage("An answer holds at most 200,000 characters. Attach longer texts.");
            RuleFor(c => c.Then).Must(s => s is CaseStatus.Waiting or CaseStatus.Resolved or CaseStatus.Open or CaseStatus.OnHold)
                .WithMessage("After an answer a case is Waiting, Open, OnHold or Resolved.");
            RuleFor(c => c.Reason).MaximumLength(500).WithMessage("A reason holds at most 500 characters.");
            RuleForEach(c => c.To).IsMailAddress();
            RuleForEach(c => c.Bcc).IsMailAddress();
            RuleForEach(c => c.Cc).EmailAddress().WithMessage("'{PropertyValue}' is not a mail address.");
        }
    }

    internal sealed class Handler(InboxDb db, Rulebook rulebook, ChannelKinds kinds, ThreadTokens tokens, CaseParticipants participants, LiveChanges changes, TimeProvider time)
        : IRequestHandler<Command, Result<Reply>>
    {
        public async Task<Result<Reply>> Handle(Command request, CancellationToken cancellationToken)
        {
            var rules = await rulebook.GetAsync(cancellationToken);
            var locked = await db.LockAsync(request.CaseId, request.Actor, rules, cancellationToken);
            if (!locked.IsOk)
            {
                return locked.Error;
            }

            var (@case, clocks, now) = (locked.Value.Case, locked.Value.Clocks, time.Now());
            if (@case.Status is CaseStatus.Closed or CaseStatus.Spam)
            {
                return CaseLocks.AtRest(@case.Status);
            }

            var target = await db.AnswerTargetAsync(@case.Id, rules, kinds, cancellationToken);
            if (!target.IsOk)
            {
                return target.Error;
            }

            if (!request.Anyway && request.SeenMessageId < target.Value.Answered.Id)
            {
                return new Error(ErrorKind.Conflict, "newer_message", "A message arrived since you began to write. Read it first, or send anyway.");
            }

            if (await RequiredSteps.AskAsync(db, locked.Value, request.Then, request.Reason, request.Actor, cancellationToken) is { } owed)
            {
                return owed;
            }

            if (!request.TasksLeft && await db.OpenTasksRefusalAsync(@case, request.Then, cancellationToken) is { } asks)
            {
                return asks;
            }

            var forApproval = request.ForApproval || request.Actor.NeedsApproval;
            if (forApproval && request.SendAt is not null)
            {
                return AnswerApproval.NoTime;
            }

            if (request.SendAt is { } at && AnswerScheduling.Refusal(at, now) is { } refusal)
            {
                return refusal;
            }

            var recipients = await db.RecipientsAsync(request, @case, target.Value, cancellationToken);
            if (!recipients.IsOk)
            {
                return recipients.Error;
            }

            var way = await db.WayAsync(request, target.Value, now, cancellationToken);
            if (!way.IsOk)
            {
                return way.Error;
            }

            var message = Write(request, @case, target.Value, recipients.Value, way.Value, rules, now);
            if (await db.TakeDraftAsync(message, request.DraftId, request.Attachments, request.Actor, target.Value.Channel, cancellationToken) is { } no)
            {
                return no;
            }

            if (db.FilesRefusal(message, target.Value) is { } notTaken)
            {
                return notTaken;
            }

            if (request.SendAt is { } later)
            {
                db.Schedule(locked.Value, message, request.Then, request.Reason, later, request.Actor, now);
                await locked.Value.SaveAsync(cancellationToken);
                changes.Case(@case.Id);
                return new Reply(message.Id, Clock.Stored(later));
            }

            if (forApproval)
            {
                if (await db.AskApprovalAsync(locked.Value, message, request.Then, rules, request.Actor, now, cancellationToken) is { } nobody)
                {
                    return nobody;
                }

                await locked.Value.SaveAsync(cancellationToken);
                changes.Case(@case.Id);
                return new Reply(message.Id, now) { AwaitsApproval = true };
            }

            var before = @case.Status;
            @case.Add(message);
            @case.Answered(request.Then, now);
            clocks.Answered(message.Id, now);
            clocks.StatusChanged(before, now, "resolved with an answer", message.Id);
            if (@case.AssigneeId is null && request.Actor.AgentId is { } author)
            {
                @case.Assign(author);
            }

            var delivery = db.Owe(message, @case.Id, now, request.UndoSeconds);
            if (before != @case.Status)
            {
                locked.Value.Note(CaseEventKind.StatusChanged, request.Actor, now, ChangeStatus.Words(before, @case.Status, request.Reason));
            }

            await participants.IncludeAsync(@case, message, known: target.Value.Answered.FromAddress, cancellationToken);
            await locked.Value.SaveAsync(cancellationToken);
            changes.Case(@case.Id);
            return new Reply(message.Id, delivery.NotBefore);
        }

        private Message Write(Command request, Case @case, AnswerTarget target, Recipients recipients, Visibility visibility, Rules rules, DateTimeOffset now)
        {
            var (answered, id) = (target.Answered, target.AnswerId);
            var subject = answered.Subject.StartsWith("Re:", StringComparison.OrdinalIgnoreCase) ? answered.Subject : $"Re: {answered.Subject}";
            var draft = new OutboundDraft(@case.Id, target.Channel, @case.DepartmentId, request.Actor, subject, request.Text, request.Format, recipients)
            {
                Answered = answered,
                Visibility = visibility,
                AsThread = request.AsThread,
                IsLetter = target.Sender.Traits.Letters,
                StatusBefore = @case.Status,
            };
            return db.Write(target.Sender.Identify(tokens.Sign(@case.Id, id), rules.Info(target.Channel)), draft, @case.Id, id, rules, now);
        }
    }
}

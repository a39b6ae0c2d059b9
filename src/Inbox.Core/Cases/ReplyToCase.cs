using FluentValidation;
using Inbox.Core.Access;
using Inbox.Core.Channels;
using Inbox.Core.Customers;
using Inbox.Core.Data;
using Inbox.Core.Delivery;
using Inbox.Core.Intake;
using Inbox.Core.Live;
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
        int UndoSeconds = 10) : IIdempotentCommand<Reply>;

    public sealed record Reply(long MessageId, DateTimeOffset SendsAt);

    internal sealed class Validator : AbstractValidator<Command>
    {
        public Validator()
        {
            RuleFor(c => c.Text).NotEmpty().WithMessage("Write an answer first.")
                .MaximumLength(200_000).WithMessage("An answer holds at most 200,000 characters. Attach longer texts.");
            RuleFor(c => c.Then).Must(s => s is CaseStatus.Waiting or CaseStatus.Resolved or CaseStatus.Open or CaseStatus.OnHold)
                .WithMessage("After an answer a case is Waiting, Open, OnHold or Resolved.");
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
                return new Error(ErrorKind.Conflict, "case_closed", $"The case is {@case.Status}. Set it Open before you answer.");
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

            if (await db.FirstDeadAsync(request.Cc, cancellationToken) is { } dead)
            {
                return DeadAddresses.Error(dead);
            }

            var message = Write(request, @case, target.Value, rules, now);
            var before = @case.Status;
            @case.Add(message);
            @case.Answered(request.Then, now);
            clocks.Answered(message.Id, now);
            clocks.StatusChanged(before, now, "resolved with an answer", message.Id);
            if (@case.AssigneeId is null && request.Actor.AgentId is { } author)
            {
                @case.Assign(author);
            }

            var delivery = new OutboundDelivery
            {
                MessageId = message.Id,
                CaseId = @case.Id,
                ChannelId = message.ChannelId,
                NotBefore = now.AddSeconds(request.UndoSeconds),
                CreatedAt = now,
            };
            db.OutboundDeliveries.Add(delivery);
            if (before != @case.Status)
            {
                locked.Value.Note(CaseEventKind.StatusChanged, request.Actor, now, $"{before} → {@case.Status}");
            }

            await participants.IncludeAsync(@case, target.Value.Sender.Traits.HandleKind, request.Cc, cancellationToken);
            await locked.Value.SaveAsync(cancellationToken);
            changes.Case(@case.Id);
            return new Reply(message.Id, delivery.NotBefore);
        }

        private Message Write(Command request, Case @case, AnswerTarget target, Rules rules, DateTimeOffset now)
        {
            var id = target.AnswerId;
            var identity = target.Sender.Identify(tokens.Sign(@case.Id, id), rules.Info(target.Channel));
            var signature = rules.Departments[@case.DepartmentId].Signature.Trim();
            var text = Words.Storable(request.Text.Trim().ReplaceLineEndings("\n"));
            var answered = target.Answered;
            var message = new Message
            {
                Id = id,
                ChannelId = target.Channel.Id,
                Direction = Direction.Outbound,
                Visibility = answered.Visibility,
                FromName = request.Actor.Name,
                FromAddress = target.Channel.Address,
                AuthorId = request.Actor.AgentId,
                To = [target.To],
                Cc = [.. request.Cc.Select(address => new Party("", address.Trim()))],
                Subject = answered.Subject.StartsWith("Re:", StringComparison.OrdinalIgnoreCase) ? answered.Subject : $"Re: {answered.Subject}",
                Text = signature.Length == 0 ? text : $"{text}\n\n{signature}",
                ReplyText = text,
                PostedAt = now,
                ReceivedAt = now,
                ExternalId = identity.ExternalId,
                InReplyTo = answered.ExternalId,
                References = answered.ExternalId.Length == 0 ? answered.References : [.. answered.References, answered.ExternalId],
                AnswersId = answered.Id,
                StatusBefore = @case.Status,
            };
            message.Join(@case.Id);
            db.Messages.Add(message);
            db.ThreadKeys.Add(new ThreadKeyRow { Scope = identity.ThreadScope, KeyHash = ThreadHash.Of(identity.ExternalId), CaseId = @case.Id, MessageId = id });
            return message;
        }
    }
}

using FluentValidation;
using Inbox.Core.Access;
using Inbox.Core.Cases.Approval;
using Inbox.Core.Cases.Drafts;
using Inbox.Core.Channels;
using Inbox.Core.Customers;
using Inbox.Core.Data;
using Inbox.Core.Intake;
using Inbox.Core.Live;
using Inbox.Core.Requests;
using MediatR;

namespace Inbox.Core.Cases;

/// <summary>
/// Writes to third parties on a case: a courier, a maker, a colleague elsewhere. It is no answer: no clock stops and the
/// case does not wait for the customer. What they write back joins the case as a third party's.
/// </summary>
public static class ForwardMessage
{
    /// <param name="OnHold">The case waits for them; otherwise its status stays.</param>
    public sealed record Command(long CaseId, string Subject, string Text, IReadOnlyList<string> To, IReadOnlyList<string> Cc, bool OnHold, Actor Actor, string? IdempotencyKey = null)
        : IIdempotentCommand<ReplyToCase.Reply>
    {
        public IReadOnlyList<string>? Bcc { get; init; }

        public IReadOnlyList<long>? Attachments { get; init; }

        public TextFormat Format { get; init; }

        public long? DraftId { get; init; }

        /// <summary>How long it can be taken back.</summary>
        public int UndoSeconds { get; init; } = 10;
    }

    internal sealed class Validator : AbstractValidator<Command>
    {
        public Validator()
        {
            RuleFor(c => c.Text).NotEmpty().WithMessage("Write a message first.")
                .MaximumLength(200_000).WithMessage("A message holds at most 200,000 characters. Attach longer texts.");
            RuleFor(c => c.Subject).NotEmpty().WithMessage("Give the message a subject.").MaximumLength(300).WithMessage("A subject holds at most 300 characters.");
            RuleFor(c => c.To).NotEmpty().WithMessage("Say who gets the message.");
            RuleForEach(c => c.To).IsMailAddress();
            RuleForEach(c => c.Cc).IsMailAddress();
            RuleForEach(c => c.Bcc).IsMailAddress();
        }
    }

    internal sealed class Handler(
        InboxDb db, Rulebook rulebook, ChannelKinds kinds, ThreadTokens tokens, CustomerDirectory customers, LiveChanges changes, TimeProvider time)
        : IRequestHandler<Command, Result<ReplyToCase.Reply>>
    {
        public async Task<Result<ReplyToCase.Reply>> Handle(Command request, CancellationToken cancellationToken)
        {
            var rules = await rulebook.GetAsync(cancellationToken);
            var locked = await db.LockAsync(request.CaseId, request.Actor, rules, cancellationToken);
            if (!locked.IsOk)
            {
                return locked.Error;
            }

            var (@case, now) = (locked.Value.Case, time.Now());
            if (request.Actor.NeedsApproval)
            {
                return AnswerApproval.NeedsApproval;
            }

            if (@case.Status is CaseStatus.Closed or CaseStatus.Spam)
            {
                return new Error(ErrorKind.Conflict, "case_closed", $"The case is {@case.Status}. Set it Open before you write.");
            }

            var channel = rules.WritingChannel(@case.ChannelId, kinds);
            if (channel is null)
            {
                return new Error(ErrorKind.Invalid, "cannot_answer_here", "There is no mail channel to write through. An administrator opens one in the settings.");
            }

            var recipients = AnswerRecipients.Split(request.To, request.Cc, request.Bcc, HandleKinds.Email, []);
            if (await EnterAsync(recipients, @case, cancellationToken) is { } refusal)
            {
                return refusal;
            }

            var message = await OutboundMessages.WriteAsync(db, tokens, kinds, new OutboundDraft(@case.Id, channel, @case.DepartmentId, request.Actor, request.Subject, request.Text, request.Format, recipients)
            {
                ToThirdParties = true,
                StatusBefore = @case.Status,
            }, rules, now, cancellationToken);
            if (await db.TakeDraftAsync(message, request.DraftId, request.Attachments, request.Actor, channel, cancellationToken) is { } no)
            {
                return no;
            }

            @case.Add(message);
            @case.Touch();
            Wait(locked.Value, request, message, now);
            var delivery = db.Owe(message, @case.Id, now, request.UndoSeconds);
            await locked.Value.SaveAsync(cancellationToken);
            changes.Case(@case.Id);
            return new ReplyToCase.Reply(message.Id, delivery.NotBefore);
        }

        private static void Wait(LockedCase locked, Command request, Message message, DateTimeOffset now)
        {
            var before = locked.Case.Status;
            if (request.OnHold && before != CaseStatus.OnHold)
            {
                locked.Case.SetStatus(CaseStatus.OnHold, now);
                locked.Clocks.StatusChanged(before, now, byMessageId: message.Id);
                locked.Note(CaseEventKind.StatusChanged, request.Actor, now, $"{before} → {CaseStatus.OnHold}");
            }
        }

        /// <summary>Makes the recipients third parties of the case, so that their answers are known for what they are.</summary>
        private async Task<Error?> EnterAsync(Recipients recipients, Case @case, CancellationToken cancellationToken)
        {
            var known = await db.KnownAsync(recipients, HandleKinds.Email, @case.Id, cancellationToken);
            var refused = AnswerRecipients.Refusal(recipients, [.. known.Where(k => k.State != ParticipantState.Guest)], HandleKinds.Email);
            if (refused is not null)
            {
                return refused;
            }

            if (known.FirstOrDefault(k => k.CustomerId == @case.CustomerId || k.State == ParticipantState.Accepted) is { } customer)
            {
                return new Error(ErrorKind.Invalid, "is_the_customer", $"{customer.Value} is on the customer's side of this case. Use Reply to write to them.");
            }

            foreach (var party in recipients.All)
            {
                var (_, handle) = await customers.FindOrAddAsync(HandleKinds.Email, party.Address, party.Name, cancellationToken);
                if (await db.Participants.FindAsync([@case.Id, handle], cancellationToken) is { } participant)
                {
                    participant.State = ParticipantState.ThirdParty;
                }
                else
                {
                    db.Participants.Add(new Participant { CaseId = @case.Id, HandleId = handle, State = ParticipantState.ThirdParty });
                }
            }

            return null;
        }
    }
}

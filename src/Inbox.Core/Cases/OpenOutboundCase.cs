using FluentValidation;
using Inbox.Core.Access;
using Inbox.Core.Cases.Approval;
using Inbox.Core.Cases.Drafts;
using Inbox.Core.Channels;
using Inbox.Core.Customers;
using Inbox.Core.Data;
using Inbox.Core.Live;
using Inbox.Core.Requests;
using MediatR;

namespace Inbox.Core.Cases;

/// <summary>Opens a case by writing to a customer first. Its first reply is met, since the first word was ours.</summary>
public static class OpenOutboundCase
{
    /// <param name="To">The first is the customer of the case.</param>
    /// <param name="DepartmentId">Null: the channel's.</param>
    /// <param name="Then">Waiting, unless the agent chose otherwise.</param>
    public sealed record Command(long ChannelId, long? DepartmentId, string Subject, string Text, IReadOnlyList<string> To, IReadOnlyList<string> Cc, CaseStatus Then, Actor Actor, string? IdempotencyKey = null)
        : IIdempotentCommand<Opened>
    {
        public IReadOnlyList<string>? Bcc { get; init; }

        public IReadOnlyList<long>? Attachments { get; init; }

        public TextFormat Format { get; init; }

        public long? DraftId { get; init; }

        public int UndoSeconds { get; init; } = 10;
    }

    public sealed record Opened(long CaseId, long MessageId, DateTimeOffset SendsAt);

    internal sealed class Validator : AbstractValidator<Command>
    {
        public Validator()
        {
            RuleFor(c => c.Subject).NotEmpty().WithMessage("Give the message a subject.").MaximumLength(300).WithMessage("A subject holds at most 300 characters.");
            RuleFor(c => c.Text).NotEmpty().WithMessage("Write a message first.").MaximumLength(200_000).WithMessage("A message holds at most 200,000 characters. Attach longer texts.");
            RuleFor(c => c.To).NotEmpty().WithMessage("Say who gets the message.");
            RuleForEach(c => c.To).IsMailAddress();
            RuleForEach(c => c.Cc).IsMailAddress();
            RuleForEach(c => c.Bcc).IsMailAddress();
            RuleFor(c => c.Then).Must(s => s is CaseStatus.Waiting or CaseStatus.Resolved or CaseStatus.Open or CaseStatus.OnHold)
                .WithMessage("After a message a case is Waiting, Open, OnHold or Resolved.");
        }
    }

    internal sealed class Handler(
        InboxDb db, Rulebook rulebook, ChannelKinds kinds, ThreadTokens tokens, CustomerDirectory customers, CaseOpener opener, CaseParticipants participants, LiveChanges changes, TimeProvider time)
        : IRequestHandler<Command, Result<Opened>>
    {
        public async Task<Result<Opened>> Handle(Command request, CancellationToken cancellationToken)
        {
            var rules = await rulebook.GetAsync(cancellationToken);
            if (request.Actor.NeedsApproval)
            {
                return AnswerApproval.NeedsApproval;
            }

            if (Refusal(request, rules) is { } refusal)
            {
                return refusal;
            }

            var (channel, now) = (rules.Channels[request.ChannelId], time.Now());
            var department = request.DepartmentId ?? channel.DepartmentId;
            var recipients = AnswerRecipients.Split(request.To, request.Cc, request.Bcc, HandleKinds.Email, []);
            var known = await db.KnownAsync(recipients, HandleKinds.Email, caseId: null, cancellationToken);
            if (AnswerRecipients.Refusal(recipients, known, HandleKinds.Email) is { } unreachable)
            {
                return unreachable;
            }

            var (customerId, _) = await customers.FindOrAddAsync(HandleKinds.Email, recipients.To[0].Address, recipients.To[0].Name, cancellationToken);
            var message = await OutboundMessages.WriteAsync(
                db, tokens, kinds, new OutboundDraft(CaseId: null, channel, department, request.Actor, request.Subject, request.Text, request.Format, recipients) { StatusBefore = CaseStatus.New }, rules, now, cancellationToken);
            if (await db.TakeDraftAsync(message, request.DraftId, request.Attachments, request.Actor, channel, cancellationToken) is { } no)
            {
                return no;
            }

            var opened = await opener.OpenAsync(new NewCase { Id = message.CaseId, Subject = message.Subject, DepartmentId = department, CustomerId = customerId, ByUs = true }, message, rules, request.Actor, cancellationToken);
            opened.Case.Answered(request.Then, now);
            opened.Clocks.Answered(message.Id, now);
            opened.Clocks.StatusChanged(CaseStatus.New, now, "resolved with its first message", message.Id);
            var delivery = db.Owe(message, opened.Case.Id, now, request.UndoSeconds);
            await opened.SaveAsync(cancellationToken);
            await participants.IncludeAsync(opened.Case, message, known: recipients.To[0].Address, cancellationToken);
            changes.Case(opened.Case.Id);
            return new Opened(opened.Case.Id, message.Id, delivery.NotBefore);
        }

        private Error? Refusal(Command request, Rules rules)
        {
            if (!rules.Channels.TryGetValue(request.ChannelId, out var channel))
            {
                return new Error(ErrorKind.Invalid, "no_such_channel", "There is no such channel. Choose another.");
            }

            if (!channel.Enabled || kinds.Sender(channel) is not { Traits: { HandleKind: HandleKinds.Email, AnswersOver: null } })
            {
                return new Error(ErrorKind.Invalid, "cannot_answer_here", $"Inbox cannot write on {channel.Name}. Choose a mail channel that is open.");
            }

            var department = request.DepartmentId ?? channel.DepartmentId;
            return !rules.Departments.ContainsKey(department) || !request.Actor.Works(department) || (request.Actor.External && !request.Actor.Works(channel.DepartmentId))
                ? new Error(ErrorKind.Forbidden, "department_not_yours", "You can write only for a department you work for.")
                : null;
        }
    }
}

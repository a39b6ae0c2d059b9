using FluentValidation;
using Inbox.Core.Access;
using Inbox.Core.Channels;
using Inbox.Core.Customers;
using Inbox.Core.Data;
using Inbox.Core.Live;
using Inbox.Core.Requests;
using MediatR;

namespace Inbox.Core.Cases;

/// <summary>
/// An agent notes a call. It opens a case, or joins one the agent picked, in any department they may read.
/// A call in which we spoke is an answer; a voicemail or a caller who gave up is a customer message.
/// </summary>
public static class LogCall
{
    /// <param name="CaseId">The case the call belongs to; null opens one.</param>
    /// <param name="Number">As presented or typed; empty when withheld.</param>
    /// <param name="CustomerId">The person picked among those known; null finds or enters them by number.</param>
    /// <param name="Text">What was said.</param>
    /// <param name="CallBackAt">The time promised, with the customer's offset.</param>
    /// <param name="DepartmentId">Null lets the routing rules decide. Only for a new case.</param>
    /// <param name="Then">The status after a call in which we spoke; null takes the usual one of the outcome.</param>
    /// <param name="CallId">The telephone system's id of the call.</param>
    public sealed record Command(
        long? CaseId,
        string Number,
        string Name,
        bool Incoming,
        string Text,
        int HoldSeconds,
        int DurationSeconds,
        CallOutcome Outcome,
        DateTimeOffset? CallBackAt,
        long? DepartmentId,
        long ChannelId,
        string? Subject,
        Priority Priority,
        Actor Actor,
        string? IdempotencyKey = null,
        CaseStatus? Then = null,
        long? CustomerId = null,
        string? CallId = null) : IIdempotentCommand<long>;

    internal sealed class Validator : AbstractValidator<Command>
    {
        public Validator(TimeProvider time)
        {
            RuleFor(c => c.Number).NotEmpty().When(c => c.Name.Length == 0 && c.CaseId is null && c.CustomerId is null)
                .WithMessage("Say who called: a number, or a name when the number was withheld.");
            RuleFor(c => c.Number).MaximumLength(60);
            RuleFor(c => c.Name).MaximumLength(200);
            RuleFor(c => c.Text).NotEmpty().When(c => c.Spoke()).WithMessage("Write down what was said.");
            RuleFor(c => c.Text).MaximumLength(100_000);
            RuleFor(c => c.HoldSeconds).InclusiveBetween(0, 86_400);
            RuleFor(c => c.DurationSeconds).InclusiveBetween(0, 86_400);
            RuleFor(c => c.CallBackAt).NotNull().When(c => c.Outcome == CallOutcome.CallBackPromised).WithMessage("When did you promise to call back?");
            RuleFor(c => c.CallBackAt).Must(at => at > time.GetUtcNow()).When(c => c.CallBackAt is not null).WithMessage("A call-back lies in the future.");
            RuleFor(c => c.CallBackAt).Null().When(c => c.Outcome == CallOutcome.Resolved || c.Then == CaseStatus.Resolved)
                .WithMessage("A call-back is still owed, so the case is not resolved yet.");
            RuleFor(c => c.Then).Must(then => then is CaseStatus.Open or CaseStatus.Waiting or CaseStatus.OnHold or CaseStatus.Resolved)
                .When(c => c.Then is not null).WithMessage("Choose open, waiting, on hold or resolved.");
            RuleFor(c => c.Then).Null().When(c => !c.Spoke()).WithMessage("Nobody spoke with the customer, so the status follows by itself.");
        }
    }

    internal sealed class Handler(InboxDb db, Rulebook rulebook, CallerFinder callers, CaseOpener opener, TimeProvider time, LiveChanges changes)
        : IRequestHandler<Command, Result<long>>
    {
        public async Task<Result<long>> Handle(Command command, CancellationToken cancellationToken)
        {
            var rules = await rulebook.GetAsync(cancellationToken);
            if (CallRights.Refusal(command, rules) is { } refusal)
            {
                return refusal;
            }

            var locked = command.CaseId is { } id ? await db.LockVisibleAsync(id, command.Actor, rules, cancellationToken) : default(Result<LockedCase>?);
            if (locked is { IsOk: false })
            {
                return locked.Value.Error!;
            }

            var joined = locked?.Value;
            if (joined is not null && CallRights.Refusal(command, joined.Case) is { } no)
            {
                return no;
            }

            var country = PhoneSettings.Read(rules.Channels[command.ChannelId].Settings).CountryCode;
            var caller = await callers.FindAsync(command, joined?.Case.CustomerId, country, cancellationToken);
            if (!caller.IsOk)
            {
                return caller.Error;
            }

            var messageId = (await db.NextIdsAsync<Message>(1, cancellationToken)).Dequeue();
            var call = CallNote.From(command, messageId, joined?.Case, caller.Value, rules.Channels[command.ChannelId], time.Now());
            db.Messages.Add(call);
            var saved = joined is null || joined.Case.Status == CaseStatus.Closed
                ? await OpenAsync(command, call, caller.Value, joined?.Case, rules, cancellationToken)
                : Join(command, call, joined, caller.Value);
            Promise(command, saved);
            await saved.SaveAsync(cancellationToken);
            changes.Case(saved.Case.Id);
            return saved.Case.Id;
        }

        /// <summary>Also the follow-up of a case that is closed for good.</summary>
        private async Task<LockedCase> OpenAsync(Command command, Message call, Caller caller, Case? closed, Rules rules, CancellationToken cancellationToken)
        {
            var wanted = new NewCase
            {
                Subject = string.IsNullOrWhiteSpace(command.Subject) ? closed?.Subject ?? Words.Cut(Words.OneLine(call.Text), 80) : command.Subject,
                DepartmentId = closed?.DepartmentId ?? command.DepartmentId,
                CustomerId = closed?.CustomerId ?? caller.CustomerId,
                Priority = command.Priority,
                FollowUpOfId = closed?.Id,
                ByUs = command.Spoke(),
            };
            var opened = await opener.OpenAsync(wanted, call, rules, command.Actor, cancellationToken);
            if (command.Spoke())
            {
                Answer(command, opened, call);
            }

            return opened;
        }

        private LockedCase Join(Command command, Message call, LockedCase joined, Caller caller)
        {
            var (@case, clocks, before, now) = (joined.Case, joined.Clocks, joined.Case.Status, call.ReceivedAt);
            call.Join(@case.Id);
            @case.Add(call);
            @case.Touch();
            if (@case.CustomerId is null && caller.CustomerId is { } customerId)
            {
                @case.SetCustomer(customerId);
            }

            if (command.Spoke())
            {
                Answer(command, joined, call);
            }
            else if (command.Incoming)
            {
                @case.CustomerWrote(now);
                clocks.StatusChanged(before, now);
                clocks.CustomerWrote(now);
            }

            return joined;
        }

        private void Answer(Command command, LockedCase locked, Message call)
        {
            var before = locked.Case.Status;
            var then = command.Then ?? CallRights.UsualStatus(command, locked.Case);
            locked.Case.Answered(then, call.ReceivedAt);
            locked.Clocks.Answered(call.Id, call.ReceivedAt);
            locked.Clocks.Spoke(call.Id, call.ReceivedAt);
            locked.Clocks.StatusChanged(before, call.ReceivedAt, byMessageId: call.Id);
            if (before != then)
            {
                locked.Note(CaseEventKind.StatusChanged, command.Actor, call.ReceivedAt, $"{before} to {then}");
            }
        }

        private void Promise(Command command, LockedCase locked)
        {
            if (command.CallBackAt is { } due)
            {
                locked.Clocks.PromiseCallback(Clock.Stored(due), time.Now());
                locked.Note(CaseEventKind.CallBackPromised, command.Actor, time.Now(), FormattableString.Invariant($"call-back promised for {due:d MMM HH:mm} (UTC{due:zzz})"));
            }
        }
    }
}

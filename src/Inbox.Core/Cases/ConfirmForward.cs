using Inbox.Core.Access;
using Inbox.Core.Channels;
using Inbox.Core.Customers;
using Inbox.Core.Data;
using Inbox.Core.Intake;
using Inbox.Core.Live;
using Inbox.Core.Requests;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Inbox.Core.Cases;

/// <summary>
/// What a colleague passed on is a customer's message: the case becomes the customer's, the message theirs, and the
/// colleague's words a note.
/// </summary>
public static class ConfirmForward
{
    public sealed record Command(long CaseId, long MessageId, Actor Actor) : ICommand<Done>;

    internal sealed class Handler(InboxDb db, Rulebook rulebook, ChannelKinds kinds, CustomerDirectory customers, LiveChanges changes, TimeProvider time)
        : IRequestHandler<Command, Result<Done>>
    {
        public async Task<Result<Done>> Handle(Command request, CancellationToken cancellationToken)
        {
            var rules = await rulebook.GetAsync(cancellationToken);
            var locked = await db.LockAsync(request.CaseId, request.Actor, rules, cancellationToken);
            if (!locked.IsOk)
            {
                return locked.Error;
            }

            var (@case, now) = (locked.Value.Case, time.Now());
            var message = await db.Messages.AsNoTracking().SingleOrDefaultAsync(m => m.Id == request.MessageId && m.CaseId == @case.Id, cancellationToken);
            if (message?.Forward is not { } forward)
            {
                return DismissForward.Decided;
            }

            var kind = kinds.Of(rules.Channels[message.ChannelId]).Traits.HandleKind;
            var (customerId, handleId) = await customers.FindOrAddAsync(kind, forward.From.Address, forward.From.Name, cancellationToken);
            await GiveToCustomerAsync(message, forward, handleId, cancellationToken);
            await KnowOriginalAsync(message, forward, @case.Id, cancellationToken);
            if (forward.Comment.Length > 0)
            {
                AddNote(@case, message, forward, rules, now);
            }

            @case.PassedOn(customerId, forward.Subject, Words.OneLine(forward.Text));
            @case.Touch();
            locked.Value.Note(CaseEventKind.ForwardConfirmed, request.Actor, now, $"{message.FromName} passed on what {forward.From} wrote");
            await MarkOtherCaseAsync(@case, customerId, cancellationToken);
            await locked.Value.SaveAsync(cancellationToken);
            changes.Case(@case.Id);
            return new Done();
        }

        /// <summary>The row stays, with its files and its raw mail; what it says is now the customer's.</summary>
        private async Task GiveToCustomerAsync(Message message, ForwardedMessage forward, long handleId, CancellationToken cancellationToken)
        {
            var subject = forward.Subject.Length > 0 ? forward.Subject : message.Subject;
            var postedAt = forward.PostedAt ?? message.PostedAt;
            var original = forward.ExternalId ?? message.ExternalId;
            await db.Messages.Where(m => m.Id == message.Id).ExecuteUpdateAsync(
                set => set.SetProperty(m => m.Forward, (ForwardedMessage?)null)
                    .SetProperty(m => m.FromName, forward.From.Name).SetProperty(m => m.FromAddress, forward.From.Address)
                    .SetProperty(m => m.ReplyTo, (Party?)null)
                    .SetProperty(m => m.HandleId, handleId).SetProperty(m => m.Guest, false)
                    .SetProperty(m => m.Subject, subject).SetProperty(m => m.Text, forward.Text).SetProperty(m => m.ReplyText, forward.Text)
                    .SetProperty(m => m.Html, (string?)null).SetProperty(m => m.PostedAt, postedAt).SetProperty(m => m.ExternalId, original),
                cancellationToken);
            await db.Database.ExecuteSqlRawAsync(
                $"UPDATE message_search s SET words = {Jobs.IndexMessages.WordsOfMessage} FROM messages m WHERE m.id = s.message_id AND m.id = {{0}}",
                [message.Id],
                cancellationToken);
        }

        /// <summary>The customer knows their own message, not our colleague's: what answers it joins the case.</summary>
        private async Task KnowOriginalAsync(Message message, ForwardedMessage forward, long caseId, CancellationToken cancellationToken)
        {
            var scope = await db.ThreadKeys.Where(k => k.MessageId == message.Id).Select(k => k.Scope).FirstOrDefaultAsync(cancellationToken);
            if (scope is not null && forward.ExternalId is { Length: > 0 } original)
            {
                await db.Database.ExecuteSqlAsync(
                    $"INSERT INTO thread_keys (scope, key_hash, case_id) VALUES ({scope}, {ThreadHash.Of(original)}, {caseId}) ON CONFLICT DO NOTHING", cancellationToken);
            }
        }

        private void AddNote(Case @case, Message message, ForwardedMessage forward, Rules rules, DateTimeOffset now)
        {
            var note = new Message
            {
                ChannelId = message.ChannelId,
                Direction = Direction.Note,
                FromName = message.FromName.Length > 0 ? message.FromName : message.FromAddress,
                FromAddress = message.FromAddress,
                AuthorId = rules.AgentsByEmail.TryGetValue(HandleKinds.Normalise(HandleKinds.Email, message.FromAddress), out var author) ? author : null,
                Text = forward.Comment,
                ReplyText = forward.Comment,
                PostedAt = message.PostedAt,
                ReceivedAt = now,
            };
            note.Join(@case.Id);
            db.Messages.Add(note);
            @case.Add(note);
        }

        /// <summary>The customer may have written themselves as well.</summary>
        private async Task MarkOtherCaseAsync(Case @case, long customerId, CancellationToken cancellationToken)
        {
            if (@case.MayBelongToId is null)
            {
                @case.MayBelongTo(await db.Cases.Where(c => c.CustomerId == customerId && c.IsOpen && c.Id != @case.Id).MaxAsync(c => (long?)c.Id, cancellationToken));
            }
        }
    }
}

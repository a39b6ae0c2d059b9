using FluentValidation;
using Inbox.Core.Access;
using Inbox.Core.Cases;
using Inbox.Core.Data;
using Inbox.Core.Live;
using Inbox.Core.Requests;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Inbox.Core.Intake;

/// <summary>A message that was taken for automatic was a person's after all: it opens a case, whose clock starts now.</summary>
public static class OpenCaseFromAutomatic
{
    public sealed record Command(long MessageId, Actor Actor) : ICommand<long>;

    internal sealed class Validator : AbstractValidator<Command>
    {
        public Validator() => RuleFor(c => c.MessageId).GreaterThan(0);
    }

    internal sealed class Handler(InboxDb db, Rulebook rulebook, CaseOpener opener, LiveChanges changes) : IRequestHandler<Command, Result<long>>
    {
        public async Task<Result<long>> Handle(Command request, CancellationToken cancellationToken)
        {
            var rules = await rulebook.GetAsync(cancellationToken);

            // The row lock makes one case of two people who press the button at once.
            var message = await db.Messages.FromSql($"SELECT * FROM messages WHERE id = {request.MessageId} FOR UPDATE")
                .FirstOrDefaultAsync(m => m.Direction == Direction.Inbound && m.Automatic != Automatic.None, cancellationToken);
            if (message is null || request.Actor.External || !request.Actor.Works(rules.Channels[message.ChannelId].DepartmentId))
            {
                return new Error(ErrorKind.NotFound, "automatic_not_found", "There is no such message, or it came through a door of a department that you do not work for.");
            }

            if (message.CaseId is { } holder)
            {
                return new Error(ErrorKind.Conflict, "has_case", $"This message already belongs to {CaseNumber.Format(holder)}.");
            }

            var customer = await db.Handles.Where(h => h.Id == message.HandleId).Select(h => (long?)h.CustomerId).FirstOrDefaultAsync(cancellationToken);
            var subject = message.Subject.Length > 0 ? message.Subject : Words.Cut(Words.OneLine(message.ReplyText), 80);
            var opened = await opener.OpenAsync(new NewCase { Subject = subject, CustomerId = customer }, message, rules, request.Actor, cancellationToken);
            db.Entry(message).Property(m => m.Automatic).CurrentValue = Automatic.None;
            await opened.SaveAsync(cancellationToken);

            // What answers this message later joins the case.
            await db.ThreadKeys.Where(k => k.MessageId == message.Id && k.CaseId == null)
                .ExecuteUpdateAsync(set => set.SetProperty(k => k.CaseId, opened.Case.Id), cancellationToken);
            await db.Database.ExecuteSqlAsync($"UPDATE message_search SET case_id = {opened.Case.Id} WHERE message_id = {message.Id}", cancellationToken);
            changes.Case(opened.Case.Id);
            return opened.Case.Id;
        }
    }
}

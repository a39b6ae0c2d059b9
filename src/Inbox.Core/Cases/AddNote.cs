using FluentValidation;
using Inbox.Core.Access;
using Inbox.Core.Cases.Naming;
using Inbox.Core.Data;
using Inbox.Core.Live;
using Inbox.Core.Requests;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Inbox.Core.Cases;

/// <summary>Writes an internal note. Everybody who reads a case may write one.</summary>
public static class AddNote
{
    /// <param name="SharedOutside">A contractor who works on the case may read it too.</param>
    public sealed record Command(long CaseId, string Text, bool SharedOutside, Actor Actor, string? IdempotencyKey = null) : IIdempotentCommand<long>
    {
        /// <summary>The draft it was written in, which is then gone.</summary>
        public long? DraftId { get; init; }
    }

    internal sealed class Validator : AbstractValidator<Command>
    {
        public Validator() => RuleFor(c => c.Text).NotEmpty().WithMessage("Write a note first.")
            .MaximumLength(100_000).WithMessage("A note holds at most 100,000 characters.");
    }

    internal sealed class Handler(InboxDb db, Rulebook rulebook, LiveChanges changes, TimeProvider time) : IRequestHandler<Command, Result<long>>
    {
        public async Task<Result<long>> Handle(Command request, CancellationToken cancellationToken)
        {
            var rules = await rulebook.GetAsync(cancellationToken);
            var locked = await db.LockVisibleAsync(request.CaseId, request.Actor, rules, cancellationToken);
            if (!locked.IsOk)
            {
                return locked.Error;
            }

            var (@case, now) = (locked.Value.Case, time.Now());
            // What a contractor writes is always theirs to read.
            var (text, shared) = (Storable(request.Text), request.SharedOutside || request.Actor.External);
            var named = await db.NamedAsync(text, @case, shared, rules, request.Actor, cancellationToken);
            var note = Apply(db, locked.Value, text, shared, named.Written, request.Actor, now);
            if (request.DraftId is { } draft)
            {
                var me = request.Actor.AgentId;
                await db.Drafts.Where(d => d.Id == draft && d.AgentId == me).ExecuteDeleteAsync(cancellationToken);
            }

            await locked.Value.SaveAsync(cancellationToken);
            if (named.Agents.Count > 0)
            {
                await db.TellAsync(named, note.Id, locked.Value, request.Actor, now, cancellationToken);
            }

            changes.Case(@case.Id);
            return note.Id;
        }
    }

    /// <summary>The note itself, on a case that the caller has locked and saves.</summary>
    /// <param name="text">As <see cref="Storable"/> returns it.</param>
    internal static Message Apply(InboxDb db, LockedCase locked, string text, bool sharedOutside, string[] named, Actor actor, DateTimeOffset now)
    {
        var @case = locked.Case;
        var note = new Message
        {
            ChannelId = @case.ChannelId,
            Direction = Direction.Note,
            FromName = actor.Name,
            AuthorId = actor.AgentId,
            SharedOutside = sharedOutside,
            Named = named,
            Text = text,
            ReplyText = text,
            PostedAt = now,
            ReceivedAt = now,
        };
        note.Join(@case.Id);
        db.Messages.Add(note);
        @case.Add(note);
        @case.Touch();
        return note;
    }

    internal static string Storable(string words) => Words.Storable(words.Trim().ReplaceLineEndings("\n"));
}

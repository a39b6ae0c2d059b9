using FluentValidation;
using Inbox.Core.Access;
using Inbox.Core.Data;
using Inbox.Core.Live;
using Inbox.Core.Requests;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Inbox.Core.Cases.Drafts;

/// <summary>Keeps what an agent is writing. Colleagues are told when somebody begins to write, not with every letter.</summary>
public static class SaveDraft
{
    /// <param name="CaseId">Null for <see cref="DraftMode.New"/>.</param>
    /// <param name="Revision">As the window knew it; 0 when it began the draft. An older one wins too, and what it replaces is kept beside.</param>
    public sealed record Command(long? CaseId, DraftMode Mode, string Text, int Revision, Actor Actor) : ICommand<Saved>
    {
        public string Subject { get; init; } = "";

        public IReadOnlyList<string>? To { get; init; }

        public IReadOnlyList<string>? Cc { get; init; }

        public IReadOnlyList<string>? Bcc { get; init; }

        public long? SeenMessageId { get; init; }

        public long? ChannelId { get; init; }

        public long? DepartmentId { get; init; }

        /// <summary>The agent has looked at <see cref="Draft.Other"/>; it may go.</summary>
        public bool OtherSeen { get; init; }
    }

    /// <param name="DraftId">Null when nothing was left to keep.</param>
    /// <param name="Other">What another window had written meanwhile.</param>
    public sealed record Saved(long? DraftId, int Revision, DateTimeOffset At, string? Other);

    internal sealed class Validator : AbstractValidator<Command>
    {
        public Validator()
        {
            RuleFor(c => c.Text).MaximumLength(200_000).WithMessage("A draft holds at most 200,000 characters.");
            RuleFor(c => c.Subject).MaximumLength(300).WithMessage("A subject holds at most 300 characters.");
            foreach (var people in (System.Linq.Expressions.Expression<Func<Command, IReadOnlyList<string>?>>[])[c => c.To, c => c.Cc, c => c.Bcc])
            {
                RuleFor(people).Must(list => list is null || (list.Count <= 200 && list.All(a => a.Length <= 400))).WithMessage("A message has at most 200 recipients of one kind.");
            }
        }
    }

    internal sealed class Handler(InboxDb db, LiveChanges changes, TimeProvider time) : IRequestHandler<Command, Result<Saved>>
    {
        public async Task<Result<Saved>> Handle(Command request, CancellationToken cancellationToken)
        {
            var now = time.Now();
            var locked = await db.LockDraftAsync(request.CaseId, request.Mode, request.Actor, now, cancellationToken);
            if (!locked.IsOk)
            {
                return locked.Error;
            }

            var draft = locked.Value;
            var news = draft.Revision == 0 || !draft.IsBeingWritten(now);
            var text = Words.Storable(request.Text.ReplaceLineEndings("\n"));
            KeepOther(draft, text, request);
            if (text.Trim().Length == 0 && draft.Other is null && !await db.Attachments.AnyAsync(a => a.DraftId == draft.Id, cancellationToken))
            {
                db.Drafts.Remove(draft);
                news = draft.Revision > 0;
            }

            draft.Text = text;
            draft.Subject = Words.Storable(request.Subject.Trim());
            (draft.To, draft.Cc, draft.Bcc) = (Storable(request.To), Storable(request.Cc), Storable(request.Bcc));
            draft.SeenMessageId = request.SeenMessageId ?? draft.SeenMessageId;
            (draft.ChannelId, draft.DepartmentId) = (request.ChannelId, request.DepartmentId);
            draft.Revision++;
            draft.UpdatedAt = now;
            var gone = db.Entry(draft).State == EntityState.Deleted;
            await db.SaveChangesAsync(cancellationToken);
            if (news && draft.CaseId is { } caseId)
            {
                changes.Case(caseId);
            }

            return gone ? new Saved(DraftId: null, 0, now, Other: null) : new Saved(draft.Id, draft.Revision, now, draft.Other);
        }

        /// <summary>A window that knew an older text writes over a newer one: what it did not know of is kept.</summary>
        private static void KeepOther(Draft draft, string text, Command request)
        {
            if (request.OtherSeen)
            {
                draft.Other = null;
            }

            var unseen = draft.Revision > request.Revision && draft.Text.Trim().Length > 0 && !text.Contains(draft.Text.Trim(), StringComparison.Ordinal);
            if (unseen)
            {
                draft.Other = draft.Text;
            }
        }

        private static List<string>? Storable(IReadOnlyList<string>? people) => people?.Select(p => Words.Storable(p.Trim())).ToList();
    }
}

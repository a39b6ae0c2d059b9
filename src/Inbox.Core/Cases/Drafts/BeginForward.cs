using System.Globalization;
using System.Text;
using Inbox.Core.Access;
using Inbox.Core.Channels;
using Inbox.Core.Data;
using Inbox.Core.Live;
using Inbox.Core.Requests;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Inbox.Core.Cases.Drafts;

/// <summary>Begins a message to third parties with a message of the case quoted and its files attached.</summary>
public static class BeginForward
{
    public sealed record Command(long CaseId, long MessageId, Actor Actor) : ICommand<Begun>;

    /// <param name="LeftOut">Files that do not go with it: too large, or pictures that the text of the message shows.</param>
    public sealed record Begun(long DraftId, IReadOnlyList<string> LeftOut);

    internal sealed class Handler(InboxDb db, Rulebook rulebook, LiveChanges changes, TimeProvider time) : IRequestHandler<Command, Result<Begun>>
    {
        public async Task<Result<Begun>> Handle(Command request, CancellationToken cancellationToken)
        {
            var now = time.Now();
            var locked = await db.LockDraftAsync(request.CaseId, DraftMode.Forward, request.Actor, now, cancellationToken);
            if (!locked.IsOk)
            {
                return locked.Error;
            }

            var draft = locked.Value;
            var message = await db.Messages.VisibleTo(request.Actor, db).AsNoTracking()
                .SingleOrDefaultAsync(m => m.Id == request.MessageId && m.CaseId == draft.CaseId, cancellationToken);
            if (message is null)
            {
                return new Error(ErrorKind.NotFound, "no_such_message", "There is no such message on this case.");
            }

            if (message.Direction == Direction.Note)
            {
                return new Error(ErrorKind.Invalid, "notes_stay_inside", "A note is for colleagues and is not forwarded.");
            }

            if (draft.Revision > 0 && draft.ForwardedId == message.Id)
            {
                return new Begun(draft.Id, []);
            }

            if (draft.Revision > 0 && draft.Text.Trim().Length > 0)
            {
                return new Error(ErrorKind.Conflict, "forward_begun", "You have begun to forward another message of this case. Send or discard that first.");
            }

            draft.Text = Quoted(message);
            draft.Subject = message.Subject.StartsWith("Fwd:", StringComparison.OrdinalIgnoreCase) ? message.Subject : Words.Cut($"Fwd: {message.Subject}", 300);
            draft.ForwardedId = message.Id;
            draft.Revision++;
            draft.UpdatedAt = now;
            await db.SaveChangesAsync(cancellationToken);
            var leftOut = await AttachAsync(draft, message, request.Actor, now, cancellationToken);
            changes.Case(draft.CaseId!.Value);
            return new Begun(draft.Id, leftOut);
        }

        /// <summary>Below room for one's own words: who said it, when, and what.</summary>
        private static string Quoted(Message message)
        {
            var text = new StringBuilder("\n\n---- Forwarded message ----\n");
            text.Append("From: ").Append(message.FromName.Length == 0 ? message.FromAddress : $"{message.FromName} ({message.FromAddress})").Append('\n');
            text.Append(CultureInfo.InvariantCulture, $"Date: {message.PostedAt:ddd, d MMM yyyy, HH:mm} UTC\n");
            text.Append(CultureInfo.InvariantCulture, $"Subject: {message.Subject}\n\n");
            foreach (var line in message.ReplyText.Trim().Split('\n'))
            {
                text.Append("> ").Append(line.TrimEnd('\r')).Append('\n');
            }

            return text.ToString();
        }

        /// <summary>Copied within the database; pictures of signatures and the like stay behind, but no file that is only called inline.</summary>
        private async Task<List<string>> AttachAsync(Draft draft, Message message, Actor actor, DateTimeOffset now, CancellationToken cancellationToken)
        {
            var rules = await rulebook.GetAsync(cancellationToken);
            var channelId = await db.Cases.Where(c => c.Id == draft.CaseId).Select(c => c.ChannelId).SingleAsync(cancellationToken);
            var left = AttachmentLimit.Bytes(rules.Channels[channelId]);
            var leftOut = new List<string>();
            foreach (var file in await db.Attachments.AsNoTracking().Where(a => a.MessageId == message.Id).OrderBy(a => a.Id).ToListAsync(cancellationToken))
            {
                if (file.Size > left || ShownImages.IsShown(message.Html, file.Inline, file.ContentType, file.ContentId))
                {
                    leftOut.Add(file.Name);
                    continue;
                }

                left -= file.Size;
                var copy = new Attachment { DraftId = draft.Id, UploadedBy = actor.Key, UploadedAt = now, Name = file.Name, ContentType = file.ContentType, Size = file.Size };
                db.Attachments.Add(copy);
                await db.SaveChangesAsync(cancellationToken);
                await db.Database.ExecuteSqlAsync($"INSERT INTO attachment_contents (attachment_id, data) SELECT {copy.Id}, data FROM attachment_contents WHERE attachment_id = {file.Id}", cancellationToken);
            }

            return leftOut;
        }
    }
}

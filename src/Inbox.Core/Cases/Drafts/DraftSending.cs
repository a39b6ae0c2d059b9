using Inbox.Core.Access;
using Inbox.Core.Channels;
using Inbox.Core.Data;
using Microsoft.EntityFrameworkCore;

namespace Inbox.Core.Cases.Drafts;

/// <summary>A draft becomes a message, and a message that was taken back a draft again, in the transaction that does either.</summary>
internal static class DraftSending
{
    /// <summary>Moves the files of the draft, and those named, to the message; the draft is gone. The caller saves.</summary>
    /// <param name="db">The unit of work.</param>
    /// <param name="message">Already added.</param>
    /// <param name="draftId">The actor's own; one that is gone is not missed, since sending must not fail for it.</param>
    /// <param name="named">Files handed in before by the same actor.</param>
    /// <param name="actor">Who sends.</param>
    /// <param name="channel">Whose limit holds.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    public static async Task<Error?> TakeDraftAsync(
        this InboxDb db, Message message, long? draftId, IReadOnlyList<long>? named, Actor actor, Channel channel, CancellationToken cancellationToken)
    {
        if (draftId is null && named is not { Count: > 0 })
        {
            return null;
        }

        var (ids, me, key) = ((named ?? []).Distinct().ToArray(), actor.AgentId, actor.Key);
        var draft = draftId is null ? null : await db.Drafts.FirstOrDefaultAsync(d => d.Id == draftId && d.AgentId == me, cancellationToken);
        var own = draft?.Id;
        var files = await db.Attachments
            .Where(a => a.MessageId == null && ((own != null && a.DraftId == own) || (a.DraftId == null && a.UploadedBy == key && ids.Contains(a.Id))))
            .OrderBy(a => a.Id)
            .ToListAsync(cancellationToken);
        var missing = ids.Except(files.Select(f => f.Id)).ToList();
        if (missing.Count > 0)
        {
            return new Error(ErrorKind.Invalid, "no_such_attachment", $"There is no attachment {missing[0]} of yours that waits to be sent. Hand it in first, and send it once.");
        }

        if (AttachmentLimit.Check(channel, files) is { } tooLarge)
        {
            return tooLarge;
        }

        foreach (var file in files)
        {
            (file.MessageId, file.DraftId) = (message.Id, null);
            file.Inline = file.ContentId is { } id && message.Html?.Contains(FormattedText.Source(id), StringComparison.Ordinal) == true;
        }

        Finish(db, draft);
        return null;
    }

    /// <summary>Words of another window that nobody has looked at yet are no part of what was sent: they stay as the draft.</summary>
    private static void Finish(InboxDb db, Draft? draft)
    {
        if (draft is { Other.Length: > 0 })
        {
            (draft.Text, draft.Other) = (draft.Other, null);
            draft.Revision++;
        }
        else if (draft is not null)
        {
            db.Drafts.Remove(draft);
        }
    }

    /// <summary>Gives a message's words, people and files back to the actor's composer, before what was begun there since. The caller removes the message and saves.</summary>
    public static async Task<Draft?> GiveBackAsync(this InboxDb db, Message message, long? caseId, DraftMode mode, Actor actor, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var files = await db.Attachments.Where(a => a.MessageId == message.Id).ToListAsync(cancellationToken);
        var locked = await db.LockDraftAsync(caseId, mode, actor, now, cancellationToken);
        if (!locked.IsOk)
        {
            // A program keeps no drafts: its files go with the message.
            return null;
        }

        var draft = locked.Value;
        draft.Text = draft.Text.Trim().Length == 0 ? message.ReplyText : $"{message.ReplyText}\n\n{draft.Text}";
        draft.Subject = message.Subject;
        (draft.To, draft.Cc, draft.Bcc) = (Addresses(message.To), Addresses(message.Cc), Addresses(message.Bcc));
        draft.SeenMessageId = message.AnswersId ?? draft.SeenMessageId;
        draft.ChannelId = message.ChannelId;
        draft.Revision++;
        draft.UpdatedAt = now;
        foreach (var file in files)
        {
            (file.MessageId, file.DraftId) = (null, draft.Id);
        }

        return draft;
    }

    private static List<string> Addresses(IEnumerable<Party> parties) => [.. parties.Select(p => p.Address)];
}

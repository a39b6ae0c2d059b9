using Inbox.Core;
using Inbox.Core.Cases;
using Inbox.Core.Data;
using Inbox.Core.Delivery;
using Inbox.Core.Delivery.Changes;
using Microsoft.EntityFrameworkCore;

namespace Inbox.Web.Api;

internal sealed record PartyView(string Name, string Handle)
{
    public static PartyView Of(Party party) => new(party.Name, party.Address);
}

/// <param name="Kind">edit or delete.</param>
/// <param name="State">pending, doing, or failed: it stands there as it was.</param>
/// <param name="Detail">Why it is not done yet, or never will be.</param>
internal sealed record AnswerChangeView(AnswerChangeKind Kind, AnswerChangeState State, string? Detail);

internal sealed record AttachmentView(long Id, string Name, string ContentType, long Size, bool Inline, string? Description);

/// <summary>One thing said on a case.</summary>
internal sealed record MessageView
{
    public required long Id { get; init; }

    public required Direction Direction { get; init; }

    public required string Channel { get; init; }

    public required Automatic Automatic { get; init; }

    public required Visibility Visibility { get; init; }

    public required PartyView From { get; init; }

    /// <summary>Where its sender asks for the answer, if that is another address.</summary>
    public required PartyView? ReplyTo { get; init; }

    public required IReadOnlyList<PartyView> To { get; init; }

    public required IReadOnlyList<PartyView> Cc { get; init; }

    /// <summary>Of our own messages.</summary>
    public required IReadOnlyList<PartyView> Bcc { get; init; }

    /// <summary>Ours, to third parties only: no answer.</summary>
    public required bool ToThirdParties { get; init; }

    public required string Subject { get; init; }

    /// <summary>The whole text.</summary>
    public required string Text { get; init; }

    /// <summary>The new text, without quoted history and signature.</summary>
    public required string ReplyText { get; init; }

    /// <summary>Sanitised; inline images lead to /api/v1/attachments.</summary>
    public required string? Html { get; init; }

    public required IReadOnlyList<AttachmentView> Attachments { get; init; }

    public required DateTimeOffset PostedAt { get; init; }

    public required DateTimeOffset ReceivedAt { get; init; }

    public required string ExternalId { get; init; }

    public required string? InReplyTo { get; init; }

    public required IReadOnlyList<string> References { get; init; }

    /// <summary>Where a public message stands.</summary>
    public required string? Url { get; init; }

    /// <summary>How far an answer has come; null for what others wrote, and for notes.</summary>
    public required OutboundState? Sending { get; init; }

    /// <summary>What the far side said of it last: why it waits, who was refused, where it went.</summary>
    public required string? SendingDetail { get; init; }

    /// <summary>When it goes out, or is tried again; null once it is decided.</summary>
    public required DateTimeOffset? SendsAt { get; init; }

    /// <summary>Why an answer reached nobody.</summary>
    public required string? Failure { get; init; }

    /// <summary>What is being changed about an answer that has left, or could not be; null while there is nothing.</summary>
    public required AnswerChangeView? Change { get; init; }

    /// <summary>When a post was deleted where it stood: by its author, or an answer by us.</summary>
    public required DateTimeOffset? DeletedAt { get; init; }
}

internal static class MessageReading
{
    /// <summary>Two queries, however many messages.</summary>
    public static async Task<List<MessageView>> ReadMessagesAsync(this InboxDb db, IQueryable<Message> messages, Rules rules, CancellationToken cancellationToken)
    {
        var rows = await (
            from m in messages.AsNoTracking()
            join d in db.OutboundDeliveries on m.Id equals d.MessageId into deliveries
            from d in deliveries.DefaultIfEmpty()
            orderby m.Id
            select new
            {
                Message = m,
                State = (OutboundState?)d.State,
                d.Detail,
                NotBefore = (DateTimeOffset?)d.NotBefore,
                Change = db.AnswerChanges.Where(c => c.MessageId == m.Id && c.State != AnswerChangeState.Done && c.State != AnswerChangeState.Dropped)
                    .OrderByDescending(c => c.Id).Select(c => new AnswerChangeView(c.Kind, c.State, c.Detail)).FirstOrDefault(),
            }).ToListAsync(cancellationToken);
        var ids = rows.ConvertAll(r => r.Message.Id);
        var files = await db.Attachments.AsNoTracking().Where(a => a.MessageId != null && ids.Contains(a.MessageId.Value)).OrderBy(a => a.Id).ToListAsync(cancellationToken);
        var byMessage = files.ToLookup(a => a.MessageId);
        return rows.ConvertAll(r => Of(r.Message, r.State, r.Detail, r.NotBefore, byMessage[r.Message.Id], rules) with { Change = r.Change });
    }

    /// <summary>A message that a command of this request has just written: nothing to read again.</summary>
    public static MessageView? Written(this InboxDb db, long id, Rules rules)
    {
        // All is saved, so there is nothing to detect.
        db.ChangeTracker.AutoDetectChangesEnabled = false;
        var written = db.ChangeTracker.Entries().Select(e => e.Entity).ToList();
        if (written.OfType<Message>().FirstOrDefault(m => m.Id == id) is not { } message)
        {
            return null;
        }

        var delivery = written.OfType<OutboundDelivery>().FirstOrDefault(d => d.MessageId == id);
        return Of(message, delivery?.State, delivery?.Detail, delivery?.NotBefore, written.OfType<Attachment>().Where(a => a.MessageId == id), rules);
    }

    private static MessageView Of(Message message, OutboundState? sending, string? detail, DateTimeOffset? notBefore, IEnumerable<Attachment> files, Rules rules) => new()
    {
        Id = message.Id,
        Direction = message.Direction,
        Channel = rules.Channels[message.ChannelId].Key,
        Automatic = message.Automatic,
        Visibility = message.Visibility,
        From = new PartyView(message.FromName, message.FromAddress),
        ReplyTo = message.ReplyTo is { } party ? PartyView.Of(party) : null,
        To = message.To.ConvertAll(PartyView.Of),
        Cc = message.Cc.ConvertAll(PartyView.Of),
        Bcc = message.Bcc.ConvertAll(PartyView.Of),
        ToThirdParties = message.ToThirdParties,
        Subject = message.Subject,
        Text = message.Text,
        ReplyText = message.ReplyText,
        Html = message.Html is null ? null : WithImages(message.Html, files),
        Attachments = [.. files.Select(a => new AttachmentView(a.Id, a.Name, a.ContentType, a.Size, a.Inline, a.Description))],
        PostedAt = message.PostedAt,
        ReceivedAt = message.ReceivedAt,
        ExternalId = message.ExternalId,
        InReplyTo = string.IsNullOrEmpty(message.InReplyTo) ? null : message.InReplyTo,
        References = message.References,
        Url = message.Url,
        Sending = sending,
        SendingDetail = detail,
        SendsAt = sending == OutboundState.Pending ? notBefore : null,
        Failure = message.Failure,
        Change = null,
        DeletedAt = message.DeletedAt,
    };

    /// <summary>The sanitiser wrote every source itself, as <c>"cid:</c> and the escaped Content-ID.</summary>
    private static string WithImages(string html, IEnumerable<Attachment> files)
    {
        foreach (var file in files.Where(f => f.ContentId is { Length: > 0 }))
        {
            html = html.Replace($"\"cid:{Uri.EscapeDataString(file.ContentId!)}\"", FormattableString.Invariant($"\"/api/v1/attachments/{file.Id}\""), StringComparison.Ordinal);
        }

        return html;
    }
}

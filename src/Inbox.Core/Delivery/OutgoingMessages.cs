using Inbox.Core.Cases;
using Inbox.Core.Channels;
using Inbox.Core.Data;
using Inbox.Core.Delivery.Changes;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Inbox.Core.Delivery;

/// <summary>Puts together all an adapter needs to send answers. Their files are read slice by slice, when the adapter asks.</summary>
internal sealed class OutgoingMessages(InboxDb db, NpgsqlDataSource database, ThreadTokens tokens)
{
    /// <summary>The messages of these deliveries, by the delivery's id; an erased one is not among them. Two queries, however many they are.</summary>
    public async Task<IReadOnlyDictionary<long, OutgoingMessage>> ComposeAsync(IReadOnlyCollection<OutboundDelivery> deliveries, CancellationToken cancellationToken)
    {
        long[] ids = [.. deliveries.Select(d => d.MessageId)];
        var owed = await db.Messages.AsNoTracking()
            .Where(m => ids.Contains(m.Id))
            .LeftJoin(
                db.Messages.AsNoTracking(),
                m => m.AnswersId,
                a => a.Id,
                (m, a) => new { Message = m, Answered = a == null ? null : new Answered(a.FromName, a.FromAddress, a.PostedAt, a.ReplyText, a.Html) })
            .ToDictionaryAsync(m => m.Message.Id, cancellationToken);
        var files = (await db.Attachments.AsNoTracking().Where(a => a.MessageId != null && ids.Contains(a.MessageId.Value)).OrderBy(a => a.Id).ToListAsync(cancellationToken))
            .ToLookup(a => a.MessageId);
        return deliveries.Where(d => owed.ContainsKey(d.MessageId)).ToDictionary(d => d.Id, d => Compose(d, owed[d.MessageId].Message, owed[d.MessageId].Answered, files[d.MessageId]));
    }

    /// <summary>The answer that a change is about, with the words it is to say; null when it was erased.</summary>
    public async Task<StandingAnswer?> StandingAsync(AnswerChange change, CancellationToken cancellationToken)
    {
        var delivery = await db.OutboundDeliveries.AsNoTracking().SingleOrDefaultAsync(d => d.MessageId == change.MessageId, cancellationToken);
        return delivery is not null && (await ComposeAsync([delivery], cancellationToken)).GetValueOrDefault(delivery.Id) is { } message
            ? new StandingAnswer(message with { Text = change.Text ?? message.Text }, delivery.FurtherIds)
            : null;
    }

    private OutgoingMessage Compose(OutboundDelivery delivery, Message message, Answered? answered, IEnumerable<Attachment> files) => new()
    {
        MessageId = message.Id,
        CaseId = delivery.CaseId,
        ExternalId = message.ExternalId,
        Token = tokens.Sign(delivery.CaseId, message.Id),
        FromName = message.FromName,
        Visibility = message.Visibility,
        To = message.To,
        Cc = message.Cc,
        Bcc = message.Bcc,
        Subject = message.Subject,
        Text = message.Text,
        Html = HtmlOf(message),
        Attachments = [.. files.Select(f => new OutgoingAttachment(
            f.Name, f.ContentType, f.Size, f.Inline, f.ContentId, _ => Task.FromResult<Stream>(new StoredFile(database, f.Id, f.Size))) { Description = f.Description })],
        AsThread = message.AsThread,
        Automatic = message.Automatic != Automatic.None,
        // An automatic answer repeats nothing: whoever forged its recipient's name would have us deliver their words.
        Quoted = answered is null || message.Automatic != Automatic.None
            ? null
            : new QuotedMessage(answered.FromName.Length > 0 ? answered.FromName : answered.FromAddress, answered.PostedAt, answered.ReplyText, answered.Html),
        InReplyTo = message.InReplyTo,
        References = message.References,
        At = message.ReceivedAt,
    };

    /// <summary>What was written, with the signature that the text carries as well.</summary>
    private static string? HtmlOf(Message message)
    {
        if (message is not { Format: TextFormat.Markdown, Html: { } html })
        {
            return null;
        }

        var signature = message.Text.StartsWith(message.ReplyText, StringComparison.Ordinal) ? message.Text[message.ReplyText.Length..].Trim() : "";
        return signature.Length == 0 ? html : $"{html}\n<p>{FormattedText.Lines(signature)}</p>";
    }

    private sealed record Answered(string FromName, string FromAddress, DateTimeOffset PostedAt, string ReplyText, string? Html);
}

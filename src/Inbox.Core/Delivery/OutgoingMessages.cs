using Inbox.Core.Channels;
using Inbox.Core.Data;
using Microsoft.EntityFrameworkCore;

namespace Inbox.Core.Delivery;

/// <summary>Puts together all an adapter needs to send an answer.</summary>
internal static class OutgoingMessages
{
    public static async Task<OutgoingMessage> ComposeAsync(InboxDb db, OutboundDelivery delivery, ThreadTokens tokens, CancellationToken cancellationToken)
    {
        var message = await db.Messages.AsNoTracking().SingleAsync(m => m.Id == delivery.MessageId, cancellationToken);
        var answered = await db.Messages.AsNoTracking()
            .Where(m => m.Id == message.AnswersId)
            .Select(m => new { m.FromName, m.FromAddress, m.PostedAt, m.ReplyText })
            .SingleOrDefaultAsync(cancellationToken);
        return new OutgoingMessage
        {
            MessageId = message.Id,
            CaseId = delivery.CaseId,
            ExternalId = message.ExternalId,
            Token = tokens.Sign(delivery.CaseId, message.Id),
            FromName = message.FromName,
            To = message.To,
            Cc = message.Cc,
            Subject = message.Subject,
            Text = message.Text,
            Quoted = answered is null ? null : new QuotedMessage(answered.FromName.Length > 0 ? answered.FromName : answered.FromAddress, answered.PostedAt, answered.ReplyText),
            InReplyTo = message.InReplyTo,
            References = message.References,
            At = message.ReceivedAt,
        };
    }
}

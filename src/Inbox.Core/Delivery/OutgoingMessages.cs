using Inbox.Core.Cases;
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
            .Select(m => new { m.FromName, m.FromAddress, m.PostedAt, m.ReplyText, m.Html })
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
            Automatic = message.Automatic != Automatic.None,
            // An automatic answer repeats nothing: whoever forged its recipient's name would have us deliver their words.
            Quoted = answered is null || message.Automatic != Automatic.None
                ? null
                : new QuotedMessage(answered.FromName.Length > 0 ? answered.FromName : answered.FromAddress, answered.PostedAt, answered.ReplyText, answered.Html),
            InReplyTo = message.InReplyTo,
            References = message.References,
            At = message.ReceivedAt,
        };
    }
}

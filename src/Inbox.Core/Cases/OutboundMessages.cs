using FluentValidation;
using Inbox.Core.Access;
using Inbox.Core.Channels;
using Inbox.Core.Customers;
using Inbox.Core.Data;
using Inbox.Core.Delivery;
using Inbox.Core.Intake;

namespace Inbox.Core.Cases;

/// <summary>What a message of ours is made of that answers none.</summary>
internal sealed record OutboundDraft(long? CaseId, Channel Channel, long DepartmentId, Actor Actor, string Subject, string Text, TextFormat Format, Recipients Recipients)
{
    public bool ToThirdParties { get; init; }

    public CaseStatus? StatusBefore { get; init; }
}

/// <summary>Writes messages that begin a conversation of their own: to third parties, and to customers on a case of ours.</summary>
internal static class OutboundMessages
{
    public static async Task<Message> WriteAsync(
        InboxDb db, ThreadTokens tokens, ChannelKinds kinds, OutboundDraft draft, Rules rules, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var id = (await db.NextIdsAsync<Message>(1, cancellationToken)).Dequeue();
        var signature = rules.Signature(draft.DepartmentId, draft.Actor.AgentId);
        var text = Words.Storable(draft.Text.Trim().ReplaceLineEndings("\n"));
        var caseId = draft.CaseId ?? (await db.NextIdsAsync<Case>(1, cancellationToken)).Dequeue();
        var identity = kinds.Sender(draft.Channel)!.Identify(tokens.Sign(caseId, id), rules.Info(draft.Channel));
        var message = new Message
        {
            Id = id,
            ChannelId = draft.Channel.Id,
            Direction = Direction.Outbound,
            Visibility = Visibility.Private,
            FromName = draft.Actor.Name,
            FromAddress = draft.Channel.Address,
            AuthorId = draft.Actor.AgentId,
            To = draft.Recipients.To,
            Cc = draft.Recipients.Cc,
            Bcc = draft.Recipients.Bcc,
            ToThirdParties = draft.ToThirdParties,
            Subject = Words.Storable(draft.Subject.Trim()),
            Text = signature.Length == 0 ? text : $"{text}\n\n{signature}",
            ReplyText = text,
            Html = draft.Format == TextFormat.Markdown ? FormattedText.ToHtml(text) : null,
            Format = draft.Format,
            PostedAt = now,
            ReceivedAt = now,
            ExternalId = identity.ExternalId,
            StatusBefore = draft.StatusBefore,
        };
        message.Join(caseId);
        db.Messages.Add(message);
        db.ThreadKeys.Add(new ThreadKeyRow { Scope = identity.ThreadScope, KeyHash = ThreadHash.Of(identity.ExternalId), CaseId = caseId, MessageId = id });
        return message;
    }

    public static OutboundDelivery Owe(this InboxDb db, Message message, long caseId, DateTimeOffset now, int undoSeconds)
    {
        var delivery = new OutboundDelivery { MessageId = message.Id, CaseId = caseId, ChannelId = message.ChannelId, NotBefore = now.AddSeconds(undoSeconds), CreatedAt = now };
        db.OutboundDeliveries.Add(delivery);
        return delivery;
    }

    /// <summary>The door to write through to addresses of mail: the case's own where it can, else the first of its department, else any.</summary>
    public static Channel? WritingChannel(this Rules rules, long channelId, ChannelKinds kinds)
    {
        var own = rules.Channels[channelId];
        return rules.Channels.Values
            .Where(c => c.Enabled && kinds.Sender(c) is { Traits.HandleKind: HandleKinds.Email })
            .OrderBy(c => c.Id == own.Id ? 0 : c.DepartmentId == own.DepartmentId ? 1 : 2).ThenBy(c => c.Id)
            .FirstOrDefault();
    }

    public static IRuleBuilderOptions<T, string> IsMailAddress<T>(this IRuleBuilder<T, string> rule) =>
        rule.NotNull().WithMessage("A recipient is a mail address.").EmailAddress().WithMessage("'{PropertyValue}' is not a mail address.")
            .MaximumLength(320).WithMessage("A mail address holds at most 320 characters.");
}

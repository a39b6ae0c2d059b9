using FluentValidation;
using Inbox.Core.Access;
using Inbox.Core.Channels;
using Inbox.Core.Customers;
using Inbox.Core.Data;
using Inbox.Core.Delivery;
using Inbox.Core.Intake;

namespace Inbox.Core.Cases;

/// <summary>What a message of ours is made of.</summary>
internal sealed record OutboundDraft(long? CaseId, Channel Channel, long DepartmentId, Actor Actor, string Subject, string Text, TextFormat Format, Recipients Recipients)
{
    /// <summary>The message it answers; null begins a conversation of its own.</summary>
    public Message? Answered { get; init; }

    public Visibility Visibility { get; init; }

    /// <summary>It leaves as several posts where it is too long for one.</summary>
    public bool AsThread { get; init; }

    /// <summary>With formats and a signature; otherwise the text leaves as it stands in the field.</summary>
    public bool IsLetter { get; init; } = true;

    public bool ToThirdParties { get; init; }

    public CaseStatus? StatusBefore { get; init; }
}

/// <summary>Writes messages of ours: answers, and those that begin a conversation of their own, to third parties and to customers on a case of ours.</summary>
internal static class OutboundMessages
{
    public static async Task<Message> WriteAsync(
        InboxDb db, ThreadTokens tokens, ChannelKinds kinds, OutboundDraft draft, Rules rules, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var id = (await db.NextIdsAsync<Message>(1, cancellationToken)).Dequeue();
        var caseId = draft.CaseId ?? (await db.NextIdsAsync<Case>(1, cancellationToken)).Dequeue();
        return db.Write(kinds.Sender(draft.Channel)!.Identify(tokens.Sign(caseId, id), rules.Info(draft.Channel)), draft, caseId, id, rules, now);
    }

    /// <summary>Adds the message and the key by which replies to it are threaded. The caller saves.</summary>
    public static Message Write(this InboxDb db, OutgoingIdentity identity, OutboundDraft draft, long caseId, long id, Rules rules, DateTimeOffset now)
    {
        var signature = draft.IsLetter ? rules.Signature(draft.DepartmentId, draft.Actor.AgentId) : "";
        var format = draft.IsLetter ? draft.Format : TextFormat.Plain;
        var text = Words.Storable(draft.Text.Trim().ReplaceLineEndings("\n"));
        var answered = draft.Answered;
        var message = new Message
        {
            Id = id,
            ChannelId = draft.Channel.Id,
            Direction = Direction.Outbound,
            Visibility = draft.Visibility,
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
            Html = format == TextFormat.Markdown ? FormattedText.ToHtml(text) : null,
            Format = format,
            AsThread = draft.AsThread,
            PostedAt = now,
            ReceivedAt = now,
            ExternalId = identity.ExternalId,
            InReplyTo = answered?.ExternalId,
            References = answered is null ? [] : answered.ExternalId.Length == 0 ? answered.References : [.. answered.References, answered.ExternalId],
            AnswersId = answered?.Id,
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

using Inbox.Core.Cases;
using Inbox.Core.Channels;
using Inbox.Core.Customers;
using Inbox.Core.Sla;

namespace Inbox.Core.Intake;

/// <summary>The message row of a delivery, its keys, and what it does to the case it joins.</summary>
internal static class MessageFiling
{
    /// <summary>References are kept to a length that real conversations do not reach.</summary>
    private const int MostReferences = 50;

    public static bool IsAutomatic(this Automatic automatic) =>
        automatic is Automatic.AutoReply or Automatic.Bounce or Automatic.Complaint or Automatic.Calendar;

    public static Message Write(FilingBatch batch, ParsedDelivery parsed, Handle sender, Placement place)
    {
        var (delivery, incoming) = (parsed.Delivery, parsed.Message);
        var author = batch.AgentOf(incoming);

        // An agent's own mail to a case's address is a note and is never sent on.
        var ours = delivery.Import && incoming.FromOurselves;
        var note = !ours && place.Target is not null && author is not null && !place.Target.Knows(sender);
        var message = new Message
        {
            Id = batch.MessageIds.Dequeue(),
            ChannelId = delivery.ChannelId,
            Direction = ours ? Direction.Outbound : note ? Direction.Note : Direction.Inbound,
            AuthorId = note || ours ? author : null,
            Automatic = incoming.Automatic,
            Visibility = incoming.Visibility,
            FromName = Words.Cut(Words.Storable(incoming.From.Name), 300),
            FromAddress = Words.Cut(Words.Storable(incoming.From.Address), 400),
            ReplyTo = ours || note || incoming.ReplyTo is not { } there ? null : Storable(there),
            HandleId = ours ? null : sender.Id,
            Guest = place.AsGuest && place.Target?.Participants.GetValueOrDefault(sender.Id) != ParticipantState.ThirdParty,
            To = Storable(incoming.To),
            Cc = Storable(incoming.Cc),
            Subject = Words.Cut(Words.Storable(incoming.Subject), 1000),
            Text = Words.Storable(incoming.Text),
            ReplyText = Words.Storable(incoming.ReplyText),
            Html = incoming.Html is null ? null : Words.Storable(incoming.Html),
            PostedAt = Clock.Stored(incoming.PostedAt ?? delivery.ReceivedAt),
            // An archive tells when it was; a date that lies ahead of us is wrong.
            ReceivedAt = delivery.Import && incoming.PostedAt < delivery.ReceivedAt ? Clock.Stored(incoming.PostedAt.Value) : delivery.ReceivedAt,
            ExternalId = Words.Storable(incoming.ExternalId),
            Version = delivery.Version,
            InReplyTo = incoming.InReplyTo is null ? null : Words.Storable(incoming.InReplyTo),
            References = [.. incoming.References.TakeLast(MostReferences).Select(Words.Storable)],
            Forward = delivery.Import ? null : ForwardOf(batch, incoming, place, author),
            Url = incoming.Url is null ? null : Words.Storable(incoming.Url),
            Reach = incoming.Reach,
            MatchedWord = incoming.MatchedWord is null ? null : Words.Storable(incoming.MatchedWord),
            DeliveryId = delivery.Id,
        };
        batch.NewMessages.Add(message);
        foreach (var attachment in incoming.Attachments)
        {
            batch.NewAttachments.Add((new Attachment
            {
                Id = batch.AttachmentIds.Dequeue(),
                MessageId = message.Id,
                Name = Words.Cut(Words.Storable(attachment.Name), 300),
                ContentType = Words.Cut(Words.Storable(attachment.ContentType), 200),
                Size = attachment.Size,
                Inline = attachment.Inline,
                ContentId = attachment.ContentId is null ? null : Words.Storable(attachment.ContentId),
            }, attachment.OpenRead));
        }

        return message;
    }

    /// <summary>What the message does to status and clocks of the case it joined.</summary>
    /// <param name="receivedAt">When it came as one to be answered; an earlier delivery may have been a mere mention.</param>
    public static void Affect(FilingBatch batch, FilingCase target, Handle sender, Message message, DateTimeOffset receivedAt)
    {
        var (@case, now) = (target.Case, batch.Now);
        if (message.Guest && target.Participants.TryAdd(sender.Id, ParticipantState.Guest))
        {
            batch.NewParticipants.Add(new Participant { CaseId = @case.Id, HandleId = sender.Id, State = ParticipantState.Guest });
        }

        if (message.Direction == Direction.Note || message.Automatic.IsAutomatic())
        {
            return;
        }

        var before = @case.Status;
        if (target.Participants.GetValueOrDefault(sender.Id) == ParticipantState.ThirdParty)
        {
            @case.ThirdPartyWrote(now);
            target.Clocks.StatusChanged(before, now);
        }
        else if (before == CaseStatus.Resolved && Thanks.IsMere(message.ReplyText, batch.NewAttachments.Exists(a => a.Attachment.MessageId == message.Id)))
        {
            @case.Thanked(TwoWorkingDays(batch.Rules, @case, now));
        }
        else
        {
            @case.CustomerWrote(now);
            target.Clocks.StatusChanged(before, now);
            if (@case.IsOpen)
            {
                target.Clocks.CustomerWrote(receivedAt);
            }

            if (before == CaseStatus.Resolved)
            {
                batch.Note(@case.Id, CaseEventKind.Reopened, "The customer wrote again");
            }
        }
    }

    /// <summary>Later messages of this conversation find the case by these, also those of the same batch.</summary>
    public static void RememberKeys(FilingBatch batch, IncomingMessage incoming, Handle sender, Message message)
    {
        foreach (var key in incoming.Keys)
        {
            var hashed = HashedKey.Of(incoming.ThreadScope, key.Value);
            if (key.Kind == ThreadKeyKind.Own)
            {
                if (!batch.Keys.TryGetValue(hashed, out var known) || known.MessageId is null)
                {
                    batch.Keys[hashed] = batch.NewKeys[hashed] = new KeyTarget(message.CaseId, message.Id);
                    batch.Messages[message.Id] = new KnownMessage(message.Id, message.CaseId, message.ChannelId, message.Version, message.Direction, []);
                }
            }
            else if (key.Kind == ThreadKeyKind.Earlier && message.CaseId is not null)
            {
                RememberEarlier(batch, hashed, message.CaseId);
                if (incoming.Visibility == Visibility.Public)
                {
                    RememberEarlier(batch, HashedKey.Of(incoming.ThreadScope, key.Value, sender), message.CaseId);
                }
            }
        }
    }

    private static void RememberEarlier(FilingBatch batch, HashedKey key, long? caseId)
    {
        if (!batch.Keys.ContainsKey(key))
        {
            batch.Keys[key] = batch.NewKeys[key] = new KeyTarget(caseId, MessageId: null);
        }
    }

    /// <summary>Mail that one of us passes on to a door opens a case of the first writer's, once a person has confirmed it.</summary>
    private static ForwardedMessage? ForwardOf(FilingBatch batch, IncomingMessage incoming, Placement place, long? author)
    {
        if (author is null || place.Target is not null || incoming.Automatic.IsAutomatic() || incoming.Forwarded is not { } forwarded)
        {
            return null;
        }

        var address = HandleKinds.Normalise(incoming.HandleKind, Words.Storable(forwarded.From.Address));
        return address.Length is 0 or > 400 || batch.Rules.AgentsByEmail.ContainsKey(address) || batch.Rules.DoorOf(incoming.HandleKind, address) is not null
            ? null
            : new ForwardedMessage(
                new Party(Words.Cut(Words.Storable(forwarded.From.Name), 300), Words.Storable(forwarded.From.Address)),
                Words.Cut(Words.Storable(forwarded.Subject), 1000),
                Words.Storable(forwarded.Comment),
                Words.Storable(forwarded.Text),
                forwarded.PostedAt is { } at ? Clock.Stored(at) : null,
                forwarded.ExternalId is null ? null : Words.Storable(forwarded.ExternalId));
    }

    private static DateTimeOffset TwoWorkingDays(Rules rules, Case @case, DateTimeOffset now)
    {
        var hours = rules.Terms(@case, SlaMetric.Resolution).Hours;
        var working = ReferenceEquals(hours, WorkingTime.AroundTheClock) ? TimeSpan.FromHours(48) : TimeSpan.FromHours(16);
        return Clock.Stored(hours.Add(now, working));
    }

    private static List<Party> Storable(IReadOnlyList<Party> parties) =>
        [.. parties.Take(500).Select(Storable)];

    private static Party Storable(Party party) => new(Words.Cut(Words.Storable(party.Name), 300), Words.Cut(Words.Storable(party.Address), 400));
}

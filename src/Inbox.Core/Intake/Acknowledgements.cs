using Inbox.Core.Cases;
using Inbox.Core.Channels;
using Inbox.Core.Customers;
using Inbox.Core.Data;
using Inbox.Core.Delivery;
using Microsoft.EntityFrameworkCore;

namespace Inbox.Core.Intake;

/// <summary>
/// Tells a customer at once that their message has arrived, and never starts a conversation of machines: nothing to
/// automatic messages, at most three an hour to one address and one a day where the address was typed, none twice for the same subject in a day. The filer's lock
/// makes the count safe against other nodes.
/// </summary>
internal sealed class Acknowledgements(InboxDb db, ChannelKinds kinds, ThreadTokens tokens)
{
    private const int MostAnHour = 3;

    /// <summary>In a day: whoever types another's address has us write to them once, and no more.</summary>
    private const int MostTyped = 1;

    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    /// <summary>Adds the acknowledgements that are due to what the batch writes.</summary>
    public async Task AddAsync(FilingBatch batch, CancellationToken cancellationToken)
    {
        var due = batch.Opened.Where(o => IsDue(batch, o)).ToList();
        if (due.Count == 0)
        {
            return;
        }

        var handles = due.Select(o => o.Sender.Id).Distinct().ToArray();
        var since = batch.Now - Day;
        await db.AutomaticAnswers.Where(a => handles.Contains(a.HandleId) && a.At <= since).ExecuteDeleteAsync(cancellationToken);
        var counted = await db.AutomaticAnswers.AsNoTracking().Where(a => handles.Contains(a.HandleId)).ToListAsync(cancellationToken);
        var ids = await db.NextIdsAsync<Message>(due.Count, cancellationToken);
        foreach (var opened in due)
        {
            var answer = new AutomaticAnswer { HandleId = opened.Sender.Id, At = batch.Now, SubjectHash = ThreadHash.Of(BareSubject(opened.Message.Subject)) };
            var theirs = counted.Where(a => a.HandleId == answer.HandleId).ToList();
            var (most, within) = opened.Parsed.Message.SenderTyped ? (MostTyped, Day) : (MostAnHour, Hour);
            if (theirs.Count(a => a.At > batch.Now - within) >= most || theirs.Exists(a => a.SubjectHash.AsSpan().SequenceEqual(answer.SubjectHash)))
            {
                continue;
            }

            counted.Add(answer);
            batch.NewAutomaticAnswers.Add(answer);
            Write(batch, opened, ids.Dequeue());
        }
    }

    /// <summary>A person opened the case now, over a door that acknowledges, from an address that may be written to.</summary>
    private bool IsDue(FilingBatch batch, OpenedCase opened)
    {
        var (message, incoming) = (opened.Message, opened.Parsed.Message);
        var channel = batch.Rules.Channels[message.ChannelId];
        return channel.Acknowledgement is { Enabled: true } && kinds.Sender(channel) is not null
            && message is { Direction: Direction.Inbound, Automatic: Automatic.None, Guest: false, Visibility: Visibility.Private }
            && !opened.Parsed.Delivery.Import && incoming is { NoAutomaticAnswer: false, FromOurselves: false, SenderUnproven: false }
            && opened.Sender is { DeadSince: null, NoAutomaticSince: null }
            && !batch.Folds.Exists(f => f.From == opened.Case);
    }

    private void Write(FilingBatch batch, OpenedCase opened, long id)
    {
        var (@case, answered) = (opened.Case.Case, opened.Message);
        var channel = batch.Rules.Channels[answered.ChannelId];
        var identity = kinds.Sender(channel)!.Identify(tokens.Sign(@case.Id, id), batch.Rules.Info(channel));
        var words = channel.Acknowledgement!;
        var calendar = channel.CalendarId ?? batch.Rules.Departments[@case.DepartmentId].CalendarId;
        var facts = new AcknowledgementFacts(
            @case.Number,
            @case.Subject,
            answered.FromName.Length > 0 ? answered.FromName : answered.FromAddress,
            AcknowledgementText.Hours(calendar is { } hours ? batch.Rules.Calendars.GetValueOrDefault(hours) : null),
            channel.Name);
        var text = AcknowledgementText.Fill(words.Text, facts);
        var message = new Message
        {
            Id = id,
            ChannelId = channel.Id,
            Direction = Direction.Outbound,
            Automatic = Automatic.Acknowledgement,
            FromAddress = channel.Address,
            To = [new Party(answered.FromName, answered.FromAddress)],
            Subject = AcknowledgementText.Fill(words.Subject, facts),
            Text = text,
            ReplyText = text,
            PostedAt = batch.Now,
            ReceivedAt = batch.Now,
            ExternalId = identity.ExternalId,
            InReplyTo = answered.ExternalId,
            References = answered.ExternalId.Length == 0 ? [] : [answered.ExternalId],
            AnswersId = answered.Id,
        };
        message.Join(@case.Id);
        @case.Add(message);
        batch.NewMessages.Add(message);
        batch.NewKeys[HashedKey.Of(identity.ThreadScope, identity.ExternalId)] = new KeyTarget(@case.Id, id);
        batch.NewOutbound.Add(new OutboundDelivery { MessageId = id, CaseId = @case.Id, ChannelId = channel.Id, NotBefore = batch.Now, CreatedAt = batch.Now });
    }

    /// <summary>Without the marks that programs put before a subject, each "Re:" of another language: up to three letters and a colon.</summary>
    private static string BareSubject(string subject)
    {
        var bare = subject.AsSpan().Trim();
        while (bare.IndexOf(':') is > 0 and <= 4 and var colon)
        {
            bare = bare[(colon + 1)..].TrimStart();
        }

        return bare.ToString().ToLowerInvariant();
    }
}

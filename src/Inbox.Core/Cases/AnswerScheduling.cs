using System.Globalization;
using Inbox.Core.Access;
using Inbox.Core.Data;
using Inbox.Core.Delivery;
using Inbox.Core.Notifications;
using Microsoft.EntityFrameworkCore;

namespace Inbox.Core.Cases;

/// <summary>
/// Answers that leave later. Until then the promise runs: status and clocks change when the answer leaves. If the
/// customer writes before that, or the case is closed or answered by somebody else, it is held and its author is asked.
/// </summary>
internal static class AnswerScheduling
{
    private static readonly TimeSpan Longest = TimeSpan.FromDays(366);

    public static Error? Refusal(DateTimeOffset at, DateTimeOffset now) => at <= now
        ? new Error(ErrorKind.Invalid, "send_at_past", "This time has passed. Choose a later one, or send the answer now.")
        : at > now + Longest ? new Error(ErrorKind.Invalid, "send_at_far", "An answer can wait for a year at most.") : null;

    /// <summary>
    /// Stores the answer to leave at <paramref name="at"/>. Whatever there is to ask of its author was asked before: when it
    /// leaves nobody may be there to say anything, and the customer is to get it. The caller saves.
    /// </summary>
    public static void Schedule(this InboxDb db, LockedCase locked, Message message, CaseStatus then, string? reason, DateTimeOffset at, Actor actor, DateTimeOffset now)
    {
        db.KeepBack(locked, message, OutboundState.Scheduled, Clock.Stored(at), then, actor, now);
        var why = string.IsNullOrWhiteSpace(reason) ? "" : $", then {then}: {reason.Trim()}";
        locked.Note(CaseEventKind.AnswerScheduled, actor, now, string.Create(CultureInfo.InvariantCulture, $"for {at.UtcDateTime:d MMM yyyy, HH:mm} UTC{why}"));
    }

    /// <summary>It stands in the conversation and does not leave yet; whoever wrote it looks after the case, if nobody does. The caller saves.</summary>
    public static void KeepBack(this InboxDb db, LockedCase locked, Message message, OutboundState state, DateTimeOffset notBefore, CaseStatus then, Actor actor, DateTimeOffset now)
    {
        locked.Case.Touch();
        if (locked.Case.AssigneeId is null && actor.AgentId is { } author)
        {
            locked.Case.Assign(author);
        }

        db.OutboundDeliveries.Add(new OutboundDelivery
        {
            MessageId = message.Id,
            CaseId = locked.Case.Id,
            ChannelId = message.ChannelId,
            State = state,
            NotBefore = notBefore,
            CreatedAt = now,
            Then = then,
        });
    }

    /// <summary>The answer leaves: only now it counts. The case is locked; the caller saves.</summary>
    public static async Task LeaveAsync(
        this InboxDb db, LockedCase locked, Message message, OutboundDelivery delivery, CaseParticipants participants, DateTimeOffset notBefore, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var (@case, before, then) = (locked.Case, locked.Case.Status, delivery.Then ?? CaseStatus.Waiting);
        delivery.State = OutboundState.Pending;
        delivery.NotBefore = notBefore;
        delivery.Detail = null;
        db.Entry(message).Property(m => m.PostedAt).CurrentValue = now;
        db.Entry(message).Property(m => m.ReceivedAt).CurrentValue = now;
        db.Entry(message).Property(m => m.StatusBefore).CurrentValue = before;
        @case.Add(message);
        @case.Answered(then, now);
        locked.Clocks.Answered(message.Id, now);
        locked.Clocks.StatusChanged(before, now, "resolved with an answer", message.Id);
        if (before != then)
        {
            var author = new Actor(message.AuthorId, message.FromName, Role.Agent, []);
            locked.Note(CaseEventKind.StatusChanged, author, now, $"{before} → {then}");
        }

        var answered = await db.Messages.Where(m => m.Id == message.AnswersId).Select(m => m.FromAddress).FirstOrDefaultAsync(cancellationToken);
        await participants.IncludeAsync(@case, message, known: answered, cancellationToken);
    }

    /// <summary>Keeps the answer back and asks its author. The caller saves.</summary>
    public static async Task HoldAsync(
        this InboxDb db, Case @case, Message message, OutboundDelivery delivery, string why, DateTimeOffset now, CancellationToken cancellationToken)
    {
        delivery.State = OutboundState.Held;
        delivery.Detail = why;
        db.Events.Add(new CaseEvent { CaseId = @case.Id, At = now, Kind = CaseEventKind.AnswerHeld, Detail = why });
        if (message.AuthorId is { } author)
        {
            await db.TellAsync(new Notice(NotificationKind.AnswerTrouble, [author], @case, $"Your scheduled answer on {@case.Number} is held: {why}"), now, cancellationToken);
        }
    }

    /// <summary>Why a scheduled answer should not leave by itself any more; null when it may.</summary>
    /// <param name="kind">Of the handles that the message's channel writes to.</param>
    public static async Task<string?> ObstacleAsync(this InboxDb db, Case @case, Message message, string kind, CancellationToken cancellationToken)
    {
        if (@case.Status is CaseStatus.Resolved or CaseStatus.Closed or CaseStatus.Spam)
        {
            return $"the case is {@case.Status} now";
        }

        if (message.Visibility == Visibility.Public && await db.Messages.AnyAsync(m => m.Id == message.AnswersId && m.DeletedAt != null, cancellationToken))
        {
            return "its author has deleted the post that it answers";
        }

        var since = await db.Messages
            .Where(m => m.CaseId == @case.Id && m.Id > message.Id)
            .Where(m => m.Direction == Direction.Inbound
                ? m.Automatic == Automatic.None && !db.Participants.Any(p => p.CaseId == @case.Id && p.HandleId == m.HandleId && p.State == ParticipantState.ThirdParty)
                : m.Direction == Direction.Outbound && !m.ToThirdParties && m.Failure == null
                    && !db.OutboundDeliveries.Any(d => d.MessageId == m.Id && OutboundDelivery.NotYet.Contains(d.State)))
            .OrderByDescending(m => m.Id)
            .Select(m => (Direction?)m.Direction)
            .FirstOrDefaultAsync(cancellationToken);
        return since switch
        {
            Direction.Inbound => CustomerWrote,
            Direction.Outbound => "somebody else has answered meanwhile",
            _ => (await db.RecipientsRefusalAsync(@case, message, kind, cancellationToken))?.Message,
        };
    }

    public const string CustomerWrote = "the customer has written again";
}

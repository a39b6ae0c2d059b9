using Inbox.Core.Channels;
using Inbox.Core.Channels.Replies;
using Inbox.Core.Data;
using Microsoft.EntityFrameworkCore;

namespace Inbox.Core.Cases;

/// <summary>Whom an answer goes to: the sender of the newest customer message, on its channel and with its visibility.</summary>
/// <param name="Answered">The message answered.</param>
/// <param name="To">Where its sender asks for the answer, else where it came from.</param>
/// <param name="Dead">Mail to where it came from comes back for good.</param>
/// <param name="Options">In which ways it may be answered.</param>
/// <param name="AnswerId">Number of the answer, which its own Message-ID or the like carries.</param>
public sealed record AnswerTarget(Message Answered, Channel Channel, ISendingChannel Sender, Party To, bool Dead, ReplyOptions Options, long AnswerId);

internal static class AnswerTargets
{
    /// <summary>Finds the target, or says in words why this case cannot be answered from here. One query.</summary>
    public static async Task<Result<AnswerTarget>> AnswerTargetAsync(this InboxDb db, long caseId, Rules rules, ChannelKinds kinds, CancellationToken cancellationToken)
    {
        // Guests never are recipients until an agent accepts them; third parties are written to by forwarding.
        var found = await db.Messages.AsNoTracking()
            .Where(m => m.CaseId == caseId && m.Direction == Direction.Inbound && m.Automatic != Automatic.AutoReply
                && m.Automatic != Automatic.Bounce && m.Automatic != Automatic.Complaint && m.Automatic != Automatic.Calendar && !m.Guest
                && !db.Participants.Any(p => p.CaseId == caseId && p.HandleId == m.HandleId && p.State == ParticipantState.ThirdParty))
            .OrderByDescending(m => m.Id)
            .Select(m => new
            {
                Message = m,
                Dead = db.Handles.Any(h => h.Id == m.HandleId && h.DeadSince != null),
                LastPrivateAt = db.Messages.Where(o => o.HandleId != null && o.HandleId == m.HandleId && o.ChannelId == m.ChannelId && o.Direction == Direction.Inbound && o.Visibility == Visibility.Private)
                    .Max(o => (DateTimeOffset?)o.PostedAt),
                Answers = db.Messages.Where(o => o.CaseId == caseId && o.AnswersId == m.Id && o.Automatic == Automatic.None && o.Failure == null && o.DeletedAt == null).Select(o => o.Visibility).ToList(),
                AnswerId = InboxDb.NextValue(InboxDb.MessageIds),
            })
            .FirstOrDefaultAsync(cancellationToken);
        if (found is null)
        {
            return new Error(ErrorKind.Invalid, "nothing_to_answer", "No customer has written on this case yet, so there is nobody to answer.");
        }

        var answered = found.Message;
        var channel = rules.Channels[answered.ChannelId];
        if (kinds.Sender(channel) is not { } sender)
        {
            return new Error(ErrorKind.Invalid, "cannot_answer_here", kinds.Of(channel).Traits.LogsCalls
                ? "The customer called, so call back and log the call."
                : $"Inbox cannot write on {channel.Name}: answer there and add a note of what you wrote.");
        }

        var options = sender.OptionsFor(
            new AnswerableMessage
            {
                ExternalId = answered.ExternalId,
                Visibility = answered.Visibility,
                Text = answered.ReplyText,
                At = answered.PostedAt < answered.ReceivedAt ? answered.PostedAt : answered.ReceivedAt,
                LastPrivateAt = found.LastPrivateAt,
                Deleted = answered.DeletedAt is not null,
                AnsweredPublicly = found.Answers.Contains(Visibility.Public),
                AnsweredPrivately = found.Answers.Contains(Visibility.Private),
            },
            rules.Info(channel));
        return new AnswerTarget(answered, channel, sender, answered.ReplyTo ?? new Party(answered.FromName, answered.FromAddress), found.Dead, options, found.AnswerId);
    }
}

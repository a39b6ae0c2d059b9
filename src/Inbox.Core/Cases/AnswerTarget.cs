using Inbox.Core.Channels;
using Inbox.Core.Customers;
using Inbox.Core.Data;
using Microsoft.EntityFrameworkCore;

namespace Inbox.Core.Cases;

/// <summary>Whom an answer goes to: the sender of the newest customer message, on its channel and with its visibility.</summary>
/// <param name="Answered">The message answered.</param>
/// <param name="AnswerId">Number of the answer, which its own Message-ID or the like carries.</param>
public sealed record AnswerTarget(Message Answered, Channel Channel, ISendingChannel Sender, Party To, long AnswerId);

internal static class AnswerTargets
{
    /// <summary>Finds the target, or says in words why this case cannot be answered from here. One query.</summary>
    public static async Task<Result<AnswerTarget>> AnswerTargetAsync(this InboxDb db, long caseId, Rules rules, ChannelKinds kinds, CancellationToken cancellationToken)
    {
        // Guests never are recipients until an agent accepts them, and what a third party says is not what the customer asked.
        var found = await db.Messages.AsNoTracking()
            .Where(m => m.CaseId == caseId && m.Direction == Direction.Inbound && m.Automatic != Automatic.AutoReply
                && m.Automatic != Automatic.Bounce && m.Automatic != Automatic.Complaint && m.Automatic != Automatic.Calendar && !m.Guest
                && !db.Participants.Any(p => p.CaseId == caseId && p.HandleId == m.HandleId && p.State == ParticipantState.ThirdParty))
            .OrderByDescending(m => m.Id)
            .Select(m => new
            {
                Message = m,
                Dead = db.Handles.Any(h => h.Id == m.HandleId && h.DeadSince != null),
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
            return new Error(ErrorKind.Invalid, "cannot_answer_here", channel.Kind == HandleKinds.Phone
                ? "The customer called, so call back and log the call."
                : $"Inbox cannot write on {channel.Name}: answer there and add a note of what you wrote.");
        }

        if (found.Dead)
        {
            return DeadAddresses.Error(answered.FromAddress);
        }

        return new AnswerTarget(answered, channel, sender, new Party(answered.FromName, answered.FromAddress), found.AnswerId);
    }
}

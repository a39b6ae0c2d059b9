using Inbox.Core.Channels;
using Inbox.Core.Customers;
using Inbox.Core.Data;
using Microsoft.EntityFrameworkCore;

namespace Inbox.Core.Cases;

/// <summary>Whom an answer goes to: the sender of the newest customer message, on its channel and with its visibility.</summary>
/// <param name="Answered">The message answered.</param>
public sealed record AnswerTarget(Message Answered, Channel Channel, ISendingChannel Sender, Party To);

internal static class AnswerTargets
{
    /// <summary>Finds the target, or says in words why this case cannot be answered from here.</summary>
    public static async Task<Result<AnswerTarget>> AnswerTargetAsync(this InboxDb db, long caseId, Rules rules, ChannelKinds kinds, CancellationToken cancellationToken)
    {
        // Guests never are recipients until an agent accepts them; third parties are written to by forwarding.
        var answered = await db.Messages.AsNoTracking()
            .Where(m => m.CaseId == caseId && m.Direction == Direction.Inbound && m.Automatic != Automatic.AutoReply
                && m.Automatic != Automatic.Bounce && m.Automatic != Automatic.Complaint && !m.Guest
                && !db.Participants.Any(p => p.CaseId == caseId && p.HandleId == m.HandleId && p.State == ParticipantState.ThirdParty))
            .OrderByDescending(m => m.Id)
            .FirstOrDefaultAsync(cancellationToken);
        if (answered is null)
        {
            return new Error(ErrorKind.Invalid, "nothing_to_answer", "No customer has written on this case yet, so there is nobody to answer.");
        }

        var channel = rules.Channels[answered.ChannelId];
        if (kinds.Sender(channel) is not { } sender)
        {
            return new Error(ErrorKind.Invalid, "cannot_answer_here", channel.Kind == HandleKinds.Phone
                ? "The customer called, so call back and log the call."
                : $"Inbox cannot write on {channel.Name}: answer there and add a note of what you wrote.");
        }

        if (await db.Handles.AnyAsync(h => h.Id == answered.HandleId && h.DeadSince != null, cancellationToken))
        {
            return new Error(ErrorKind.Invalid, "address_dead", $"Mail to {answered.FromAddress} came back for good. Reach the customer another way.");
        }

        return new AnswerTarget(answered, channel, sender, new Party(answered.FromName, answered.FromAddress));
    }
}

using Inbox.Core.Channels;
using Inbox.Core.Customers;
using Inbox.Core.Data;
using Microsoft.EntityFrameworkCore;

namespace Inbox.Core.Cases;

/// <summary>Whom we include in an answer is on the case from then on and may write in by its references. The caller holds the case.</summary>
internal sealed class CaseParticipants(InboxDb db, Rulebook rulebook, ChannelKinds kinds, CustomerDirectory customers)
{
    /// <summary>As the message leaves. The case and the message it answers are stored.</summary>
    /// <param name="case">Whose it is.</param>
    /// <param name="message">Ours; unseen copies let nobody in.</param>
    /// <param name="known">An address that is on the case already, as whoever wrote what it answers; null: none.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    public async Task IncludeAsync(Case @case, Message message, string? known, CancellationToken cancellationToken)
    {
        var rules = await rulebook.GetAsync(cancellationToken);
        var handleKind = kinds.Of(rules.Channels[message.ChannelId]).Traits.HandleKind;
        var outside = message.To.Concat(message.Cc).Select(p => p.Address)
            .Where(a => known is null || HandleKinds.Normalise(handleKind, a) != HandleKinds.Normalise(handleKind, known))
            .DistinctBy(a => HandleKinds.Normalise(handleKind, a))
            .Where(a => HandleKinds.Normalise(handleKind, a) is { Length: > 0 } value && rules.DoorOf(handleKind, a) is null && !rules.AgentsByEmail.ContainsKey(value));
        foreach (var address in outside)
        {
            var (customerId, handleId) = await customers.FindOrAddAsync(handleKind, address, "", cancellationToken);
            if (customerId == @case.CustomerId)
            {
                continue;
            }

            // An agent writes to them, so an agent has accepted them; a third party stays one.
            await db.Database.ExecuteSqlAsync(
                $"""
                INSERT INTO participants (case_id, handle_id, state) VALUES ({@case.Id}, {handleId}, 'Accepted')
                ON CONFLICT (case_id, handle_id) DO UPDATE SET state = 'Accepted' WHERE participants.state = 'Guest'
                """,
                cancellationToken);
            await db.Messages.Where(m => m.CaseId == @case.Id && m.HandleId == handleId && m.Guest)
                .ExecuteUpdateAsync(set => set.SetProperty(m => m.Guest, false), cancellationToken);
        }
    }
}

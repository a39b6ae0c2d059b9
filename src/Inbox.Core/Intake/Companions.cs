using Inbox.Core.Cases;
using Inbox.Core.Channels;
using Inbox.Core.Customers;

namespace Inbox.Core.Intake;

/// <summary>
/// Those whom a customer writes to beside us. The customer has let them in, so they are remembered on the case and may write
/// in by a reference, as a signed word would let anybody.
/// </summary>
internal static class Companions
{
    /// <summary>A message to more people is a mailing, and no conversation of a few.</summary>
    private const int Most = 20;

    /// <summary>Nobody for messages by programs and lists, and where the sender may be somebody else.</summary>
    public static IReadOnlyList<Sender> Of(FilingBatch batch, ParsedDelivery parsed)
    {
        var message = parsed.Message;
        if (message.To.Count + message.Cc.Count < 2 || message.Visibility == Visibility.Public || message.Automatic != Automatic.None
            || message.SenderUnproven || message.FromOurselves || batch.AgentOf(message) is not null)
        {
            return [];
        }

        var sender = HandleKinds.Normalise(message.HandleKind, message.From.Address);
        var others = message.To.Concat(message.Cc)
            .Select(p => (Value: HandleKinds.Normalise(message.HandleKind, Words.Storable(p.Address)), Party: p))
            .Where(p => p.Value.Length is > 0 and <= 400 && p.Value != sender && p.Value.Contains('@', StringComparison.Ordinal)
                && !batch.Rules.AgentsByEmail.ContainsKey(p.Value) && batch.Rules.DoorOf(message.HandleKind, p.Value) is null)
            .DistinctBy(p => p.Value)
            .ToList();
        return others.Count > Most
            ? []
            : others.ConvertAll(p => new Sender(message.HandleKind, p.Value, Words.Storable(p.Party.Address), Words.Storable(p.Party.Name), Reach: 0));
    }

    /// <summary>A guest stays a guest: only one of us accepts them.</summary>
    public static void Remember(FilingBatch batch, ParsedDelivery parsed, FilingCase target, Handle sender)
    {
        if (!target.Knows(sender))
        {
            return;
        }

        foreach (var companion in Of(batch, parsed))
        {
            var handle = batch.Handles[(companion.Kind, companion.Value)];
            if (!handle.Shared && handle.CustomerId != target.Case.CustomerId && target.Participants.TryAdd(handle.Id, ParticipantState.Accepted))
            {
                batch.NewParticipants.Add(new Participant { CaseId = target.Case.Id, HandleId = handle.Id, State = ParticipantState.Accepted });
            }
        }
    }
}

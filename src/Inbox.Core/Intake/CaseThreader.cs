using Inbox.Core.Cases;
using Inbox.Core.Channels;
using Inbox.Core.Customers;

namespace Inbox.Core.Intake;

/// <summary>Where a message belongs (design.md, Threading).</summary>
/// <param name="Target">The case it joins; null opens a new one or none.</param>
/// <param name="AsGuest">Entered by a signed token from an address unknown to the case.</param>
/// <param name="SecondDeliveryOf">The very message was filed before, through another door.</param>
/// <param name="MayBelongTo">A case that it may belong to, for a person to decide.</param>
/// <param name="FollowsUp">The closed case that a new one continues.</param>
/// <param name="Folds">Younger cases of the same conversation that fold into the target.</param>
internal sealed record Placement(
    FilingCase? Target,
    bool AsGuest = false,
    KnownMessage? SecondDeliveryOf = null,
    long? MayBelongTo = null,
    FilingCase? FollowsUp = null,
    IReadOnlyList<FilingCase>? Folds = null);

/// <summary>Finds the case of a message by the keys its channel gave. Pure: decides on what the batch has loaded.</summary>
internal static class CaseThreader
{
    public static Placement Place(FilingBatch batch, ParsedDelivery parsed, Handle sender)
    {
        var message = parsed.Message;

        // (0) The same message through another door is a second delivery; other content under the same id is a message of its own.
        if (Own(message) is { } own && batch.Keys.TryGetValue(own, out var known) && known.MessageId is { } id
            && batch.Messages.TryGetValue(id, out var filed) && (message.FirstVersion || ComesBack(message, filed) || filed.Version.AsSpan().SequenceEqual(parsed.Delivery.Version)))
        {
            return new Placement(filed.CaseId is { } caseId ? batch.Cases.GetValueOrDefault(caseId) : null, SecondDeliveryOf: filed);
        }

        return Anew(batch, parsed, sender);
    }

    /// <summary>As if the message itself had never been filed.</summary>
    public static Placement Anew(FilingBatch batch, ParsedDelivery parsed, Handle sender)
    {
        var message = parsed.Message;

        // (1) A signed token names one of our messages; the case that holds it now receives, whoever writes.
        var hits = EarlierCases(batch, message, sender).ToList();
        var mine = hits.Where(c => c.Knows(sender) || message.FromOurselves).ToList();
        if (SignedCases(batch, message).ToList() is [var signed, ..] all)
        {
            return Signed(batch, parsed, sender, signed) with { MayBelongTo = OtherOpen(all.Concat(mine), signed, sender) };
        }

        // (2) An unsigned reference, newest first, for the customer and accepted participants only.
        if (mine.Count > 0)
        {
            return message.Automatic.IsAutomatic() ? new Placement(mine[0]) : Together(batch, parsed, mine, sender);
        }

        // (3) A number in the subject, from somebody the case knows whose address is not known to be forged.
        foreach (var key in message.Keys.Where(k => k.Kind == ThreadKeyKind.CaseNumber && !message.SenderUnproven))
        {
            if (long.TryParse(key.Value, System.Globalization.CultureInfo.InvariantCulture, out var number)
                && batch.Numbers.TryGetValue(number, out var current)
                && batch.Cases.TryGetValue(current, out var named) && named.Knows(sender))
            {
                return Join(batch, parsed, named, sender, asGuest: false);
            }
        }

        return Elsewhere(batch, parsed, sender, hits);
    }

    /// <summary>The stored post that this is an edit of; mail is never edited, there other content is another message.</summary>
    public static KnownMessage? Revised(FilingBatch batch, ParsedDelivery parsed) =>
        !parsed.Message.FirstVersion && (parsed.Message.Editable || parsed.Message.Visibility == Visibility.Public) && Own(parsed.Message) is { } own
        && batch.Keys.TryGetValue(own, out var known) && known.MessageId is { } id
        && batch.Messages.TryGetValue(id, out var post) && !ComesBack(parsed.Message, post) && !post.Version.AsSpan().SequenceEqual(parsed.Delivery.Version)
            ? post
            : null;

    /// <summary>A post that we sent ourselves, or one of those that it became: the far side's form of it is no edit.</summary>
    private static bool ComesBack(IncomingMessage message, KnownMessage known) =>
        known.Direction == Direction.Outbound && message is { FromOurselves: true, Editable: true };

    /// <summary>The message of ours that is named with our signature, nearest first.</summary>
    public static long? Answered(FilingBatch batch, IncomingMessage message) => message.Keys
        .Where(k => k is { Kind: ThreadKeyKind.Answer, Verified: true })
        .Select(k => long.TryParse(k.Value, System.Globalization.CultureInfo.InvariantCulture, out var id) && batch.Messages.ContainsKey(id) ? id : (long?)null)
        .FirstOrDefault(id => id is not null);

    /// <summary>Key of the message's own id.</summary>
    public static HashedKey? Own(IncomingMessage message) =>
        message.Keys.FirstOrDefault(k => k.Kind == ThreadKeyKind.Own) is { } own ? HashedKey.Of(message.ThreadScope, own.Value) : null;

    private static IEnumerable<FilingCase> SignedCases(FilingBatch batch, IncomingMessage message) => message.Keys
        .Where(k => k is { Kind: ThreadKeyKind.Answer, Verified: true })
        .Select(k => long.TryParse(k.Value, System.Globalization.CultureInfo.InvariantCulture, out var id)
            && batch.Messages.TryGetValue(id, out var answer) && answer.CaseId is { } holder ? batch.Cases.GetValueOrDefault(holder) : null)
        .OfType<FilingCase>()
        .Distinct();

    /// <summary>What one of us or a program writes stays on the case even when it is closed; it opens nothing and asks for nothing.</summary>
    private static Placement Signed(FilingBatch batch, ParsedDelivery parsed, Handle sender, FilingCase found) =>
        parsed.Message.Automatic.IsAutomatic() || (batch.AgentOf(parsed.Message) is not null && !found.Knows(sender))
            ? new Placement(found)
            : Join(batch, parsed, found, sender, asGuest: !found.Knows(sender) && !parsed.Message.FromOurselves);

    /// <summary>Another open case of the same customer that the message names as well: for a person to decide.</summary>
    private static long? OtherOpen(IEnumerable<FilingCase> named, FilingCase found, Handle sender) => named
        .FirstOrDefault(c => c != found && c.Case.IsOpen && c.Knows(sender) && c.Case.CustomerId == found.Case.CustomerId)?.Case.Id;

    /// <summary>The keys under which the cases of a message may be found, nearest first.</summary>
    /// <param name="message">As parsed.</param>
    /// <param name="sender">Null: only what names the message and those before it.</param>
    public static IEnumerable<HashedKey> KeysOf(IncomingMessage message, Handle? sender) => message.Keys
        .Where(k => k.Kind is ThreadKeyKind.Earlier or ThreadKeyKind.Own)
        .OrderByDescending(k => k.Kind == ThreadKeyKind.Earlier)
        .SelectMany(k => message.Visibility == Visibility.Public && sender is not null
            ? [HashedKey.Of(message.ThreadScope, k.Value), HashedKey.Of(message.ThreadScope, k.Value, sender)]
            : new[] { HashedKey.Of(message.ThreadScope, k.Value) });

    private static IEnumerable<FilingCase> EarlierCases(FilingBatch batch, IncomingMessage message, Handle sender) => KeysOf(message, sender)
        .Select(k => batch.Keys.TryGetValue(k, out var target) && target.CaseId is { } id ? batch.Cases.GetValueOrDefault(id) : null)
        .OfType<FilingCase>()
        .Distinct();

    /// <summary>The conversation lies in several cases: the younger fold into the oldest, unless a person has acted on one of them.</summary>
    private static Placement Together(FilingBatch batch, ParsedDelivery parsed, List<FilingCase> hits, Handle sender)
    {
        var open = hits.Where(c => parsed.Delivery.Import || c.Case.Status != CaseStatus.Closed).ToList();
        if (open.Count == 0)
        {
            return Join(batch, parsed, hits[0], sender, asGuest: false);
        }

        var oldest = open.MinBy(c => c.Case.Id)!;
        var younger = open.Where(c => c != oldest).ToList();
        var folds = younger.Where(c => !c.Case.TouchedByPerson && c.Case.OfferedToId is null
            && c.Case.CustomerId == sender.CustomerId && oldest.Case.CustomerId == sender.CustomerId).ToList();

        // What people keep apart, as by a split, stays apart: the nearest reference decides.
        if (folds.Count < younger.Count)
        {
            return new Placement(open[0], MayBelongTo: open.Find(c => c != open[0])?.Case.Id);
        }

        return new Placement(oldest, Folds: folds);
    }

    /// <summary>
    /// A closed case is continued by a follow-up that links back; the next message joins that one. An archive holds what was
    /// said before it closed. A third party's word opens nothing of its own: the case they are on is looked at again.
    /// </summary>
    private static Placement Join(FilingBatch batch, ParsedDelivery parsed, FilingCase found, Handle sender, bool asGuest)
    {
        if (found.Case.Status != CaseStatus.Closed || parsed.Delivery.Import || found.Participants.GetValueOrDefault(sender.Id) == ParticipantState.ThirdParty)
        {
            return new Placement(found, asGuest);
        }

        return batch.FollowUps.TryGetValue(found.Case.Id, out var next) && batch.Cases.TryGetValue(next, out var followUp)
            && followUp.Case.Status != CaseStatus.Closed && followUp.Knows(sender)
                ? new Placement(followUp)
                : new Placement(null, FollowsUp: found);
    }

    /// <summary>A known customer with an open case who writes anew: joined where the channel says so, else shown as "may belong to".</summary>
    private static Placement Elsewhere(FilingBatch batch, ParsedDelivery parsed, Handle sender, List<FilingCase> hits)
    {
        if (batch.AgentOf(parsed.Message) is not null && hits.Find(c => c.Case.IsOpen) is { } talkedOf)
        {
            // One of us passes on or copies in a mail of a case that we have.
            return new Placement(null, MayBelongTo: talkedOf.Case.Id);
        }

        if (sender.Shared || parsed.Delivery.Import || !parsed.Message.OpensCase || !batch.OpenCases.TryGetValue(sender.CustomerId, out var openCase))
        {
            return new Placement(null);
        }

        // Whoever types or forges somebody's address must not get into their case by it.
        return batch.Rules.Channels[parsed.Delivery.ChannelId].JoinOpenCase && !parsed.Message.SenderTyped && !parsed.Message.SenderUnproven && batch.Cases.TryGetValue(openCase, out var found)
            ? new Placement(found)
            : new Placement(null, MayBelongTo: openCase);
    }
}

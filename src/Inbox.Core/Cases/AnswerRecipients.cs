using Inbox.Core.Customers;
using Inbox.Core.Data;
using Microsoft.EntityFrameworkCore;

namespace Inbox.Core.Cases;

/// <summary>Who gets a message of ours, each address once.</summary>
internal sealed record Recipients(List<Party> To, List<Party> Cc, List<Party> Bcc)
{
    public IEnumerable<Party> All => To.Concat(Cc).Concat(Bcc);
}

/// <summary>Checks whom an agent chose: nobody is written to whom the agent did not see, and no guest.</summary>
internal static class AnswerRecipients
{
    private static readonly Error NotTheCustomer = new(ErrorKind.Invalid, "not_the_customer", "None of these addresses belongs to the customer of this case. Use Forward to write to somebody else.");

    /// <summary>The recipients of an answer. Chosen people who leave out whom the answer is owed to need a second word.</summary>
    public static async Task<Result<Recipients>> RecipientsAsync(this InboxDb db, ReplyToCase.Command request, Case @case, AnswerTarget target, CancellationToken cancellationToken)
    {
        var (answered, kind) = (target.Answered, target.Sender.Traits.HandleKind);
        string Normal(string address) => HandleKinds.Normalise(kind, address);
        bool IsSender(string address) => Normal(address) == Normal(answered.FromAddress);
        bool IsOwed(string address) => IsSender(address) || Normal(address) == Normal(target.To.Address);
        var chosen = request.To ?? [target.To.Address];
        if (!chosen.Any(IsOwed) && !request.ToAnyway)
        {
            return new Error(ErrorKind.Conflict, "recipient_changed", $"The newest message came from {answered.FromAddress}, and this answer does not go there. Send it to {Listed(chosen)} all the same?");
        }

        var recipients = Split(chosen, request.Cc, request.Bcc, kind, [target.To, new Party(answered.FromName, answered.FromAddress), .. answered.To, .. answered.Cc]);
        if (recipients.To.Count == 0)
        {
            return new Error(ErrorKind.Invalid, "no_recipient", "Say who gets the answer.");
        }

        if (recipients.All.All(p => IsSender(p.Address)))
        {
            return target.Dead ? DeadAddresses.Error(answered.FromAddress) : recipients;
        }

        var known = await db.KnownAsync(recipients, kind, @case.Id, cancellationToken);
        if (Refusal(recipients, known, kind) is { } refusal)
        {
            return refusal;
        }

        return recipients.All.Any(p => IsOwed(p.Address)) || Reaches(recipients, known, kind, @case) ? recipients : NotTheCustomer;
    }

    /// <summary>What speaks against the recipients of an answer that was written before; null when nothing does.</summary>
    public static async Task<Error?> RecipientsRefusalAsync(this InboxDb db, Case @case, Message answer, string kind, CancellationToken cancellationToken)
    {
        var recipients = new Recipients(answer.To, answer.Cc, answer.Bcc);
        var known = await db.KnownAsync(recipients, kind, @case.Id, cancellationToken);
        if (Refusal(recipients, known, kind) is { } refusal)
        {
            return refusal;
        }

        if (Reaches(recipients, known, kind, @case))
        {
            return null;
        }

        var owed = await db.Messages
            .Where(m => m.Id == answer.AnswersId && !m.Guest && !db.Participants.Any(p => p.CaseId == @case.Id && p.HandleId == m.HandleId && p.State == ParticipantState.ThirdParty))
            .Select(m => new { m.FromAddress, m.ReplyTo })
            .FirstOrDefaultAsync(cancellationToken);
        string[] theirs = owed is null ? [] : [HandleKinds.Normalise(kind, owed.FromAddress), HandleKinds.Normalise(kind, owed.ReplyTo?.Address ?? owed.FromAddress)];
        return recipients.All.Any(p => theirs.Contains(HandleKinds.Normalise(kind, p.Address), StringComparer.Ordinal)) ? null : NotTheCustomer;
    }

    private static bool Reaches(Recipients recipients, List<KnownRecipient> known, string kind, Case @case) => recipients.All.Any(p =>
        known.Any(k => k.Value == HandleKinds.Normalise(kind, p.Address) && (k.CustomerId == @case.CustomerId || k.State == ParticipantState.Accepted)));

    public static Recipients Split(IReadOnlyList<string> to, IReadOnlyList<string> cc, IReadOnlyList<string>? bcc, string kind, IReadOnlyList<Party> people)
    {
        var taken = new HashSet<string>(StringComparer.Ordinal);
        List<Party> Parties(IEnumerable<string> addresses) =>
        [
            .. addresses.Select(a => Words.Storable(a.Trim())).Where(a => a.Length > 0 && taken.Add(HandleKinds.Normalise(kind, a)))
                .Select(a => new Party(people.FirstOrDefault(p => HandleKinds.Normalise(kind, p.Address) == HandleKinds.Normalise(kind, a))?.Name ?? "", a)),
        ];
        var first = Parties(to);
        var second = Parties(cc);
        return new Recipients(first, second, Parties(bcc ?? []));
    }

    /// <summary>What is known of the recipients, on this case and at all.</summary>
    public static Task<List<KnownRecipient>> KnownAsync(this InboxDb db, Recipients recipients, string kind, long? caseId, CancellationToken cancellationToken)
    {
        var values = recipients.All.Select(p => HandleKinds.Normalise(kind, p.Address)).Distinct().ToArray();
        return db.Handles.Where(h => h.Kind == kind && values.Contains(h.Value))
            .Select(h => new KnownRecipient(
                h.Id,
                h.Value,
                h.CustomerId,
                h.DeadSince != null,
                db.Participants.Where(p => p.CaseId == caseId && p.HandleId == h.Id).Select(p => (ParticipantState?)p.State).FirstOrDefault()))
            .ToListAsync(cancellationToken);
    }

    public static Error? Refusal(Recipients recipients, IReadOnlyList<KnownRecipient> known, string kind)
    {
        string As(KnownRecipient k) => recipients.All.First(p => HandleKinds.Normalise(kind, p.Address) == k.Value).Address;
        if (known.FirstOrDefault(k => k.State == ParticipantState.Guest) is { } guest)
        {
            return new Error(ErrorKind.Invalid, "guest_recipient", $"{As(guest)} is a guest on this case. Accept them first, or leave them out.");
        }

        return known.FirstOrDefault(k => k.Dead) is { } dead
            ? DeadAddresses.Error(As(dead))
            : null;
    }

    private static string Listed(IReadOnlyList<string> addresses) => addresses.Count == 0 ? "nobody" : string.Join(", ", addresses.Take(3));
}

/// <summary>A recipient Inbox has met before.</summary>
/// <param name="Dead">Mail to it came back for good.</param>
/// <param name="State">On the case at hand; null for nobody there.</param>
internal sealed record KnownRecipient(long HandleId, string Value, long CustomerId, bool Dead, ParticipantState? State);

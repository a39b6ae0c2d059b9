using Inbox.Core.Data;
using Inbox.Core.Intake;
using Microsoft.EntityFrameworkCore;

namespace Inbox.Core.Cases.Merging;

/// <summary>The two parts of a case that is split: what goes, and what stays.</summary>
/// <param name="Going">The chosen messages, oldest first.</param>
/// <param name="First">The oldest that somebody said; the new case is named after it.</param>
/// <param name="CustomerId">Who wrote the chosen messages; null when none of them is a customer's.</param>
/// <param name="Turns">Of the whole case.</param>
/// <param name="Keys">References that only the chosen messages make, as <see cref="CaseMove.Keys"/> writes them.</param>
internal sealed record CaseParts(long[] Going, Message First, long? CustomerId, IReadOnlyList<Turn> Turns, string[] Keys);

internal static class CasePartsReading
{
    private static readonly Error NotHere = new(ErrorKind.Invalid, "not_on_this_case", "One of the messages is not on this case.");

    private static readonly Error OnlyNotes = new(ErrorKind.Invalid, "only_notes", "Choose at least one message; notes alone make no case.");

    private static readonly Error NothingLeft = new(ErrorKind.Invalid, "nothing_left", "That is all there is. Leave at least one message where it is.");

    public static async Task<Result<CaseParts>> PartsAsync(this InboxDb db, Case @case, IReadOnlyCollection<long> chosen, CancellationToken cancellationToken)
    {
        var ids = chosen.Distinct().ToArray();
        var going = await db.Messages.AsNoTracking().Where(m => m.CaseId == @case.Id && ids.Contains(m.Id)).OrderBy(m => m.Id).ToListAsync(cancellationToken);
        if (going.Count != ids.Length)
        {
            return NotHere;
        }

        var first = going.Find(m => m.Direction == Direction.Inbound) ?? going.Find(m => m.Direction == Direction.Outbound);
        if (first is null)
        {
            return OnlyNotes;
        }

        if (!await db.Messages.AnyAsync(m => m.CaseId == @case.Id && !ids.Contains(m.Id) && m.Direction != Direction.Note, cancellationToken))
        {
            return NothingLeft;
        }

        var turns = await db.TurnsAsync(@case.Id, cancellationToken);
        return new CaseParts(
            ids,
            first,
            await CustomerAsync(db, @case, going, turns, cancellationToken),
            turns,
            await KeysAsync(db, @case.Id, going, cancellationToken));
    }

    /// <summary>Whoever wrote the first of them as a customer; a third party does not become one.</summary>
    private static async Task<long?> CustomerAsync(InboxDb db, Case @case, List<Message> going, List<Turn> turns, CancellationToken cancellationToken)
    {
        var handle = going.Find(m => m.Direction == Direction.Inbound && m.HandleId is not null && turns.Exists(t => t.Id == m.Id))?.HandleId;
        return handle is null
            ? @case.CustomerId
            : await db.Handles.Where(h => h.Id == handle).Select(h => (long?)h.CustomerId).SingleOrDefaultAsync(cancellationToken);
    }

    /// <summary>A reference to a mail that we have not seen waits for it on the case of whoever made it.</summary>
    private static async Task<string[]> KeysAsync(InboxDb db, long caseId, List<Message> going, CancellationToken cancellationToken)
    {
        var waiting = await db.ThreadKeys.AsNoTracking().Where(k => k.CaseId == caseId && k.MessageId == null).ToListAsync(cancellationToken);
        if (waiting.Count == 0)
        {
            return [];
        }

        var ids = going.Select(m => m.Id).ToArray();
        var staying = await db.Messages.AsNoTracking().Where(m => m.CaseId == caseId && !ids.Contains(m.Id))
            .Select(m => new { m.References, m.InReplyTo }).ToListAsync(cancellationToken);
        var theirs = going.SelectMany(m => m.References.Append(m.InReplyTo ?? "")).ToHashSet(StringComparer.Ordinal);
        theirs.ExceptWith(staying.SelectMany(m => m.References.Append(m.InReplyTo ?? "")));
        var hashes = theirs.Select(id => Convert.ToHexStringLower(ThreadHash.Of(id))).ToHashSet(StringComparer.Ordinal);
        return [.. waiting.Select(k => (k.Scope, Hash: Convert.ToHexStringLower(k.KeyHash))).Where(k => hashes.Contains(k.Hash)).Select(k => $"{k.Scope} {k.Hash}")];
    }
}

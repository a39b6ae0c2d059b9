using System.Globalization;
using Inbox.Channels.Email;
using Inbox.Core.Access;
using Inbox.Core.Cases;
using Inbox.Core.Channels;
using Inbox.Core.Data;
using Inbox.Core.Intake;
using Microsoft.EntityFrameworkCore;

namespace Inbox.Web.Pages.Messages;

/// <summary>What a mail says of the conversation it belongs to, in words, with the case that each hint leads to now.</summary>
/// <param name="Words">What the hint is, and for whom it counts.</param>
/// <param name="Value">The id or number itself.</param>
/// <param name="CaseNumber">Null when it leads to none that the reader may see.</param>
internal sealed record ThreadKeyWords(string Words, string Value, string? CaseNumber)
{
    /// <summary>Three queries, however many hints there are.</summary>
    public static async Task<IReadOnlyList<ThreadKeyWords>> OfAsync(InboxDb db, Actor actor, IReadOnlyList<ThreadKey> keys, CancellationToken cancellationToken)
    {
        var hashes = keys.Where(k => k.Kind is ThreadKeyKind.Own or ThreadKeyKind.Earlier).Select(k => ThreadHash.Of(k.Value)).ToArray();
        var known = await db.ThreadKeys.Where(k => k.Scope == MailReading.ThreadScope && hashes.Contains(k.KeyHash) && k.CaseId != null)
            .Select(k => new { k.KeyHash, k.CaseId }).ToListAsync(cancellationToken);
        var byHash = known.ToDictionary(k => Convert.ToHexString(k.KeyHash), k => k.CaseId!.Value, StringComparer.Ordinal);
        var answers = Numbers(keys, ThreadKeyKind.Answer);
        var byMessage = await db.Messages.VisibleTo(actor, db).Where(m => answers.Contains(m.Id) && m.CaseId != null)
            .ToDictionaryAsync(m => m.Id, m => m.CaseId!.Value, cancellationToken);
        long[] cases = [.. byHash.Values, .. byMessage.Values, .. Numbers(keys, ThreadKeyKind.CaseNumber)];
        var visible = (await db.Cases.VisibleTo(actor).Where(c => cases.Contains(c.Id)).Select(c => c.Id).ToListAsync(cancellationToken)).ToHashSet();
        return [.. keys.Select(k => new ThreadKeyWords(Describe(k), k.Value, Target(k) is { } id && visible.Contains(id) ? CaseNumber(id) : null))];

        long? Target(ThreadKey key) => key.Kind switch
        {
            ThreadKeyKind.Answer => byMessage.TryGetValue(Number(key), out var id) ? id : null,
            ThreadKeyKind.CaseNumber => Number(key),
            _ => byHash.TryGetValue(Convert.ToHexString(ThreadHash.Of(key.Value)), out var id) ? id : null,
        };

        static string CaseNumber(long id) => Core.Cases.CaseNumber.Format(id);
    }

    private static string Describe(ThreadKey key) => key.Kind switch
    {
        ThreadKeyKind.Own => "Its own id. Answers to it will name it.",
        ThreadKeyKind.Answer => "It carries our signature: it answers a message of ours, and joins that case whoever writes.",
        ThreadKeyKind.CaseNumber => "Its subject names a case: that counts only if the sender is known there and not forged.",
        _ => "It names an earlier mail: that counts for the customer and the accepted people of that case.",
    };

    private static long[] Numbers(IReadOnlyList<ThreadKey> keys, ThreadKeyKind kind) => [.. keys.Where(k => k.Kind == kind).Select(Number)];

    private static long Number(ThreadKey key) => long.TryParse(key.Value, CultureInfo.InvariantCulture, out var number) ? number : 0;
}

using Inbox.Core.Cases;
using Inbox.Core.Data;
using Microsoft.EntityFrameworkCore;

namespace Inbox.Core.Intake;

/// <summary>
/// The author of a post deleted it: what was said stays with us, is marked, and is not answered in public any more. Neither
/// status nor clocks hear of it. A tombstone that comes before its post keeps the post out.
/// </summary>
internal static class Tombstones
{
    private const string NotHere = "Deleted by its author before it came here.";

    /// <summary>Nothing ever names this: neither a message nor a case that waits for one.</summary>
    private static readonly KeyTarget Grave = new(CaseId: null, MessageId: null);

    /// <summary>Whether the delivery is a tombstone, or a post that one waits for; then it is dealt with.</summary>
    public static bool Took(FilingBatch batch, ParsedDelivery parsed)
    {
        if (CaseThreader.Own(parsed.Message) is not { } own)
        {
            return false;
        }

        var known = batch.Keys.TryGetValue(own, out var target);
        if (!parsed.Message.Deleted)
        {
            if (!known || target != Grave)
            {
                return false;
            }

            batch.Outcomes.Add(new Filed(parsed.Delivery.Id, InboundState.Ignored, null, null, NotHere));
            return true;
        }

        if (known && target.MessageId is { } id && batch.Messages.TryGetValue(id, out var post))
        {
            Bury(batch, parsed, post);
            return true;
        }

        if (!known)
        {
            batch.Keys[own] = batch.NewKeys[own] = Grave;
        }

        batch.Outcomes.Add(new Filed(parsed.Delivery.Id, InboundState.Ignored, null, null, NotHere));
        return true;
    }

    /// <summary>What comes a second time changes nothing.</summary>
    public static async Task SaveAsync(InboxDb db, FilingBatch batch, CancellationToken cancellationToken)
    {
        if (batch.Deleted.Count > 0)
        {
            var (ids, now) = (batch.Deleted.ToArray(), batch.Now);
            await db.Messages.Where(m => ids.Contains(m.Id) && m.DeletedAt == null).ExecuteUpdateAsync(set => set.SetProperty(m => m.DeletedAt, now), cancellationToken);
        }
    }

    private static void Bury(FilingBatch batch, ParsedDelivery parsed, KnownMessage post)
    {
        if (batch.Deleted.Add(post.Id) && !post.Deleted && post is { CaseId: { } caseId, Direction: Direction.Inbound })
        {
            batch.Note(caseId, CaseEventKind.PostDeleted, "by its author");
        }

        batch.Messages[post.Id] = post with { Deleted = true };
        batch.Outcomes.Add(new Filed(parsed.Delivery.Id, InboundState.Filed, post.CaseId, post.Id));
    }
}

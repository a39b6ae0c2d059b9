using Inbox.Core.Cases;
using Inbox.Core.Data;
using Inbox.Core.Jobs;
using Microsoft.EntityFrameworkCore;

namespace Inbox.Core.Intake;

/// <summary>The author of a public post edited it: the stored message follows, and neither status nor clocks hear of it.</summary>
internal static class MessageRevisions
{
    /// <param name="batch">What is filed together.</param>
    /// <param name="edit">The newer version.</param>
    /// <param name="post">As it was known.</param>
    /// <param name="caseId">The case that it belongs to now.</param>
    public static void Revise(FilingBatch batch, ParsedDelivery edit, KnownMessage post, long? caseId)
    {
        batch.Revisions.Add((post, edit));
        batch.Messages[post.Id] = batch.Messages[post.Id] with { Version = edit.Delivery.Version };
        if (post.CaseId is { } known)
        {
            batch.Note(known, CaseEventKind.Edited, "by its author");
        }

        batch.Outcomes.Add(new Filed(edit.Delivery.Id, InboundState.Filed, caseId, post.Id));
    }

    /// <summary>A version that was held up and comes after a newer one changes nothing.</summary>
    public static async Task SaveAsync(InboxDb db, FilingBatch batch, CancellationToken cancellationToken)
    {
        foreach (var (post, edit) in batch.Revisions)
        {
            var (incoming, delivery) = (edit.Message, edit.Delivery);
            var html = incoming.Html is null ? null : Words.Storable(incoming.Html);
            await db.Messages.Where(m => m.Id == post.Id && m.DeliveryId < delivery.Id).ExecuteUpdateAsync(
                set => set.SetProperty(m => m.Subject, Words.Cut(Words.Storable(incoming.Subject), 1000))
                    .SetProperty(m => m.Text, Words.Storable(incoming.Text))
                    .SetProperty(m => m.ReplyText, Words.Storable(incoming.ReplyText))
                    .SetProperty(m => m.Html, html)
                    .SetProperty(m => m.Version, delivery.Version)
                    .SetProperty(m => m.DeliveryId, delivery.Id),
                cancellationToken);
            await IndexMessages.AgainAsync(db, post.Id, cancellationToken);
        }
    }
}

using Inbox.Core.Cases;
using Inbox.Core.Customers;
using Inbox.Core.Data;

namespace Inbox.Core.Demo;

/// <summary>Numbers taken in advance, so that rows can refer to each other before they are written. Those left over are gaps.</summary>
internal sealed record IdPool(Queue<long> Cases, Queue<long> Messages, Queue<long> Attachments, Queue<long> Customers, Queue<long> Handles)
{
    /// <param name="attachments">Few cases have any.</param>
    public static async Task<IdPool> TakeAsync(InboxDb db, int cases, int messages, int attachments, int customers, CancellationToken cancellationToken) => new(
        await db.NextIdsAsync<Case>(cases, cancellationToken),
        await db.NextIdsAsync<Message>(messages, cancellationToken),
        await db.NextIdsAsync<Attachment>(attachments, cancellationToken),
        await db.NextIdsAsync<Customer>(customers, cancellationToken),
        await db.NextIdsAsync<Handle>(customers * 2, cancellationToken));
}

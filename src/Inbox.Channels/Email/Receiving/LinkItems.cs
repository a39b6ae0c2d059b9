using Inbox.Core.Channels;
using Inbox.Core.Channels.Links;
using Inbox.Mail.Imap;

namespace Inbox.Channels.Email.Receiving;

/// <summary>A batch of mails as they were handed out, each with its identity; disposes of their contents.</summary>
internal sealed class LinkItems : IAsyncDisposable
{
    private readonly SortedDictionary<long, LinkItem> _items = [];

    public IReadOnlyList<LinkItem> All => [.. _items.Values];

    /// <summary>Fetches them all at once; where the server will not, one by one, so that a bad mail stops no other.</summary>
    /// <param name="client">With the folder open.</param>
    /// <param name="batch">Sizes as the server tells them.</param>
    /// <param name="isImport">Whether a mail lay there before we first connected.</param>
    /// <param name="cancellationToken">This node gives the link up.</param>
    public static async Task<LinkItems> FetchAsync(ImapClient client, IReadOnlyList<ImapMailInfo> batch, Func<uint, bool> isImport, CancellationToken cancellationToken)
    {
        var items = new LinkItems();
        try
        {
            foreach (var large in batch.Where(m => m.Size > MailboxSession.MostBytes))
            {
                items.LeaveOut(large.Uid, TooLarge(large.Size));
            }

            uint[] asked = [.. batch.Where(m => m.Size <= MailboxSession.MostBytes).Select(m => m.Uid)];
            try
            {
                await items.TakeAsync(client, asked, isImport, cancellationToken);
            }
            catch (ImapException e) when (e.Failure == ImapFailure.Refused && client.IsOpen)
            {
                foreach (var uid in asked)
                {
                    await items.TakeOneAsync(client, uid, isImport, cancellationToken);
                }
            }

            return items;
        }
        catch
        {
            await items.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var item in _items.Values)
        {
            if (item.Content is { } content)
            {
                await content.DisposeAsync();
            }
        }
    }

    private async Task TakeAsync(ImapClient client, IReadOnlyList<uint> uids, Func<uint, bool> isImport, CancellationToken cancellationToken)
    {
        await foreach (var mail in client.MailsAsync(uids, cancellationToken))
        {
            var (uid, size) = (mail.Info.Uid, mail.Content.Length);
            if (size > MailboxSession.MostBytes)
            {
                // The server had said another size.
                await mail.Content.DisposeAsync();
                LeaveOut(uid, TooLarge(size));
                continue;
            }

            var identity = await MailIdentity.OfAsync(mail.Content, cancellationToken);
            if (_items.Remove(uid, out var before) && before.Content is { } again)
            {
                await again.DisposeAsync();
            }

            _items[uid] = new LinkItem(uid, identity, mail.Content, "message/rfc822", isImport(uid));
        }
    }

    private async Task TakeOneAsync(ImapClient client, uint uid, Func<uint, bool> isImport, CancellationToken cancellationToken)
    {
        try
        {
            await TakeAsync(client, [uid], isImport, cancellationToken);
        }
        catch (ImapException e) when (e.Failure == ImapFailure.Refused && client.IsOpen)
        {
            // Refused because it is gone, or although it is there?
            if ((await client.InfoAsync([uid], cancellationToken)).Count > 0)
            {
                LeaveOut(uid, e.Message);
            }
        }
    }

    private void LeaveOut(uint uid, string problem) => _items[uid] = new LinkItem(uid, null, null, "message/rfc822", Problem: problem);

    private static string TooLarge(long size) =>
        FormattableString.Invariant($"This mail holds {size / (1024 * 1024)} MB; mails of up to {MailboxSession.MostBytes / (1024 * 1024)} MB are fetched.");
}

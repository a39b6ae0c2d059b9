using Inbox.Core.Channels;
using Inbox.Core.Channels.Links;
using Inbox.Mail.Imap;

namespace Inbox.Channels.Email.Receiving;

/// <summary>A batch of mails as they were handed out, each with its identity; disposes of their contents.</summary>
internal sealed class LinkItems : IAsyncDisposable
{
    private const int MostMails = 50;
    private const long MostBatchBytes = 4L * 1024 * 1024;
    private readonly SortedDictionary<long, LinkItem> _items = [];

    public IReadOnlyList<LinkItem> All => [.. _items.Values];

    /// <summary>Few enough to be held at once, and a large one alone.</summary>
    public static IEnumerable<List<ImapMailInfo>> Batches(IReadOnlyList<ImapMailInfo> mails)
    {
        List<ImapMailInfo> batch = [];
        var bytes = 0L;
        foreach (var mail in mails)
        {
            if (batch.Count == MostMails || (batch.Count > 0 && bytes + mail.Size > MostBatchBytes))
            {
                yield return batch;
                (batch, bytes) = ([], 0);
            }

            batch.Add(mail);
            bytes += mail.Size;
        }

        if (batch.Count > 0)
        {
            yield return batch;
        }
    }

    /// <summary>Fetches them all at once.</summary>
    /// <param name="client">With the folder open.</param>
    /// <param name="batch">Sizes as the server tells them.</param>
    /// <param name="isImport">Whether a mail lay there before we first connected.</param>
    /// <param name="cancellationToken">This node gives the link up.</param>
    /// <exception cref="ImapException"><see cref="ImapFailure.Refused"/>: the server would not hand out one of them.</exception>
    public static async Task<LinkItems> FetchAsync(ImapClient client, IReadOnlyList<ImapMailInfo> batch, Func<uint, bool> isImport, CancellationToken cancellationToken)
    {
        var items = new LinkItems();
        try
        {
            foreach (var large in batch.Where(m => m.Size > MailboxSession.MostBytes))
            {
                items._items[large.Uid] = LeftOut(large.Uid, TooLarge(large.Size));
            }

            await items.TakeAsync(client, [.. batch.Where(m => m.Size <= MailboxSession.MostBytes).Select(m => m.Uid)], isImport, cancellationToken);
            return items;
        }
        catch
        {
            await items.DisposeAsync();
            throw;
        }
    }

    /// <summary>Listed, and not fetched unless a person asks for it.</summary>
    public static LinkItem LeftOut(uint uid, string problem) => new(uid, null, null, "message/rfc822", Problem: problem);

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
                _items[uid] = LeftOut(uid, TooLarge(size));
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

    private static string TooLarge(long size) =>
        FormattableString.Invariant($"This mail holds {size / (1024 * 1024)} MB; mails of up to {MailboxSession.MostBytes / (1024 * 1024)} MB are fetched.");
}

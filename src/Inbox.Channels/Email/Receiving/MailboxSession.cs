using Inbox.Core.Channels.Links;
using Inbox.Mail.Imap;

namespace Inbox.Channels.Email.Receiving;

/// <summary>One opened folder: what is new in it goes to the desk, what the desk orders is done in it.</summary>
internal sealed class MailboxSession(ImapClient client, EmailSettings settings, ImapOpened opened, LinkDesk desk, TimeProvider time)
{
    /// <summary>Bytes; a larger mail is listed and not fetched. What our own endpoint for mail takes.</summary>
    public const long MostBytes = 50L * 1024 * 1024;

    private const int MostMails = 50;
    private const int MostAsked = 500;
    private const long MostBatchBytes = 4L * 1024 * 1024;
    private static readonly TimeSpan AfterRefusal = TimeSpan.FromMinutes(5);
    private ImapCursor _cursor = null!;
    private DateTimeOffset _obeyFrom = DateTimeOffset.MinValue;

    /// <summary>Whether a filed mail is marked or moved in the mailbox.</summary>
    private bool Owes => settings.ImapAfter is "seen" or "move";

    private long Epoch => opened.UidValidity;

    /// <summary>Goes on where the last connection stood, or begins anew in a folder that is new to us or was renumbered.</summary>
    public async Task BeginAsync(CancellationToken cancellationToken)
    {
        var place = MailboxDoor.PlaceOf(settings);
        var known = ImapCursor.TryRead(desk.Cursor);
        if (known?.Place == place && known.Validity == opened.UidValidity)
        {
            _cursor = known;
            if (opened.HighestModSeq != 0 && opened.HighestModSeq == known.Changes)
            {
                return;
            }
        }

        var all = await client.SearchAsync(1, since: null, cancellationToken);
        var next = Math.Max(opened.UidNext, all is [.., var last] ? last + 1 : 1);
        if (known?.Place != place)
        {
            var since = settings.ImapDays == 0 ? (DateOnly?)null : DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime).AddDays(-settings.ImapDays);
            _cursor = new ImapCursor(place, opened.UidValidity, since is null ? next : 1, next, since, Reread: false, opened.HighestModSeq);
        }
        else if (known.Validity != opened.UidValidity)
        {
            // RFC 9051, 2.3.1.1: all is looked through again; what was taken before is known by its Message-ID and its words.
            _cursor = new ImapCursor(place, opened.UidValidity, 1, next, known.Since ?? DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime).AddDays(-1), Reread: true, opened.HighestModSeq);
        }
        else
        {
            _cursor = known with { Changes = opened.HighestModSeq };
        }

        await desk.StoreAsync(Epoch, [], _cursor.ToString(), Owes, cancellationToken);
        await desk.KeepOnlyAsync(Epoch, [.. all.Select(uid => (long)uid)], cancellationToken);
    }

    /// <summary>Everything that came since, oldest first, each batch committed before the next is asked for.</summary>
    public async Task FetchNewAsync(CancellationToken cancellationToken)
    {
        if (_cursor.Next < _cursor.From)
        {
            var old = _cursor.Since is { } since ? await client.SearchAsync(_cursor.Next, since, cancellationToken) : [];
            await FetchAsync([.. old.Where(uid => uid < _cursor.From)], cancellationToken);
            await MoveOnAsync(_cursor.From, [], cancellationToken);
        }

        await FetchAsync(await client.SearchAsync(_cursor.Next, since: null, cancellationToken), cancellationToken);
    }

    /// <summary>Marks or moves what is filed, and fetches what a person asked for.</summary>
    public async Task ObeyAsync(CancellationToken cancellationToken)
    {
        while (time.GetUtcNow() >= _obeyFrom && await desk.OrdersAsync(Epoch, cancellationToken) is { IsEmpty: false } orders)
        {
            if (orders.Wanted.Count > 0)
            {
                await FetchWantedAsync([.. orders.Wanted.Select(n => (uint)n)], cancellationToken);
            }

            if (orders.Filed.Count > 0 && !await TryTellAsync(orders.Filed, cancellationToken))
            {
                return;
            }
        }
    }

    /// <summary>Not while the server refuses to do what was ordered.</summary>
    public async Task WaitForOrdersAsync(CancellationToken cancellationToken)
    {
        if (_obeyFrom - time.GetUtcNow() is { Ticks: > 0 } pause)
        {
            await Task.Delay(pause, time, cancellationToken);
        }

        await desk.WaitForOrdersAsync(Epoch, cancellationToken);
    }

    private async Task FetchAsync(IReadOnlyList<uint> uids, CancellationToken cancellationToken)
    {
        for (var i = 0; i < uids.Count; i += MostAsked)
        {
            var part = uids.Skip(i).Take(MostAsked).ToList();
            foreach (var batch in Batches(await client.InfoAsync(part, cancellationToken)))
            {
                await using var items = await LinkItems.FetchAsync(client, batch, IsImport, cancellationToken);
                await MoveOnAsync(batch[^1].Uid + 1, items.All, cancellationToken);
            }

            // Those that were deleted between the search and now.
            await MoveOnAsync(part[^1] + 1, [], cancellationToken);
        }
    }

    private async Task FetchWantedAsync(List<uint> uids, CancellationToken cancellationToken)
    {
        var there = await client.InfoAsync(uids, cancellationToken);
        foreach (var batch in Batches(there))
        {
            await using var items = await LinkItems.FetchAsync(client, batch, _ => false, cancellationToken);
            await desk.StoreAsync(Epoch, items.All, _cursor.ToString(), Owes, cancellationToken);
        }

        await desk.DoneAsync(Epoch, [.. uids.Except(there.Select(t => t.Uid)).Select(uid => (long)uid)], gone: true, cancellationToken);
    }

    private bool IsImport(uint uid) => uid < _cursor.From && !_cursor.Reread;

    private async Task MoveOnAsync(uint next, IReadOnlyList<LinkItem> items, CancellationToken cancellationToken)
    {
        if (next > _cursor.Next || items.Count > 0)
        {
            var cursor = _cursor with { Next = Math.Max(next, _cursor.Next) };
            await desk.StoreAsync(Epoch, items, cursor.ToString(), Owes, cancellationToken);
            _cursor = cursor;
        }
    }

    /// <summary>Few enough to be held at once, and a large one alone.</summary>
    private static IEnumerable<List<ImapMailInfo>> Batches(IReadOnlyList<ImapMailInfo> mails)
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

    /// <summary>False when the server refuses: fetching goes on, the owner is told, and it is tried again later.</summary>
    private async Task<bool> TryTellAsync(IReadOnlyList<long> filed, CancellationToken cancellationToken)
    {
        List<uint> uids = [.. filed.Select(n => (uint)n)];
        try
        {
            if (settings.ImapAfter == "move")
            {
                await MoveAsync(uids, cancellationToken);
            }
            else if (settings.ImapAfter == "seen")
            {
                await client.AddFlagAsync(uids, "\\Seen", cancellationToken);
            }
        }
        catch (ImapException e) when (e.Failure is ImapFailure.Refused or ImapFailure.FolderMissing && client.IsOpen)
        {
            _obeyFrom = time.GetUtcNow() + AfterRefusal;
            await desk.ReportAsync($"Mails are fetched and filed, but stay as they are in the mailbox: {e.Message}", cancellationToken);
            return false;
        }

        await desk.DoneAsync(Epoch, filed, gone: settings.ImapAfter == "move", cancellationToken);
        if (_obeyFrom > DateTimeOffset.MinValue)
        {
            _obeyFrom = DateTimeOffset.MinValue;
            await desk.ReportAsync(problem: null, cancellationToken);
        }

        return true;
    }

    private async Task MoveAsync(List<uint> uids, CancellationToken cancellationToken)
    {
        try
        {
            await client.MoveAsync(uids, settings.ImapMoveTo, cancellationToken);
        }
        catch (ImapException e) when (e.Failure == ImapFailure.FolderMissing)
        {
            await client.CreateFolderAsync(settings.ImapMoveTo, cancellationToken);
            await client.MoveAsync(uids, settings.ImapMoveTo, cancellationToken);
        }
    }
}

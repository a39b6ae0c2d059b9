using Inbox.Core.Channels.Links;
using Inbox.Mail.Imap;

namespace Inbox.Channels.Email.Receiving;

/// <summary>One opened folder: what is new in it goes to the desk, what the desk orders is done in it.</summary>
internal sealed partial class MailboxSession(ImapClient client, EmailSettings settings, ImapOpened opened, LinkDesk desk, TimeProvider time)
{
    /// <summary>Bytes; a larger mail is listed and not fetched. What our own endpoint for mail takes.</summary>
    public const long MostBytes = 50L * 1024 * 1024;

    private const int MostAsked = 500;

    /// <summary>A look is written down so often; an older one only means that more is read again.</summary>
    private static readonly TimeSpan NoteLook = TimeSpan.FromHours(1);

    /// <summary>A mail over which the connection breaks, or the server stumbles, so often in a row is passed over.</summary>
    private const int MostBroken = 3;
    private ImapCursor _cursor = null!;

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
            var day = DateOnly.FromDateTime((known.Looked ?? time.GetUtcNow()).UtcDateTime).AddDays(-1);
            _cursor = new ImapCursor(place, opened.UidValidity, 1, next, known.Since ?? day, Reread: true, opened.HighestModSeq, Looked: known.Looked);
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
        var looked = time.GetUtcNow();
        if (_cursor.Next < _cursor.From)
        {
            var old = _cursor.Since is { } since ? await client.SearchAsync(_cursor.Next, since, cancellationToken) : [];
            await FetchAsync([.. old.Where(uid => uid < _cursor.From)], cancellationToken);
            await MoveOnAsync(_cursor.From, [], cancellationToken);
        }

        await FetchAsync(await client.SearchAsync(_cursor.Next, since: null, cancellationToken), cancellationToken);
        if (_cursor.Looked is not { } before || looked - before >= NoteLook)
        {
            _cursor = _cursor with { Looked = looked };
            await desk.StoreAsync(Epoch, [], _cursor.ToString(), Owes, cancellationToken);
        }
    }

    private async Task FetchAsync(IReadOnlyList<uint> uids, CancellationToken cancellationToken)
    {
        for (var i = 0; i < uids.Count; i += MostAsked)
        {
            var part = uids.Skip(i).Take(MostAsked).ToList();
            foreach (var batch in LinkItems.Batches(await client.InfoAsync(part, cancellationToken)))
            {
                await FetchBatchAsync(batch, cancellationToken);
            }

            // Those that were deleted between the search and now.
            await MoveOnAsync(part[^1] + 1, [], cancellationToken);
        }
    }

    /// <summary>All at once; one by one where the server will not or the connection broke over it, so that a bad mail stops no other.</summary>
    private async Task FetchBatchAsync(List<ImapMailInfo> batch, CancellationToken cancellationToken)
    {
        if (batch.Count > 1 && _cursor.Broken == 0 && await TryTakeAsync(batch, cancellationToken))
        {
            return;
        }

        foreach (var mail in batch)
        {
            if (_cursor.Broken >= MostBroken)
            {
                await MoveOnAsync(mail.Uid + 1, [LinkItems.LeftOut(mail.Uid, $"The server failed {MostBroken} times in a row when it was asked for this mail.")], cancellationToken);
            }
            else
            {
                await TryTakeAsync([mail], cancellationToken);
            }
        }
    }

    /// <summary>False when the server refuses one of several. A single one that it refuses is listed, unless it just cannot now: then we come again later.</summary>
    private async Task<bool> TryTakeAsync(List<ImapMailInfo> batch, CancellationToken cancellationToken)
    {
        try
        {
            await using var items = await LinkItems.FetchAsync(client, batch, IsImport, cancellationToken);
            await MoveOnAsync(batch[^1].Uid + 1, items.All, cancellationToken);
            return true;
        }
        catch (ImapException e) when (e.Failure == ImapFailure.Refused && client.IsOpen)
        {
            if (batch is not [var single])
            {
                return false;
            }

            if (e.IsPassing)
            {
                if (string.Equals(e.Code, "SERVERBUG", StringComparison.OrdinalIgnoreCase))
                {
                    // Also what Dovecot says of one mail that is corrupt.
                    await BrokeAsync(cancellationToken);
                }

                throw;
            }

            await MoveOnAsync(single.Uid + 1, await RefusedAsync(single.Uid, e, cancellationToken), cancellationToken);
            return true;
        }
        catch (ImapException) when (!client.IsOpen)
        {
            await BrokeAsync(cancellationToken);
            throw;
        }
    }

    private async Task BrokeAsync(CancellationToken cancellationToken)
    {
        _cursor = _cursor with { Broken = _cursor.Broken + 1 };
        await desk.StoreAsync(Epoch, [], _cursor.ToString(), Owes, cancellationToken);
    }

    /// <summary>Refused because it is gone, which is nothing to tell, or although it is there?</summary>
    private async Task<IReadOnlyList<LinkItem>> RefusedAsync(uint uid, ImapException e, CancellationToken cancellationToken) =>
        (await client.InfoAsync([uid], cancellationToken)).Count > 0 ? [LinkItems.LeftOut(uid, e.Message)] : [];

    private bool IsImport(uint uid) => uid < _cursor.From && !_cursor.Reread;

    private async Task MoveOnAsync(uint next, IReadOnlyList<LinkItem> items, CancellationToken cancellationToken)
    {
        if (next > _cursor.Next || items.Count > 0)
        {
            var cursor = _cursor with { Next = Math.Max(next, _cursor.Next), Broken = 0 };
            await desk.StoreAsync(Epoch, items, cursor.ToString(), Owes, cancellationToken);
            _cursor = cursor;
            if (items.Any(i => i.Content is not null))
            {
                await desk.WorksAsync(cancellationToken);
            }
        }
    }
}

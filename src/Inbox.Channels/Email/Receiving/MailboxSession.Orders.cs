using Inbox.Mail.Imap;

namespace Inbox.Channels.Email.Receiving;

/// <summary>What the desk orders: marking and moving what is filed, fetching what a person asked for.</summary>
internal sealed partial class MailboxSession
{
    private static readonly TimeSpan AfterRefusal = TimeSpan.FromMinutes(5);
    private DateTimeOffset _obeyFrom = DateTimeOffset.MinValue;

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

    private async Task FetchWantedAsync(List<uint> uids, CancellationToken cancellationToken)
    {
        var there = await client.InfoAsync(uids, cancellationToken);
        foreach (var mail in there)
        {
            try
            {
                await using var items = await LinkItems.FetchAsync(client, [mail], _ => false, cancellationToken);
                await desk.StoreAsync(Epoch, items.All, _cursor.ToString(), Owes, cancellationToken);
            }
            catch (ImapException e) when (e.Failure == ImapFailure.Refused && client.IsOpen)
            {
                await desk.StoreAsync(Epoch, await RefusedAsync(mail.Uid, e, cancellationToken), _cursor.ToString(), Owes, cancellationToken);
            }
            catch (ImapException e) when (!client.IsOpen)
            {
                // It goes back to whoever asked: wanted still, it would end every connection.
                await desk.StoreAsync(Epoch, [LinkItems.LeftOut(mail.Uid, e.Message)], _cursor.ToString(), Owes, cancellationToken);
                throw;
            }
        }

        await desk.DoneAsync(Epoch, [.. uids.Except(there.Select(t => t.Uid)).Select(uid => (long)uid)], gone: true, cancellationToken);
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

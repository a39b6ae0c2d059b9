using System.Net.Sockets;
using Inbox.Core.Channels;
using Inbox.Core.Channels.Links;
using Inbox.Mail.Imap;

namespace Inbox.Channels.Email.Receiving;

/// <summary>Holds one connection to a channel's mailbox: fetches, waits in IDLE or looks every minute, and does what was ordered.</summary>
internal sealed class MailboxReceiver(MailboxDoor door, ChannelSecrets secrets, TimeProvider time)
{
    /// <summary>Between two looks at a server that tells no news by itself.</summary>
    private static readonly TimeSpan Look = TimeSpan.FromMinutes(1);

    public async Task<LinkEnd> RunAsync(ChannelInfo channel, LinkDesk desk, CancellationToken cancellationToken)
    {
        if (!secrets.TryReveal(channel.Settings, out var revealed))
        {
            return new LinkEnd("The stored password of the mailbox can no longer be read. Type it again in the channel's settings.", Lasting: true);
        }

        var settings = EmailSettings.Read(revealed);
        try
        {
            await using var mailbox = await door.OpenAsync(settings, cancellationToken);
            var opened = await mailbox.Client.OpenAsync(settings.ImapFolder, readOnly: settings.ImapAfter == "leave", cancellationToken);
            await desk.ConnectedAsync(mailbox.AccessUntil, cancellationToken);
            return await StayAsync(new MailboxSession(mailbox.Client, settings, opened, desk, time), mailbox.Client, desk, cancellationToken);
        }
        catch (ImapException e)
        {
            return new LinkEnd(e.Message, IsLasting(e.Failure));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or SocketException)
        {
            // A large mail lies in a temporary file while it arrives.
            return new LinkEnd($"Mail cannot be taken in on this machine: {e.Message}");
        }
    }

    /// <summary>Until something breaks, which is an exception.</summary>
    private async Task<LinkEnd> StayAsync(MailboxSession session, ImapClient client, LinkDesk desk, CancellationToken cancellationToken)
    {
        await session.BeginAsync(cancellationToken);
        while (true)
        {
            await session.FetchNewAsync(cancellationToken);
            await desk.WorksAsync(cancellationToken);
            await session.ObeyAsync(cancellationToken);
            using var waiting = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            var orders = session.WaitForOrdersAsync(waiting.Token);
            if (client.Offers("IDLE"))
            {
                await client.IdleAsync(orders, ImapClient.LongestIdle, cancellationToken);
            }
            else
            {
                await Task.WhenAny(orders, Task.Delay(Look, time, waiting.Token));
                await client.NoopAsync(cancellationToken);
            }

            await waiting.CancelAsync();
            if (orders.IsFaulted)
            {
                // The database did not answer; that is no fault of the mailbox, and the next round shows it again if it lasts.
                await orders;
            }
        }
    }

    /// <summary>Trying often helps nothing, and a refused login tried often locks the account.</summary>
    private static bool IsLasting(ImapFailure failure) =>
        failure is ImapFailure.LoginRefused or ImapFailure.FolderMissing or ImapFailure.TlsUntrusted or ImapFailure.TlsNotOffered or ImapFailure.NotImap;
}

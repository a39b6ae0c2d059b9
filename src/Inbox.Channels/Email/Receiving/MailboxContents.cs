using Inbox.Core.Channels;
using Inbox.Mail;
using Inbox.Mail.Imap;

namespace Inbox.Channels.Email.Receiving;

/// <summary>Looks into the mailbox of a channel without touching anything, to compare it with what was filed.</summary>
public sealed class MailboxContents
{
    private const string Fields = "FROM SUBJECT DATE MESSAGE-ID";
    private static readonly TimeSpan MostTime = TimeSpan.FromSeconds(30);
    private readonly MailboxDoor _door;
    private readonly ChannelSecrets _secrets;

    internal MailboxContents(MailboxDoor door, ChannelSecrets secrets) => (_door, _secrets) = (door, secrets);

    /// <summary>Whether there is a mailbox to look into.</summary>
    public static bool Has(string settings) => EmailSettings.Read(settings).Fetches;

    public static string FolderOf(string settings) => EmailSettings.Read(settings).ImapFolder;

    /// <summary>Everything below this number was looked at, by the cursor of the link; 0 before the first connection.</summary>
    public static long NextOf(string? cursor) => ImapCursor.TryRead(cursor)?.Next ?? 0;

    /// <param name="settings">As stored.</param>
    /// <param name="chooseAsync">Given the epoch and all numbers in rising order, answers those to describe.</param>
    /// <param name="cancellationToken">Nobody waits any more.</param>
    public async Task<MailboxLook> LookAsync(string settings, Func<long, IReadOnlyList<long>, Task<IReadOnlyList<long>>> chooseAsync, CancellationToken cancellationToken)
    {
        if (!_secrets.TryReveal(settings, out var revealed))
        {
            return new MailboxLook([], "The stored password of the mailbox can no longer be read. Type it again in the channel's settings.");
        }

        var read = EmailSettings.Read(revealed);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(MostTime);
        try
        {
            await using var mailbox = await _door.OpenAsync(read, limit.Token);
            var opened = await mailbox.Client.OpenAsync(read.ImapFolder, readOnly: true, limit.Token);
            var all = await mailbox.Client.SearchAsync(1, since: null, limit.Token);
            var chosen = await chooseAsync(opened.UidValidity, [.. all.Select(uid => (long)uid)]);
            List<MailboxLine> lines = [];
            await foreach (var mail in mailbox.Client.HeadersAsync([.. chosen.Order().Select(n => (uint)n)], Fields, limit.Token))
            {
                await using var content = mail.Content;
                var header = MailReader.Read(content);
                var from = header.From is [var first, ..] ? first : null;
                lines.Add(new MailboxLine(mail.Info.Uid, from?.Name ?? from?.Address ?? "", header.Subject, mail.Info.ReceivedAt, mail.Info.Size));
            }

            return new MailboxLook(lines);
        }
        catch (ImapException e)
        {
            return new MailboxLook([], e.Message);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new MailboxLook([], $"{read.ImapHost} answers too slowly: given up after {MostTime.TotalSeconds:0} seconds.");
        }
    }
}

/// <param name="Problem">Why nothing can be seen, in plain words.</param>
public sealed record MailboxLook(IReadOnlyList<MailboxLine> Lines, string? Problem = null);

/// <param name="Number">The UID.</param>
/// <param name="Size">Bytes.</param>
public sealed record MailboxLine(long Number, string From, string Subject, DateTimeOffset? ReceivedAt, long Size);

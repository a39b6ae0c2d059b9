using Inbox.Core.Channels;
using Inbox.Core.Data;
using Inbox.Core.Jobs;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Inbox.Core.Notifications;

/// <summary>
/// Sends the mails of Inbox itself: notifications whose time has come, and what is owed to addresses. At least once, always
/// with the same Message-ID; for a day, with growing pauses. What fails then stands in the settings: to tell of it by
/// notification would go round in a ring.
/// </summary>
public sealed partial class NoticeWorker(
    IServiceScopeFactory scopes, Rulebook rulebook, ChannelKinds kinds, ThreadTokens tokens, TimeProvider time, ILogger<NoticeWorker> logger)
    : RepeatingWorker(idle: TimeSpan.FromSeconds(1), pause: TimeSpan.FromSeconds(5))
{
    private const int AtOnce = 4;

    /// <summary>A short mail takes seconds. An attempt ends before its lease does, so that no other node sends it meanwhile.</summary>
    private static readonly TimeSpan MostTime = TimeSpan.FromSeconds(90);
    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan Longest = TimeSpan.FromDays(1);
    private static readonly TimeSpan LongestWait = TimeSpan.FromHours(1);

    /// <summary>False when nothing was owed.</summary>
    protected internal override async Task<bool> RunOnceAsync(CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<DueNotifications>().MailAsync(cancellationToken);
        var claimed = await ClaimAsync(scope.ServiceProvider.GetRequiredService<InboxDb>(), cancellationToken);
        await Task.WhenAll(claimed.Select(mail => SendAsync(mail, cancellationToken)));
        return claimed.Count > 0;
    }

    private Task<List<NoticeMail>> ClaimAsync(InboxDb db, CancellationToken cancellationToken)
    {
        var (now, lease) = (time.Now(), time.Now() + Lease);
        return db.NoticeMails.FromSql(
            $"""
            WITH next AS (
                SELECT id FROM notice_mails WHERE state = 'Pending' AND not_before <= {now} AND (lease_until IS NULL OR lease_until < {now})
                ORDER BY not_before LIMIT {AtOnce} FOR UPDATE SKIP LOCKED
            )
            UPDATE notice_mails m SET attempts = attempts + 1, lease_until = {lease} FROM next WHERE m.id = next.id RETURNING m.*
            """).AsNoTracking().ToListAsync(cancellationToken);
    }

    private async Task SendAsync(NoticeMail mail, CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<InboxDb>();
        var result = await TrySendAsync(db, mail, cancellationToken);
        LogSent(logger, mail.Id, result.Outcome, mail.Attempts);
        var now = time.Now();
        var state = result.Outcome switch
        {
            SendOutcome.Sent => NoticeMailState.Sent,
            SendOutcome.Later when now - mail.CreatedAt < Longest => NoticeMailState.Pending,
            _ => NoticeMailState.Failed,
        };
        var wait = result.After ?? TimeSpan.FromSeconds(15 * Math.Pow(2, Math.Min(mail.Attempts, 10) - 1));
        var (next, sentAt) = (now + (wait < LongestWait ? wait : LongestWait), state == NoticeMailState.Sent ? now : (DateTimeOffset?)null);
        var detail = result.Detail is null ? null : Words.Cut(Words.Storable(result.Detail), 1000);
        await db.NoticeMails.Where(m => m.Id == mail.Id).ExecuteUpdateAsync(
            set => set.SetProperty(m => m.State, state).SetProperty(m => m.NotBefore, next).SetProperty(m => m.SentAt, sentAt)
                .SetProperty(m => m.Detail, detail).SetProperty(m => m.LeaseUntil, (DateTimeOffset?)null),
            cancellationToken);
    }

    private async Task<SendResult> TrySendAsync(InboxDb db, NoticeMail mail, CancellationToken cancellationToken)
    {
        var rules = await rulebook.GetAsync(cancellationToken);
        if (NoticeDoor.Of(rules, kinds) is not { } channel || kinds.Notices(channel) is not { } sender)
        {
            return new SendResult(SendOutcome.Later, "No channel can send mail. Set one up, or open one again.");
        }

        var (token, info) = (tokens.SignNotice(mail.Id), rules.Info(channel));
        var externalId = mail.ExternalId ?? await NameAsync(db, mail.Id, sender.Identify(token, info).ExternalId, cancellationToken);
        var notice = new OutgoingNotice(externalId, token, mail.Address, mail.Subject, mail.Text, mail.Html, mail.CreatedAt);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(MostTime);
        try
        {
            return await sender.SendNoticeAsync(notice, info, limit.Token);
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            LogBroken(logger, e, mail.Id);
            return new SendResult(SendOutcome.Later, e is OperationCanceledException ? "The mail server did not take it in time." : e.Message);
        }
    }

    /// <summary>Committed before the first attempt, so that every other carries the same id, whichever channel is chosen by then.</summary>
    private static async Task<string> NameAsync(InboxDb db, long id, string externalId, CancellationToken cancellationToken)
    {
        await db.NoticeMails.Where(m => m.Id == id).ExecuteUpdateAsync(set => set.SetProperty(m => m.ExternalId, externalId), cancellationToken);
        return externalId;
    }

    protected override void LogPause(Exception e) => LogPause(logger, e);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Mails to agents pause: the database did not answer as expected")]
    private static partial void LogPause(ILogger logger, Exception e);

    [LoggerMessage(Level = LogLevel.Information, Message = "Notice mail {NoticeMailId}: {Outcome} on attempt {Attempt}")]
    private static partial void LogSent(ILogger logger, long noticeMailId, SendOutcome outcome, int attempt);

    [LoggerMessage(Level = LogLevel.Error, Message = "Sending notice mail {NoticeMailId} broke off")]
    private static partial void LogBroken(ILogger logger, Exception e, long noticeMailId);
}

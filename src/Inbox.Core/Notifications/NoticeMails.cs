using Inbox.Core.Data;
using Microsoft.EntityFrameworkCore;

namespace Inbox.Core.Notifications;

/// <summary>Mails that Inbox owes its people, as rows of the transaction in which they are decided.</summary>
internal static class NoticeMails
{
    /// <summary>
    /// Owes a mail to an address that an administrator named. It leaves with the commit, at least once, always with the same
    /// Message-ID. A second call with the same key owes nothing more.
    /// </summary>
    /// <param name="db">With a transaction.</param>
    /// <param name="key">What it tells, for ever and for this address alone: <c>escalation-17-2-boss@example.com</c>.</param>
    /// <param name="address">One mail address.</param>
    /// <param name="subject">One line.</param>
    /// <param name="text">Plain text; never customer text.</param>
    /// <param name="caseId">The case it is about.</param>
    /// <param name="now">The moment.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    public static Task OweMailAsync(
        this InboxDb db, string key, string address, string subject, string text, long? caseId, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var (line, body) = (Words.Cut(Words.Storable(subject).ReplaceLineEndings(" "), 300), Words.Storable(text));
        return db.Database.ExecuteSqlAsync(
            $"""
            INSERT INTO notice_mails (key, case_id, address, subject, text, state, created_at, not_before, attempts)
            VALUES ({key}, {caseId}, {address}, {line}, {body}, 'Pending', {now}, {now}, 0)
            ON CONFLICT (key) DO NOTHING
            """,
            cancellationToken);
    }
}

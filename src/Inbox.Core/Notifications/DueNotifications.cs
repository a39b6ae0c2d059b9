using System.Globalization;
using Inbox.Core.Data;
using Microsoft.EntityFrameworkCore;

namespace Inbox.Core.Notifications;

/// <summary>
/// Makes mails of the notifications whose time has come: one for each person, of all that is due to them and unread. The
/// mail is owed in the transaction that takes them off the list, so that each is mailed once however many nodes look.
/// </summary>
internal sealed class DueNotifications(InboxDb db, Rulebook rulebook, PublicAddress address, TimeProvider time)
{
    private const int AgentsAtOnce = 50;
    private const int MostOfOne = 1000;

    /// <returns>How many people had something due.</returns>
    public async Task<int> MailAsync(CancellationToken cancellationToken)
    {
        var now = time.Now();
        var ids = (await db.Notifications.Where(n => n.MailAt <= now).GroupBy(n => n.AgentId)
            .OrderBy(g => g.Min(n => n.MailAt)).Take(AgentsAtOnce)
            .Select(g => g.Key).ToListAsync(cancellationToken)).ToArray();
        if (ids.Length == 0)
        {
            return 0;
        }

        var rules = await rulebook.GetAsync(cancellationToken);
        var times = await db.TimesAsync(ids, rules, cancellationToken);
        var choices = (await db.NotificationChoices.AsNoTracking().Where(c => ids.Contains(c.AgentId)).ToListAsync(cancellationToken)).ToLookup(c => c.AgentId);
        var addresses = await db.Users.Where(a => ids.Contains(a.Id) && a.DisabledAt == null && a.Email != null)
            .ToDictionaryAsync(a => a.Id, a => a.Email!, cancellationToken);
        foreach (var id in ids)
        {
            var paces = Enum.GetValues<NotificationKind>().ToDictionary(k => k, k => (choices[id].FirstOrDefault(c => c.Kind == k) ?? NotificationChoice.Usual(id, k)).Mail);
            await MailAsync(id, addresses.GetValueOrDefault(id), paces, times[id], now, cancellationToken);
        }

        return ids.Length;
    }

    private async Task MailAsync(
        long agentId, string? to, Dictionary<NotificationKind, MailPace> paces, MailTimes times, DateTimeOffset now, CancellationToken cancellationToken)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);

        // Another node that looks at the same moment waits here, and then finds them no longer due.
        var due = await db.Notifications
            .FromSql($"SELECT * FROM notifications WHERE agent_id = {agentId} AND mail_at <= {now} ORDER BY id LIMIT {MostOfOne} FOR UPDATE")
            .AsNoTracking().ToListAsync(cancellationToken);
        var told = new List<Notification>();
        foreach (var later in due.Where(n => to is not null && n.ReadAt is null && paces[n.Kind] != MailPace.Never).GroupBy(n => times.Due(n.At, paces[n.Kind])))
        {
            if (later.Key <= now)
            {
                told.AddRange(later);
            }
            else
            {
                await SetAsync(later, later.Key, cancellationToken);
            }
        }

        await SetAsync(due.Where(n => to is null || n.ReadAt is not null || paces[n.Kind] == MailPace.Never).Concat(told), mailAt: null, cancellationToken);
        if (told.Count > 0)
        {
            told.Sort((a, b) => a.Id.CompareTo(b.Id));
            Owe(agentId, to!, DigestText.Of(told, times.Zone, address.Url), told, now);
            await db.SaveChangesAsync(cancellationToken);
        }

        await transaction.CommitAsync(cancellationToken);
    }

    private void Owe(long agentId, string to, DigestText text, List<Notification> told, DateTimeOffset now) => db.NoticeMails.Add(new NoticeMail
    {
        Key = string.Create(CultureInfo.InvariantCulture, $"notifications-{agentId}-{told[^1].Id}"),
        AgentId = agentId,
        CaseId = told.Select(n => n.CaseId).Distinct().ToList() is [var only] ? only : null,
        Address = to,
        Subject = text.Subject,
        Text = text.Text,
        Html = text.Html,
        CreatedAt = now,
        NotBefore = now,
    });

    private async Task SetAsync(IEnumerable<Notification> notifications, DateTimeOffset? mailAt, CancellationToken cancellationToken)
    {
        var ids = notifications.Select(n => n.Id).ToArray();
        if (ids.Length > 0)
        {
            await db.Notifications.Where(n => ids.Contains(n.Id)).ExecuteUpdateAsync(set => set.SetProperty(n => n.MailAt, mailAt), cancellationToken);
        }
    }
}

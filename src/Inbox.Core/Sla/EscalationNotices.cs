using Inbox.Core.Cases;
using Inbox.Core.Data;
using Inbox.Core.Notifications;
using Inbox.Core.Webhooks;
using Microsoft.EntityFrameworkCore;

namespace Inbox.Core.Sla;

/// <summary>
/// Words of steps on their way out: notifications to people, calls of webhooks, mails to addresses, as rows of the caller's
/// transaction. Words of steps taken long after their time wait a moment, so that those after an outage become one digest.
/// </summary>
internal sealed class EscalationNotices(InboxDb db, PublicAddress home)
{
    /// <summary>What is taken in time is taken within a second; this much later something was down.</summary>
    public static readonly TimeSpan Late = TimeSpan.FromMinutes(1);

    private readonly List<Notice> _notices = [];
    private readonly List<(string Key, string Address, EscalationFact Fact)> _mails = [];

    /// <summary>Something was kept for the digest.</summary>
    public bool LeftLate { get; private set; }

    public void Add(Case found, StepEffects effects, DateTimeOffset now)
    {
        foreach (var (agentId, kind, fact) in effects.Told)
        {
            if (IsLate(fact, now))
            {
                db.LateNotices.Add(new LateNotice { AgentId = agentId, Kind = kind, Fact = fact });
            }
            else
            {
                _notices.Add(new Notice(kind, [agentId], found, fact.Text));
            }
        }

        foreach (var (step, fact) in effects.Sent)
        {
            if (IsLate(fact, now))
            {
                db.LateNotices.Add(new LateNotice { WebhookId = step.WebhookId, Address = step.Address, Fact = fact });
            }
            else if (step.WebhookId is { } webhook)
            {
                db.WebhookDeliveries.Add(WebhookDelivery.Of(webhook, [fact], now));
            }
            else
            {
                _mails.Add(($"escalation-{fact.CaseId}-{fact.Metric}-{fact.Cycle}-{step.Position}-{step.Address}", step.Address!, fact));
            }
        }
    }

    /// <summary>What was kept for one receiver: one by one when it is little, else one word for all.</summary>
    public async Task AddLateAsync(IReadOnlyList<LateNotice> kept, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var digest = kept.Count > LateDigest.Few;
        var facts = kept.Select(n => n.Fact).ToList();
        switch (kept[0])
        {
            case { WebhookId: { } webhook }:
                db.WebhookDeliveries.AddRange(facts.Chunk(digest ? WebhookDelivery.MostFacts : 1).Select(some => WebhookDelivery.Of(webhook, some, now)));
                break;
            case { Address: { } address } when digest:
                var text = string.Join('\n', facts.Take(WebhookDelivery.MostFacts).Select(Line));
                await db.OweMailAsync($"escalation-late-{kept[0].Id}", address, LateDigest.Of(facts), text, caseId: null, now, cancellationToken);
                break;
            case { Address: { } address }:
                _mails.AddRange(kept.Select(n => ($"escalation-late-{n.Id}", address, n.Fact)));
                break;
            case { AgentId: { } person } when digest:
                _notices.Add(new Notice(NotificationKind.Escalation, [person], Case: null, LateDigest.Of(facts)));
                break;
            case { AgentId: { } person }:
                var ids = facts.ConvertAll(f => f.CaseId);
                var cases = await db.Cases.AsNoTracking().Where(c => ids.Contains(c.Id)).ToDictionaryAsync(c => c.Id, cancellationToken);
                _notices.AddRange(kept.Where(n => cases.ContainsKey(n.Fact.CaseId)).Select(n => new Notice(n.Kind!.Value, [person], cases[n.Fact.CaseId], n.Fact.Text)));
                break;
        }
    }

    /// <summary>Writes what was added, in few statements.</summary>
    public async Task SaveAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        await db.TellAsync(_notices, now, cancellationToken);
        foreach (var (key, address, fact) in _mails)
        {
            await db.OweMailAsync(key, address, fact.Text, Line(fact), fact.CaseId, now, cancellationToken);
        }

        await db.SaveChangesAsync(cancellationToken);
    }

    private string Line(EscalationFact fact)
    {
        var line = $"{fact.Text} ({fact.Department}, {fact.Priority}{(fact.Assignee is { } who ? ", " + who : "")})";
        return home.Url.Length > 0 ? $"{line} {home.Url}/cases/{fact.Number}" : line;
    }

    private bool IsLate(EscalationFact fact, DateTimeOffset now)
    {
        var late = now - fact.OwedAt > Late;
        LeftLate |= late;
        return late;
    }
}

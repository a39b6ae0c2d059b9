using Inbox.Core.Cases;
using Inbox.Core.Cases.Tasks;
using Inbox.Core.Channels;
using Inbox.Core.Customers;
using Inbox.Core.Data;
using Inbox.Core.Delivery;
using Inbox.Core.Intake;
using Inbox.Core.Notifications;
using Inbox.Core.Routing;
using Inbox.Core.Sla;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using NpgsqlTypes;

namespace Inbox.Core.Demo;

/// <summary>The rows of many tales, written together with COPY.</summary>
/// <param name="notifySince">Notifications of escalations before this time are not kept.</param>
internal sealed class TaleBook(Company company, ThreadTokens tokens, IdPool ids, DateTimeOffset notifySince)
{
    private readonly Dictionary<long, List<DateTimeOffset>> _openings = [];
    private readonly List<(long RuleId, DateOnly Day)> _routed = [];

    public Company Company => company;

    public ThreadTokens Tokens => tokens;

    public IdPool Ids => ids;

    public DateTimeOffset NotifySince => notifySince;

    public List<Customer> Customers { get; } = [];

    public List<Handle> Handles { get; } = [];

    public List<CaseTale> Tales { get; } = [];

    public List<Message> Messages { get; } = [];

    public List<(Attachment Attachment, byte[] Content)> Attachments { get; } = [];

    public List<CaseEvent> Events { get; } = [];

    public List<Handoff> Handoffs { get; } = [];

    public List<CaseTask> Tasks { get; } = [];

    public List<Escalation> Escalations { get; } = [];

    public List<Notification> Notifications { get; } = [];

    public List<OutboundDelivery> Deliveries { get; } = [];

    public List<ThreadKeyRow> Keys { get; } = [];

    /// <summary>When the customer's cases of this book opened, newest first: tales are told in the order of their time.</summary>
    public IReadOnlyList<DateTimeOffset> EarlierCases(long customerId) => _openings.GetValueOrDefault(customerId) ?? [];

    /// <summary>A case opened, by these rules.</summary>
    public void Remember(long customerId, DateTimeOffset openedAt, RoutingDecision routing)
    {
        _routed.AddRange(routing.RuleIds.Select(rule => (rule, DateOnly.FromDateTime(openedAt.UtcDateTime))));
        if (!_openings.TryGetValue(customerId, out var openings))
        {
            _openings[customerId] = openings = [];
        }

        openings.Insert(0, openedAt);
    }

    /// <summary>Replies to this message find its case.</summary>
    public void Remember(Message message, string scope) => Keys.Add(new ThreadKeyRow
    {
        Scope = scope,
        KeyHash = ThreadHash.Of(message.ExternalId),
        CaseId = message.CaseId,
        MessageId = message.Id,
    });

    /// <summary>Runs in the caller's transaction.</summary>
    public async Task SaveAsync(InboxDb db, CancellationToken cancellationToken)
    {
        await db.CopyAsync(Customers, cancellationToken);
        await db.CopyAsync(Handles, cancellationToken);
        await db.CopyAsync([.. Tales.Select(t => t.Case)], cancellationToken);
        await db.CopyAsync(Messages, cancellationToken);
        await db.CopyAsync([.. Attachments.Select(a => a.Attachment)], cancellationToken);
        await CopyContentsAsync(db, cancellationToken);
        await db.CopyAsync([.. Tales.SelectMany(t => t.Clocks.Started)], cancellationToken);
        await db.CopyAsync([.. Tales.SelectMany(t => t.Clocks.TakeSegments())], cancellationToken);
        await db.CopyAsync(Events, cancellationToken);
        await db.CopyAsync(Handoffs, cancellationToken);
        await db.CopyAsync(Tasks, cancellationToken);
        await db.CopyAsync(Escalations, cancellationToken);
        // Their page lists them by id, and the tales were told one after another.
        await db.CopyAsync([.. Notifications.OrderBy(n => n.At)], cancellationToken);
        await db.CopyAsync(Deliveries, cancellationToken);
        await RuleHits.AddAsync(db, [.. _routed.GroupBy(r => r).Select(g => new RuleHits { RuleId = g.Key.RuleId, Day = g.Key.Day, Hits = g.Count() })], cancellationToken);
        await db.CopyAsync(Keys, cancellationToken);
        await IndexAsync(db, cancellationToken);
    }

    private async Task CopyContentsAsync(InboxDb db, CancellationToken cancellationToken)
    {
        if (Attachments.Count == 0)
        {
            return;
        }

        var connection = (NpgsqlConnection)db.Database.GetDbConnection();
        await using var writer = await connection.BeginBinaryImportAsync("COPY attachment_contents (attachment_id, data) FROM STDIN (FORMAT BINARY)", cancellationToken);
        foreach (var (attachment, content) in Attachments)
        {
            await writer.StartRowAsync(cancellationToken);
            await writer.WriteAsync(attachment.Id, NpgsqlDbType.Bigint, cancellationToken);
            await writer.WriteAsync(content, NpgsqlDbType.Bytea, cancellationToken);
        }

        await writer.CompleteAsync(cancellationToken);
    }

    /// <summary>The search text at once: the worker that fills it later looks back a little only.</summary>
    private Task<int> IndexAsync(InboxDb db, CancellationToken cancellationToken)
    {
        var written = Messages.Select(m => m.Id).ToArray();
        return db.Database.ExecuteSqlAsync(
            $"""
            INSERT INTO message_search (message_id, case_id, words)
            SELECT m.id, m.case_id, to_tsvector('simple', left(concat_ws(' ', m.subject, m.from_name, m.from_address, m.reply_text), 100000))
            FROM messages m WHERE m.id = ANY({written})
            """,
            cancellationToken);
    }
}

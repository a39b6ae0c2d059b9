using Inbox.Core.Access;
using Inbox.Core.Cases;
using Inbox.Core.Cases.Following;
using Inbox.Core.Cases.Merging;
using Inbox.Core.Data;
using Inbox.Core.Notifications;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using NpgsqlTypes;

namespace Inbox.Core.Intake;

/// <summary>Writes what filing decided: new rows with COPY, changed cases and clocks through EF, outcomes in one statement.</summary>
internal static class FilingStore
{
    public static async Task SaveAsync(InboxDb db, FilingBatch batch, CancellationToken cancellationToken)
    {
        var fresh = batch.Cases.Values.Where(c => c.IsNew).ToList();
        await db.CopyAsync([.. fresh.Select(c => c.Case)], cancellationToken);
        await db.CopyAsync(batch.NewMessages, cancellationToken);
        await db.CopyAsync([.. batch.NewAttachments.Select(a => a.Attachment)], cancellationToken);
        await CopyContentsAsync(db, batch, cancellationToken);
        await db.CopyAsync([.. batch.Cases.Values.SelectMany(c => c.Clocks.Started)], cancellationToken);
        await db.CopyAsync([.. batch.Cases.Values.SelectMany(c => c.Clocks.TakeSegments())], cancellationToken);
        await db.CopyAsync(batch.NewEvents, cancellationToken);
        await db.CopyAsync(batch.NewHandoffs, cancellationToken);
        await db.CopyAsync(batch.NewFollowers, cancellationToken);
        await db.TellOfferedAsync([.. batch.NewHandoffs.Select(h => batch.Cases[h.CaseId].Case)], batch.Rules, Actor.System, batch.Now, cancellationToken);
        await db.CopyAsync(batch.NewPlaybooks, cancellationToken);
        await db.CopyAsync(batch.NewParticipants, cancellationToken);
        await db.CopyAsync(batch.NewOutbound, cancellationToken);
        await db.CopyAsync(batch.NewAutomaticAnswers, cancellationToken);
        await SaveKeysAsync(db, batch, cancellationToken);
        await MessageRevisions.SaveAsync(db, batch, cancellationToken);
        await Tombstones.SaveAsync(db, batch, cancellationToken);
        await SecondDoors.SaveAsync(db, batch, cancellationToken);
        await LateCases.SaveAsync(db, batch, cancellationToken);
        await SaveOutcomesAsync(db, batch, cancellationToken);
        await db.SaveChangesAsync(cancellationToken);
        await db.TellAsync(batch.Notices, batch.Now, cancellationToken);
        await FoldAsync(db, batch, cancellationToken);
        await TellFollowersAsync(db, batch, cancellationToken);
    }

    private static Task TellFollowersAsync(InboxDb db, FilingBatch batch, CancellationToken cancellationToken)
    {
        Case[] written =
        [
            .. batch.Heard
                .Where(m => m.Direction == Direction.Inbound && !m.Automatic.IsAutomatic()
                    && m.CaseId is { } id && batch.Cases.TryGetValue(id, out var joined) && !joined.IsNew && !batch.Imported.Contains(joined)
                    && joined.Participants.GetValueOrDefault(m.HandleId ?? 0) != ParticipantState.ThirdParty)
                .Select(m => batch.Cases[m.CaseId!.Value].Case).Distinct(),
        ];
        return written.Length == 0 ? Task.CompletedTask : db.TellFollowersAsync(written, FollowerNews.CustomerWrote, by: null, batch.Now, cancellationToken);
    }

    /// <summary>Cases of one conversation become one. New ones are read back first, since COPY rows are not tracked.</summary>
    private static async Task FoldAsync(InboxDb db, FilingBatch batch, CancellationToken cancellationToken)
    {
        foreach (var (from, into) in batch.Folds)
        {
            var source = await db.LockVisibleAsync(from.Case.Id, Actor.System, batch.Rules, cancellationToken);
            var target = await db.LockVisibleAsync(into.Case.Id, Actor.System, batch.Rules, cancellationToken);
            if (source is { IsOk: true } && target is { IsOk: true } && source.Value.Case.Id != target.Value.Case.Id)
            {
                await db.FoldAsync(source.Value, target.Value, Actor.System, batch.Now, cancellationToken);
                await source.Value.SaveAsync(cancellationToken);
                await target.Value.SaveAsync(cancellationToken);
            }
        }
    }

    private static async Task CopyContentsAsync(InboxDb db, FilingBatch batch, CancellationToken cancellationToken)
    {
        if (batch.NewAttachments.Count == 0)
        {
            return;
        }

        var connection = (NpgsqlConnection)db.Database.GetDbConnection();
        await using var writer = await connection.BeginBinaryImportAsync("COPY attachment_contents (attachment_id, data) FROM STDIN (FORMAT BINARY)", cancellationToken);
        foreach (var (attachment, open) in batch.NewAttachments)
        {
            await writer.StartRowAsync(cancellationToken);
            await writer.WriteAsync(attachment.Id, NpgsqlDbType.Bigint, cancellationToken);
            await using var content = new SizedStream(open(), attachment.Size);
            await writer.WriteAsync<Stream>(content, NpgsqlDbType.Bytea, cancellationToken);
        }

        await writer.CompleteAsync(cancellationToken);
    }

    private static Task<int> SaveKeysAsync(InboxDb db, FilingBatch batch, CancellationToken cancellationToken)
    {
        if (batch.NewKeys.Count == 0)
        {
            return Task.FromResult(0);
        }

        var keys = batch.NewKeys.OrderBy(k => k.Key.Scope, StringComparer.Ordinal).ThenBy(k => k.Key.Hash, StringComparer.Ordinal).ToList();
        var scopes = keys.Select(k => k.Key.Scope).ToArray();
        var hashes = keys.Select(k => k.Key.Bytes).ToArray();
        var cases = keys.Select(k => k.Value.CaseId).ToArray();
        var messages = keys.Select(k => k.Value.MessageId).ToArray();

        // A message's own id takes over a key that only waited for it.
        return db.Database.ExecuteSqlAsync(
            $"""
            INSERT INTO thread_keys (scope, key_hash, case_id, message_id)
            SELECT scope, key_hash, case_id, message_id FROM unnest({scopes}, {hashes}, {cases}, {messages}) AS i (scope, key_hash, case_id, message_id)
            ON CONFLICT (scope, key_hash) DO UPDATE SET case_id = excluded.case_id, message_id = excluded.message_id
            WHERE thread_keys.message_id IS NULL AND excluded.message_id IS NOT NULL
            """,
            cancellationToken);
    }

    private static Task<int> SaveOutcomesAsync(InboxDb db, FilingBatch batch, CancellationToken cancellationToken)
    {
        var ids = batch.Outcomes.Select(o => o.DeliveryId).ToArray();
        var states = batch.Outcomes.Select(o => o.State.ToString()).ToArray();
        var cases = batch.Outcomes.Select(o => o.CaseId).ToArray();
        var messages = batch.Outcomes.Select(o => o.MessageId).ToArray();
        var errors = batch.Outcomes.Select(o => o.Error).ToArray();
        var senders = batch.Outcomes.Select(o => o.HeldFrom).ToArray();
        return db.Database.ExecuteSqlAsync(
            $"""
            UPDATE inbound_deliveries d SET state = o.state, case_id = o.case_id, message_id = o.message_id, error = o.error, handle_id = o.handle_id, lease_until = NULL
            FROM unnest({ids}, {states}, {cases}, {messages}, {errors}, {senders}) AS o (id, state, case_id, message_id, error, handle_id)
            WHERE d.id = o.id
            """,
            cancellationToken);
    }
}

using Inbox.Core.Access;
using Inbox.Core.Data;
using Microsoft.EntityFrameworkCore;

namespace Inbox.Core.Cases.Drafts;

/// <summary>Who reads a draft, and how a command gets at one's own.</summary>
public static class DraftAccess
{
    internal static readonly Error AgentsOnly = new(ErrorKind.Forbidden, "agents_only", "Only people keep drafts.");

    internal static readonly Error NotFound = new(ErrorKind.NotFound, "no_such_draft", "This draft is gone: it was sent or discarded, perhaps in another window.");

    /// <summary>One's own, and those of colleagues on cases one may read. Contractors see their own only.</summary>
    public static IQueryable<Draft> VisibleTo(this IQueryable<Draft> drafts, Actor actor, IQueryable<Case> cases)
    {
        var (me, visible) = (actor.AgentId, cases.VisibleTo(actor));
        return actor.External
            ? drafts.Where(d => d.AgentId == me && (d.CaseId == null || visible.Any(c => c.Id == d.CaseId)))
            : drafts.Where(d => d.CaseId == null ? d.AgentId == me : visible.Any(c => c.Id == d.CaseId));
    }

    /// <summary>Files of messages and drafts the actor may read, and those they handed in themselves.</summary>
    public static IQueryable<Attachment> VisibleTo(this IQueryable<Attachment> files, Actor actor, InboxDb db)
    {
        var messages = db.Messages.VisibleTo(actor, db);
        var drafts = db.Drafts.VisibleTo(actor, db.Cases);
        var key = actor.Key;
        return files.Where(a => a.MessageId != null
            ? messages.Any(m => m.Id == a.MessageId)
            : a.DraftId != null ? drafts.Any(d => d.Id == a.DraftId) : a.UploadedBy == key);
    }

    /// <summary>One's own draft of this mode, made when there is none, locked until the transaction ends.</summary>
    internal static async Task<Result<Draft>> LockDraftAsync(this InboxDb db, long? caseId, DraftMode mode, Actor actor, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (actor.AgentId is not { } agent)
        {
            return AgentsOnly;
        }

        var at = await db.PlaceAsync(caseId, mode, actor, cancellationToken);
        if (!at.IsOk)
        {
            return at.Error;
        }

        var (place, name) = (at.Value.CaseId, mode.ToString());
        await db.Database.ExecuteSqlAsync(
            $"""
            INSERT INTO drafts (case_id, agent_id, mode, text, subject, revision, updated_at)
            VALUES ({place}, {agent}, {name}, '', '', 0, {now}) ON CONFLICT (agent_id, case_id, mode) DO NOTHING
            """,
            cancellationToken);
        return await db.Drafts
            .FromSql($"SELECT * FROM drafts WHERE agent_id = {agent} AND case_id IS NOT DISTINCT FROM {place} AND mode = {name} FOR UPDATE")
            .SingleAsync(cancellationToken);
    }

    /// <summary>Where a draft belongs: its case as it is called now, after joins.</summary>
    private static async Task<Result<Place>> PlaceAsync(this InboxDb db, long? caseId, DraftMode mode, Actor actor, CancellationToken cancellationToken)
    {
        if (mode == DraftMode.New)
        {
            return actor.Role == Role.Marketing
                ? new Error(ErrorKind.Forbidden, "case_not_yours", "Marketing opens cases from mentions.")
                : new Place(CaseId: null);
        }

        var found = await db.Cases.VisibleTo(actor).Where(c => c.Id == caseId)
            .Select(c => new { Id = c.FoldedIntoId ?? c.Id, c.DepartmentId }).FirstOrDefaultAsync(cancellationToken);
        if (found is null)
        {
            return CaseLocks.NotFound;
        }

        return mode != DraftMode.Note && !actor.Works(found.DepartmentId) ? CaseLocks.NotYours : new Place(found.Id);
    }

    private sealed record Place(long? CaseId);
}

using System.Text.Json;
using System.Text.Json.Serialization;
using Inbox.Core.Access;
using Inbox.Core.Cases;
using Inbox.Core.Cases.Merging;
using Inbox.Core.Cases.Tasks;
using Inbox.Core.Data;
using Inbox.Core.Playbooks;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Inbox.Web.Pages.Cases;

/// <summary>
/// The small lists that stand beside a conversation. One statement for all of them, each a JSON array of its own,
/// so that a further list costs no further round trip and no list multiplies the rows of another.
/// </summary>
/// <remarks>The caller has read the case by <see cref="ReadCase"/>, which checks that the actor may see it.</remarks>
internal static class CaseSurroundings
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        Converters = { new JsonStringEnumConverter() },
    };

    public sealed record Query(long CaseId, Actor Actor) : IRequest<View>;

    /// <param name="Handoffs">What was offered and decided, oldest first; an open offer is the last.</param>
    /// <param name="Followers">Who hears of the case, by name.</param>
    /// <param name="Readers">Who may read it only because a member named them.</param>
    /// <param name="Tasks">What was asked of others, the newest first, what is open before all else.</param>
    /// <param name="Playbooks">Those open on the case, in the order they were opened; contractors see their own departments'.</param>
    public sealed record View(IReadOnlyList<Transfer> Handoffs, IReadOnlyList<Follower> Followers, IReadOnlyList<NamedReader> Readers, IReadOnlyList<Asked> Tasks, IReadOnlyList<Checklist> Playbooks, IReadOnlyList<Move> Moves, bool HasLinks);

    public sealed record Checklist(long Id, long? PlaybookId, string Name, IReadOnlyList<OpenStep> Steps);

    /// <summary>A merge or split that can still be undone.</summary>
    public sealed record Move(long Id, MoveKind Kind, long From, long Into, DateTimeOffset At);

    public sealed record Follower(long Id, string Name);

    public sealed record NamedReader(long Id, string Name, string? By, DateTimeOffset At);

    public sealed record Transfer(long Id, long From, long To, string? By, string Reason, DateTimeOffset At, HandoffState State, string? DecidedBy, DateTimeOffset? DecidedAt, string? DeclineReason)
    {
        public IReadOnlyList<ChecklistEntry> Checklist { get; init; } = [];

        public string? DoneBy { get; init; }

        public DateTimeOffset? DoneAt { get; init; }

        public string? DoneWords { get; init; }
    }

    public sealed record Asked(long Id, long From, long Of, string Text, string? By, long? AssigneeId, string? Assignee, DateTimeOffset Due, TaskState State, string? Answer, string? DecidedBy, DateTimeOffset? DecidedAt);

    private sealed record Row(string Handoffs, string Followers, string Readers, string Tasks, string Playbooks, string Moves, bool HasLinks);

    internal sealed class Handler(InboxDb db, TimeProvider time) : IRequestHandler<Query, View>
    {
        public async Task<View> Handle(Query request, CancellationToken cancellationToken)
        {
            var since = time.GetUtcNow() - CaseMove.UndoableFor;
            // What the company's departments say to each other is not for a contractor.
            var (outside, own) = (request.Actor.External, request.Actor.DepartmentIds);
            var row = (await db.Database.SqlQuery<Row>(
                $"""
                SELECT
                    (SELECT coalesce(json_agg(json_build_object(
                            'id', h.id, 'from', h.from_department_id, 'to', h.to_department_id, 'by', offerer.display_name, 'reason', h.reason, 'at', h.offered_at,
                            'state', h.state, 'decidedBy', decider.display_name, 'decidedAt', h.decided_at, 'declineReason', h.decline_reason,
                            'checklist', h.checklist, 'doneBy', finisher.display_name, 'doneAt', h.done_at, 'doneWords', h.done_words) ORDER BY h.id), '[]')::text
                        FROM handoffs h
                        LEFT JOIN agents offerer ON offerer.id = h.offered_by_id
                        LEFT JOIN agents decider ON decider.id = h.decided_by_id
                        LEFT JOIN agents finisher ON finisher.id = h.done_by_id
                        WHERE h.case_id = {request.CaseId} AND (NOT {outside} OR h.from_department_id = ANY({own}) OR h.to_department_id = ANY({own}))) AS "Handoffs",
                    (SELECT coalesce(json_agg(json_build_object('id', a.id, 'name', a.display_name) ORDER BY a.display_name), '[]')::text
                        FROM case_followers f JOIN agents a ON a.id = f.agent_id
                        WHERE f.case_id = {request.CaseId}) AS "Followers",
                    (SELECT coalesce(json_agg(json_build_object('id', a.id, 'name', a.display_name, 'by', namer.display_name, 'at', r.at) ORDER BY r.at), '[]')::text
                        FROM case_readers r JOIN agents a ON a.id = r.agent_id LEFT JOIN agents namer ON namer.id = r.by_id
                        WHERE r.case_id = {request.CaseId}) AS "Readers",
                    (SELECT coalesce(json_agg(json_build_object(
                            'id', t.id, 'from', t.from_department_id, 'of', t.department_id, 'text', t.text, 'by', asker.display_name, 'assigneeId', t.assignee_id,
                            'assignee', doer.display_name, 'due', t.due_at, 'state', t.state, 'answer', t.answer, 'decidedBy', decider.display_name,
                            'decidedAt', t.decided_at) ORDER BY t.state <> 'Open', t.id DESC), '[]')::text
                        FROM case_tasks t
                        LEFT JOIN agents asker ON asker.id = t.asked_by_id
                        LEFT JOIN agents doer ON doer.id = t.assignee_id
                        LEFT JOIN agents decider ON decider.id = t.decided_by_id
                        WHERE t.case_id = {request.CaseId} AND (NOT {outside} OR t.from_department_id = ANY({own}) OR t.department_id = ANY({own}))) AS "Tasks",
                    (SELECT coalesce(json_agg(json_build_object('id', p.id, 'playbookId', p.playbook_id, 'name', p.name, 'steps', p.steps) ORDER BY p.id), '[]')::text
                        FROM open_playbooks p
                        WHERE p.case_id = {request.CaseId} AND (NOT {outside} OR p.department_id = ANY({own}))) AS "Playbooks",
                    (SELECT coalesce(json_agg(json_build_object('id', v.id, 'kind', v.kind, 'from', v.from_id, 'into', v.into_id, 'at', v.at) ORDER BY v.id), '[]')::text
                        FROM case_moves v JOIN cases f ON f.id = v.from_id JOIN cases i ON i.id = v.into_id
                        WHERE (v.from_id = {request.CaseId} OR v.into_id = {request.CaseId}) AND v.undone_at IS NULL AND v.at > {since}
                            AND i.folded_into_id IS NULL AND f.folded_into_id IS NOT DISTINCT FROM CASE WHEN v.kind = 'Merge' THEN v.into_id END) AS "Moves",
                    EXISTS (SELECT FROM case_links l WHERE l.from_id = {request.CaseId} OR l.to_id = {request.CaseId}) AS "HasLinks"
                """).ToListAsync(cancellationToken)).Single();
            return new View(ListOf<Transfer>(row.Handoffs), ListOf<Follower>(row.Followers), ListOf<NamedReader>(row.Readers), ListOf<Asked>(row.Tasks), ListOf<Checklist>(row.Playbooks), ListOf<Move>(row.Moves), row.HasLinks);
        }

        private static List<T> ListOf<T>(string json) => JsonSerializer.Deserialize<List<T>>(json, Json) ?? [];
    }
}

using Inbox.Core.Access;
using Inbox.Core.Data;
using Inbox.Core.Live;
using Inbox.Core.Requests;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Inbox.Core.Cases.Following;

/// <summary>Follows a case, or no longer. Everybody who reads a case may.</summary>
public static class FollowCase
{
    public sealed record Command(long CaseId, bool Follow, Actor Actor) : ICommand<Done>;

    internal sealed class Handler(InboxDb db, Rulebook rulebook, LiveChanges changes, TimeProvider time) : IRequestHandler<Command, Result<Done>>
    {
        private static readonly Error PeopleOnly = new(ErrorKind.Forbidden, "agents_only", "Only people follow cases.");

        public async Task<Result<Done>> Handle(Command request, CancellationToken cancellationToken)
        {
            if (request.Actor.AgentId is not { } me)
            {
                return PeopleOnly;
            }

            var locked = await db.LockVisibleAsync(request.CaseId, request.Actor, await rulebook.GetAsync(cancellationToken), cancellationToken);
            if (!locked.IsOk)
            {
                return locked.Error;
            }

            var caseId = locked.Value.Case.Id;
            if (request.Follow)
            {
                await db.FollowAsync(caseId, [me], time.Now(), cancellationToken);
            }
            else
            {
                await db.CaseFollowers.Where(f => f.CaseId == caseId && f.AgentId == me).ExecuteDeleteAsync(cancellationToken);
            }

            changes.Case(caseId);
            return new Done();
        }
    }

    /// <summary>The caller holds the case. Who follows it already goes on doing so.</summary>
    internal static Task FollowAsync(this InboxDb db, long caseId, long[] agents, DateTimeOffset now, CancellationToken cancellationToken) =>
        db.Database.ExecuteSqlAsync(
            $"INSERT INTO case_followers (case_id, agent_id, at) SELECT {caseId}, agent_id, {now} FROM unnest({agents}) AS a (agent_id) ON CONFLICT DO NOTHING",
            cancellationToken);
}

using Inbox.Core.Cases;
using Inbox.Core.Data;

namespace Inbox.Core.Access;

/// <summary>Somebody who may read one case of a confidential department because a member named them on it.</summary>
public sealed class CaseReader
{
    public required long CaseId { get; init; }

    public required long AgentId { get; init; }

    /// <summary>Who named them.</summary>
    public required long? ById { get; init; }

    public required DateTimeOffset At { get; init; }
}

/// <summary>An agent and a case, for the question whether the one may read the other.</summary>
internal sealed class Reader
{
    public required Agent Agent { get; init; }

    public required Case Case { get; init; }
}

internal static class CaseReaders
{
    /// <summary><see cref="CaseAccess.VisibleTo(IQueryable{Case}, Actor)"/> as the case sees it: of these pairs, those where the agent may read the case.</summary>
    public static IQueryable<Reader> WhoMayRead(this IQueryable<Reader> pairs, InboxDb db) => pairs.Where(r => r.Agent.DisabledAt == null
        && (r.Agent.Role != Role.Admin && db.AgentDepartments.Any(m => m.AgentId == r.Agent.Id)
            && !db.AgentDepartments.Any(m => m.AgentId == r.Agent.Id && db.Departments.Any(d => d.Id == m.DepartmentId && !d.External))
            ? db.AgentDepartments.Any(m => m.AgentId == r.Agent.Id && (m.DepartmentId == r.Case.DepartmentId || m.DepartmentId == r.Case.OfferedToId))
            : db.Departments.Any(d => d.Id == r.Case.DepartmentId && !d.Confidential)
                || db.AgentDepartments.Any(m => m.AgentId == r.Agent.Id && m.DepartmentId == r.Case.DepartmentId)
                || r.Case.Readers.Any(n => n.AgentId == r.Agent.Id)));
}

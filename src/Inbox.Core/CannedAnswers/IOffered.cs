using Inbox.Core.Access;

namespace Inbox.Core.CannedAnswers;

/// <summary>Something made ready for agents: of one person, of a department, or for everybody in the company.</summary>
public interface IOffered
{
    /// <summary>Null: for every department.</summary>
    long? DepartmentId { get; }

    /// <summary>Whose own it is; null: not personal.</summary>
    long? OwnerId { get; }
}

public static class Offers
{
    /// <summary>
    /// What this actor is offered on a case of this department. Contractors get their own and their departments' only: what
    /// is for everybody is written for the company's own people.
    /// </summary>
    public static IQueryable<T> OfferedTo<T>(this IQueryable<T> all, Actor actor, long departmentId)
        where T : class, IOffered
    {
        var (me, own, outside) = (actor.AgentId, actor.DepartmentIds, actor.External);
        return all.Where(o => o.OwnerId != null
            ? o.OwnerId == me
            : o.DepartmentId == null
                ? !outside
                : own.Contains(o.DepartmentId.Value) || (!outside && o.DepartmentId == departmentId));
    }
}

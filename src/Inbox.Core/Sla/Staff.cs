using Inbox.Core.Access;
using Inbox.Core.Cases;
using Inbox.Core.Data;
using Microsoft.EntityFrameworkCore;

namespace Inbox.Core.Sla;

/// <summary>The people whom a step may tell, or give a case to.</summary>
internal sealed class Staff(IEnumerable<Staff.Member> people)
{
    private readonly Dictionary<long, Member> _people = people.ToDictionary(p => p.Id);

    internal sealed record Member(long Id, string Name, Role Role, long[] Departments);

    public static async Task<Staff> ReadAsync(InboxDb db, CancellationToken cancellationToken) => new(await db.Users.AsNoTracking()
        .Where(a => a.DisabledAt == null)
        .OrderBy(a => a.Id)
        .Select(a => new Member(a.Id, a.DisplayName, a.Role, a.Departments.Select(d => d.DepartmentId).ToArray()))
        .ToListAsync(cancellationToken));

    public Member? Find(long? id) => id is { } known ? _people.GetValueOrDefault(known) : null;

    public IEnumerable<Member> Of(long departmentId) => _people.Values.Where(p => p.Role != Role.Marketing && p.Departments.Contains(departmentId));

    public IEnumerable<Member> In(Role role) => _people.Values.Where(p => p.Role == role);

    /// <summary>As <see cref="CaseAccess.VisibleTo(IQueryable{Case}, Actor)"/> has it: nobody is told of a case that they may not see.</summary>
    public static bool MayRead(Member person, Case found, Rules rules)
    {
        if (person.Departments.Contains(found.DepartmentId))
        {
            return true;
        }

        var outside = person.Role != Role.Admin && person.Departments.Length > 0
            && Array.TrueForAll(person.Departments, id => rules.Departments.TryGetValue(id, out var own) && own.External);
        return outside
            ? found.OfferedToId is { } offered && person.Departments.Contains(offered)
            : !rules.Departments[found.DepartmentId].Confidential;
    }
}

using Inbox.Core.Access;
using Inbox.Core.Data;
using Inbox.Core.Departments;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Caching.Memory;

namespace Inbox.Web.Access;

/// <summary>
/// Who stands behind a session or a token, read from the database at most every five seconds: a change of role,
/// a closed account or a revoked token holds on every node within that time.
/// </summary>
internal sealed class ActorLookup(IServiceScopeFactory scopes, IMemoryCache cache)
{
    private static readonly TimeSpan MostAge = TimeSpan.FromSeconds(5);

    /// <param name="Stamp">Changes with every new password, which ends all sessions.</param>
    public sealed record Known(Actor Actor, string? Stamp);

    /// <summary>Null for an account that is gone or closed.</summary>
    public Task<Known?> AgentAsync(long id, CancellationToken cancellationToken) =>
        CachedAsync(("agent", id), db => ReadAgentAsync(db, id, cancellationToken));

    /// <summary>Null for a token that never was or was revoked.</summary>
    public async Task<Actor?> TokenAsync(string token, CancellationToken cancellationToken)
    {
        var hash = CreateToken.HashOf(token);
        var known = await CachedAsync(("token", Convert.ToHexString(hash)), db => ReadTokenAsync(db, hash, cancellationToken));
        return known?.Actor;
    }

    /// <summary>After a change on this node, which then holds at once.</summary>
    public void Forget(long agentId) => cache.Remove(("agent", agentId));

    private async Task<Known?> CachedAsync(object key, Func<InboxDb, Task<Known?>> readAsync)
    {
        if (cache.TryGetValue(key, out Known? known))
        {
            return known;
        }

        await using var scope = scopes.CreateAsyncScope();
        known = await readAsync(scope.ServiceProvider.GetRequiredService<InboxDb>());

        // What does not exist is not kept: guesses must not fill the memory.
        return known is null ? null : cache.Set(key, known, MostAge);
    }

    private static async Task<Known?> ReadAgentAsync(InboxDb db, long id, CancellationToken cancellationToken)
    {
        var agent = await db.Users.AsNoTracking()
            .Where(a => a.Id == id && a.DisabledAt == null)
            .Select(a => new { a.DisplayName, a.Role, a.SecurityStamp, a.AnswersNeedApproval, Departments = a.Departments.Select(d => d.DepartmentId).ToList() })
            .SingleOrDefaultAsync(cancellationToken);
        if (agent is null)
        {
            return null;
        }

        var special = await SpecialAsync(db, cancellationToken);
        var everywhere = agent.Role == Role.Admin || (agent.Role == Role.Manager && agent.Departments.Count == 0);
        var actor = ActorOf(id, agent.DisplayName, agent.Role, agent.Departments, everywhere, special) with { NeedsApproval = agent.AnswersNeedApproval };
        return new Known(actor, agent.SecurityStamp);
    }

    private static async Task<Known?> ReadTokenAsync(InboxDb db, byte[] hash, CancellationToken cancellationToken)
    {
        var token = await db.ApiTokens.AsNoTracking()
            .Where(t => t.Hash == hash && t.RevokedAt == null)
            .Select(t => new { t.Name, t.Role, t.DepartmentId })
            .SingleOrDefaultAsync(cancellationToken);
        if (token is null)
        {
            return null;
        }

        var special = await SpecialAsync(db, cancellationToken);
        var actor = ActorOf(agentId: null, token.Name, token.Role, token.DepartmentId is { } one ? [one] : [], everywhere: token.DepartmentId is null, special);

        // An administrator who makes an Admin token for all departments means all of them, confidential ones too.
        return new Known(token is { Role: Role.Admin, DepartmentId: null } ? actor with { Hidden = [] } : actor, Stamp: null);
    }

    private static Actor ActorOf(long? agentId, string name, Role role, List<long> departments, bool everywhere, List<Department> special) =>
        new(agentId, name, role, departments, everywhere,
            Hidden: [.. special.Where(d => d.Confidential && !departments.Contains(d.Id)).Select(d => d.Id)],
            External: role != Role.Admin && departments.Count > 0 && departments.TrueForAll(id => special.Exists(d => d.Id == id && d.External)));

    private static Task<List<Department>> SpecialAsync(InboxDb db, CancellationToken cancellationToken) =>
        db.Departments.AsNoTracking().Where(d => d.Confidential || d.External).ToListAsync(cancellationToken);
}

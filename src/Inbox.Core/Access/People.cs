using Inbox.Core.Data;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Inbox.Core.Access;

/// <summary>Identity on <see cref="InboxDb"/>: passwords, lockout, one-time links; and what the commands on people share.</summary>
internal static class People
{
    public static readonly Error AdminsOnly = new(ErrorKind.Forbidden, "admins_only", "Only an administrator may do that.");

    public static readonly Error NoSuchAgent = new(ErrorKind.NotFound, "no_such_agent", "There is no such person.");

    public static readonly Error LastAdmin = new(ErrorKind.Conflict, "last_admin", "This is the last administrator. Make somebody else one first.");

    public static readonly Error EmailTaken = new(ErrorKind.Conflict, "email_taken", "Somebody else has this address.");

    public static void AddInboxPeople(this IServiceCollection services)
    {
        services.AddIdentityCore<Agent>(options =>
            {
                options.User.RequireUniqueEmail = true;
                options.Password.RequiredLength = PasswordRules.LeastLength;
                options.Password.RequiredUniqueChars = PasswordRules.LeastDifferent;
                // Length, not decoration, makes a password strong (NIST SP 800-63B, 5.1.1.2).
                options.Password.RequireDigit = false;
                options.Password.RequireLowercase = false;
                options.Password.RequireUppercase = false;
                options.Password.RequireNonAlphanumeric = false;
                options.Lockout.MaxFailedAccessAttempts = 5;
                options.Lockout.DefaultLockoutTimeSpan = TimeSpan.FromMinutes(10);
            })
            .AddEntityFrameworkStores<InboxDb>()
            .AddTokenProvider<DataProtectorTokenProvider<Agent>>(TokenOptions.DefaultProvider);
        services.Configure<DataProtectionTokenProviderOptions>(o => o.TokenLifespan = TimeSpan.FromDays(3));
    }

    public static Task<Agent?> FindAgentAsync(this InboxDb db, long id, CancellationToken cancellationToken) =>
        db.Users.Include(a => a.Departments).SingleOrDefaultAsync(a => a.Id == id, cancellationToken);

    /// <summary>Nobody else could change settings or people. The rows are locked, so that two administrators do not remove each other.</summary>
    public static async Task<bool> IsLastAdminAsync(this InboxDb db, Agent agent, CancellationToken cancellationToken)
    {
        if (agent.Role != Role.Admin || agent.DisabledAt is not null)
        {
            return false;
        }

        var admins = await db.Database
            .SqlQuery<long>($"SELECT id AS \"Value\" FROM agents WHERE role = 'Admin' AND disabled_at IS NULL ORDER BY id FOR UPDATE")
            .ToListAsync(cancellationToken);
        return !admins.Exists(id => id != agent.Id);
    }

    public static void SetDepartments(this Agent agent, IEnumerable<long> departmentIds)
    {
        var wanted = departmentIds.ToHashSet();
        agent.Departments.RemoveAll(d => !wanted.Contains(d.DepartmentId));
        agent.Departments.AddRange(wanted
            .Where(id => !agent.Departments.Exists(d => d.DepartmentId == id))
            .Select(id => new AgentDepartment { AgentId = agent.Id, DepartmentId = id }));
    }

    /// <summary>Identity's refusals that no validator foresaw: the address was taken a moment ago; anything else is a bug.</summary>
    public static Error? Refusal(IdentityResult result)
    {
        if (result.Succeeded)
        {
            return null;
        }

        return result.Errors.Any(e => e.Code is nameof(IdentityErrorDescriber.DuplicateEmail) or nameof(IdentityErrorDescriber.DuplicateUserName))
            ? EmailTaken
            : throw new InvalidOperationException("Identity refused: " + string.Join(' ', result.Errors.Select(e => e.Code)));
    }
}

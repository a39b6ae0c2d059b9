using Microsoft.AspNetCore.Identity;

namespace Inbox.Core.Access;

/// <summary>A user of Inbox. The role is a column; the departments are rows.</summary>
public sealed class Agent : IdentityUser<long>
{
    public Agent() => SecurityStamp = Guid.NewGuid().ToString("N");

    public required string DisplayName { get; set; }

    public Role Role { get; set; }

    /// <summary>Set when the person has left; they can no longer sign in, their messages keep their name.</summary>
    public DateTimeOffset? DisabledAt { get; set; }

    /// <summary>Stands under one's answers, above that of the department.</summary>
    public string Signature { get; set; } = "";

    public List<AgentDepartment> Departments { get; init; } = [];
}

/// <summary>Membership of an agent in a department.</summary>
public sealed class AgentDepartment
{
    public long AgentId { get; init; }

    public long DepartmentId { get; init; }
}

/// <summary>A bearer token for the API. Only its SHA-256 is kept.</summary>
public sealed class ApiToken
{
    public long Id { get; private set; }

    public required string Name { get; init; }

    public required byte[] Hash { get; init; }

    public Role Role { get; init; }

    /// <summary>The one department the token works for; null means all.</summary>
    public long? DepartmentId { get; init; }

    public DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset? RevokedAt { get; set; }
}

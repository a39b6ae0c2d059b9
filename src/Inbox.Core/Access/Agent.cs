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

    /// <summary>Open cases that routing fills up to; null is no limit. People may still give more.</summary>
    public int? Capacity { get; set; }

    /// <summary>A second person reads them before they leave.</summary>
    public bool AnswersNeedApproval { get; set; }

    /// <summary>Words that routing rules may ask for, such as a language or a product.</summary>
    public string[] Skills { get; set; } = [];

    /// <summary>Not here since then; null is available.</summary>
    public DateTimeOffset? AwaySince { get; set; }

    /// <summary>When somebody who is away will be back by themselves; null until they say so.</summary>
    public DateTimeOffset? AwayUntil { get; set; }

    public List<AgentDepartment> Departments { get; init; } = [];
}

/// <summary>Membership of an agent in a department.</summary>
public sealed class AgentDepartment
{
    public long AgentId { get; init; }

    public long DepartmentId { get; init; }

    /// <summary>When a routing rule last gave them a case of it: whose turn it is.</summary>
    public DateTimeOffset? GivenAt { get; init; }
}

/// <summary>Somebody who is away, until a time or until they say otherwise.</summary>
public sealed record AwayAgent(long Id, string Name, DateTimeOffset? Until);

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

using System.Globalization;

namespace Inbox.Core.Access;

/// <summary>What a user may do at large; what they see follows from their departments as well.</summary>
public enum Role { Agent, Marketing, Manager, Admin }

/// <summary>Who asks: a signed-in agent, an API token, or Inbox itself. Every command and every query takes one.</summary>
/// <param name="AgentId">The agent who acts; null for a token or the system.</param>
/// <param name="Name">For events and logs of acts by tokens.</param>
/// <param name="Departments">Departments the actor belongs to.</param>
/// <param name="Everywhere">True when the actor may change the cases of every department (admins, tokens for "all").</param>
/// <param name="Hidden">Confidential departments whose cases the actor may not read.</param>
/// <param name="External">Every department of the actor is a contractor's: sees only what is owned by or offered to them.</param>
/// <param name="NeedsApproval">A second person reads the actor's answers before they leave.</param>
public sealed record Actor(
    long? AgentId,
    string Name,
    Role Role,
    IReadOnlyList<long> Departments,
    bool Everywhere = false,
    IReadOnlyList<long>? Hidden = null,
    bool External = false,
    bool NeedsApproval = false)
{
    /// <summary>Inbox itself: workers, imports, routing.</summary>
    public static Actor System { get; } = new(AgentId: null, "Inbox", Role.Admin, [], Everywhere: true);

    // Reckoned anew each time: a copy made by "with" would keep what its original had.
    public long[] DepartmentIds => [.. Departments];

    public long[] HiddenIds => [.. Hidden ?? []];

    /// <summary>Tells actors apart where something belongs to one of them: an agent's id, or the name of a token.</summary>
    public string Key => AgentId?.ToString(CultureInfo.InvariantCulture) ?? Name;

    public bool IsAdmin => Role == Role.Admin;

    /// <summary>May change cases of this department.</summary>
    public bool Works(long departmentId) =>
        Role != Role.Marketing && (Everywhere || Departments.Contains(departmentId));
}

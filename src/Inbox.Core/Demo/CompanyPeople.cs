using Inbox.Core.Access;
using Inbox.Core.Data;
using Inbox.Core.Departments;

namespace Inbox.Core.Demo;

/// <summary>The people of the demo company. None has a password: the five at demo.inbox are signed in by one click, the others not at all.</summary>
internal static class CompanyPeople
{
    public const string Domain = "demo.inbox";

    public static async Task WriteAsync(InboxDb db, Department support, Department delivery, Department billing, Department repair, CancellationToken cancellationToken)
    {
        var ana = Agent("Ana Keller", $"agent@{Domain}", Role.Agent, support);
        var marketing = Agent("Dana Moss", $"marketing@{Domain}", Role.Marketing);
        var grace = Agent("Grace Lindqvist", $"manager@{Domain}", Role.Manager, support, delivery, billing);
        var admin = Agent("Idris Cole", $"admin@{Domain}", Role.Admin);
        var contractor = Agent("Milo Brandt", $"contractor@{Domain}", Role.Agent, repair);
        var tomas = Agent("Tomás Leal", "tomas.leal@larkfield.example", Role.Manager, delivery);
        var joel = Agent("Joel Winter", "joel.winter@larkfield.example", Role.Manager, billing);
        var ruth = Agent("Ruth Arnold", "ruth.arnold@benchworks.example", Role.Agent, repair);
        db.Users.AddRange(
            ana, marketing, grace, admin, contractor, tomas, joel, ruth,
            Agent("Sam Porter", "sam.porter@larkfield.example", Role.Agent, support),
            Agent("Priya Raman", "priya.raman@larkfield.example", Role.Agent, support),
            Skilled(Agent("Owen Price", "owen.price@larkfield.example", Role.Agent, support, delivery), CompanyRules.Spanish),
            Agent("Hanna Okoro", "hanna.okoro@larkfield.example", Role.Agent, delivery),
            Agent("Mei Tan", "mei.tan@larkfield.example", Role.Agent, billing),
            Skilled(Agent("Sofia Marin", "sofia.marin@larkfield.example", Role.Agent, support, billing), CompanyRules.Spanish));
        await db.SaveChangesAsync(cancellationToken);
        (support.LeadId, delivery.LeadId, billing.LeadId, repair.LeadId) = (grace.Id, tomas.Id, joel.Id, ruth.Id);
        await db.SaveChangesAsync(cancellationToken);
    }

    private static Agent Skilled(Agent agent, params string[] skills)
    {
        (agent.Capacity, agent.Skills) = (30, skills);
        return agent;
    }

    private static Agent Agent(string name, string email, Role role, params Department[] departments) => new()
    {
        DisplayName = name,
        Role = role,
        Email = email,
        UserName = email,
        NormalizedEmail = email.ToUpperInvariant(),
        NormalizedUserName = email.ToUpperInvariant(),
        EmailConfirmed = true,
        LockoutEnabled = true,
        Departments = [.. departments.Select(d => new AgentDepartment { DepartmentId = d.Id })],
    };
}

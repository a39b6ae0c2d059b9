using Inbox.Core.Access;
using Inbox.Core.Cases;
using Inbox.Core.Data;
using Microsoft.EntityFrameworkCore;

namespace Inbox.Core.CannedAnswers;

/// <summary>What the placeholders stand for on one case, for one agent.</summary>
public sealed record CaseValues(long CaseId, long DepartmentId, string Subject, string? Customer, string Agent, string Department)
{
    /// <summary>Null when the actor may not see the case.</summary>
    public static async Task<CaseValues?> ReadAsync(InboxDb db, long caseId, Actor actor, Rules rules, CancellationToken cancellationToken)
    {
        var found = await db.Cases.VisibleTo(actor).Where(c => c.Id == caseId)
            .Select(c => new { c.Id, c.Subject, c.DepartmentId, Customer = db.Customers.Where(p => p.Id == c.CustomerId).Select(p => p.Name).FirstOrDefault() })
            .FirstOrDefaultAsync(cancellationToken);
        return found is null ? null : new CaseValues(found.Id, found.DepartmentId, found.Subject, found.Customer, actor.Name, rules.Departments[found.DepartmentId].Name);
    }

    public string Fill(string text, bool markdown) => Placeholders.Fill(text, Of, markdown);

    private string? Of(string name) => name switch
    {
        "customer.name" => Called,
        "customer.first_name" => FirstName(Called),
        "case.number" => CaseNumber.Format(CaseId),
        "case.subject" => Words.OneLine(Subject),
        "agent.name" => Agent,
        "department.name" => Department,
        _ => null,
    };

    /// <summary>Who is known only by an address has no name that one could write to.</summary>
    private string? Called => Customer is { } name && !name.Contains('@', StringComparison.Ordinal) ? Words.OneLine(name) : null;

    /// <summary>"Nora" of "Nora Vance", of "Vance, Nora" and of "Dr. Nora Vance".</summary>
    private static string? FirstName(string? name)
    {
        var inOrder = name?.Split(',', 2) is [_, var given] && !string.IsNullOrWhiteSpace(given) ? given : name;
        return inOrder?.Split(' ', StringSplitOptions.RemoveEmptyEntries).FirstOrDefault(word => !word.EndsWith('.'));
    }
}

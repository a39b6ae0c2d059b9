using Inbox.Core;
using Inbox.Core.Access;
using Inbox.Core.Cases;
using Inbox.Core.Cases.Naming;
using Inbox.Core.Data;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Inbox.Web.Pages.People;

/// <summary>Who can be named in a note, offered while somebody types.</summary>
internal sealed class PeopleModel(InboxDb db, Rulebook rulebook) : InboxPage
{
    private const int Most = 8;

    /// <param name="Name">What stands in the note after the @.</param>
    /// <param name="Of">Where they work; of a department, what it is.</param>
    /// <param name="Gains">Naming lets them read the case.</param>
    private sealed record Offer(string Name, string Of, bool Gains);

    /// <param name="q">The beginning of a name, of a word in it, or of a short name.</param>
    /// <param name="case">The case of the note, which says whom naming would let in.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    public async Task<IActionResult> OnGetAsync(string? q, string? @case, CancellationToken cancellationToken)
    {
        var rules = await rulebook.GetAsync(cancellationToken);
        var id = CaseNumber.TryParse(@case, out var number) ? number : 0;
        var owner = await db.Cases.VisibleTo(Me).Where(c => c.Id == id).Select(c => (long?)c.DepartmentId).FirstOrDefaultAsync(cancellationToken);
        var closed = owner is { } department && rules.Departments[department].Confidential && Me.Works(department);
        var all = await Offered(db, rules).ToListAsync(cancellationToken);
        var words = (q ?? "").Trim();
        var offers = all
            .Where(p => Begins(p.Name, words) || p.Key.StartsWith(words, StringComparison.OrdinalIgnoreCase))
            .Select(p => new Offer(
                all.Count(other => other.Name.Equals(p.Name, StringComparison.OrdinalIgnoreCase)) > 1 ? p.Key : p.Name,
                string.Join(", ", p.Departments.Order().Select(d => rules.Departments[d].Name)),
                closed && !p.Departments.Contains(owner!.Value)));
        var departments = rules.Departments.Values
            .Where(d => !Me.HiddenIds.Contains(d.Id) && (Me.External ? Me.Works(d.Id) : !d.External || d.Id == owner) && Begins(d.Name, words))
            .OrderBy(d => d.Id).Select(d => new Offer(d.Name, "everybody there", closed && d.Id != owner));
        return new JsonResult(offers.Concat(departments).Take(Most));
    }

    /// <summary>Contractors name their own colleagues; nobody names a contractor whom it would tell nothing.</summary>
    private IQueryable<Person> Offered(InboxDb from, Rules rules)
    {
        long[] outside = [.. rules.Departments.Values.Where(d => d.External).Select(d => d.Id)];
        var (own, me) = (Me.DepartmentIds, Me.AgentId);
        var agents = from.Users.AsNoTracking().Where(a => a.DisabledAt == null && a.Id != me);
        agents = Me.External
            ? agents.Where(a => a.Departments.Any(d => own.Contains(d.DepartmentId)))
            : agents.Where(a => a.Role == Role.Admin || !a.Departments.Any() || a.Departments.Any(d => !outside.Contains(d.DepartmentId)));
        return agents.OrderBy(a => a.DisplayName).Select(a => new Person(
            a.DisplayName, a.Email ?? "", a.Departments.Select(d => d.DepartmentId).ToList()));
    }

    private static bool Begins(string name, string words) =>
        name.StartsWith(words, StringComparison.OrdinalIgnoreCase) || name.Contains(' ' + words, StringComparison.OrdinalIgnoreCase);

    private sealed record Person(string Name, string Email, List<long> Departments)
    {
        public string Key => Email.Split('@')[0];
    }
}

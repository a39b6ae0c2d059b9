using Inbox.Core;
using Inbox.Core.Cases;
using Inbox.Core.Sla;
using Inbox.Web.Pages.Settings.Sla;

namespace Inbox.Web.Pages.Cases;

/// <summary>Why a case lives by its policy: every policy up to it, in order, with what held and what did not.</summary>
/// <param name="Chosen">Null where no policy fitted.</param>
internal sealed record PolicyChoice(SlaPolicy? Chosen, IReadOnlyList<PolicyChoice.Tried> Policies)
{
    /// <param name="Name">Of the policy.</param>
    /// <param name="Verdict">In words.</param>
    /// <param name="Chosen">It is the case's.</param>
    /// <param name="Conditions">Each with what the case has, and whether it holds now.</param>
    internal sealed record Tried(string Name, string Verdict, bool Chosen, IReadOnlyList<Looked> Conditions);

    internal sealed record Looked(string Condition, string Fact, bool Holds);

    public static PolicyChoice Of(Case found, string? customerGroup, Rules rules)
    {
        var chosen = rules.Policy(found.SlaPolicyId);
        var order = rules.Policies.TakeWhile(p => p.Id != chosen?.Id).ToList();
        if (chosen is not null)
        {
            // One that is switched off since has no place in the order any more.
            order = rules.Policies.Contains(chosen) ? [.. order, chosen] : [chosen];
        }

        return new PolicyChoice(chosen, order.ConvertAll(p => Try(p, p == chosen, found, customerGroup, rules)));
    }

    private static Tried Try(SlaPolicy policy, bool chosen, Case found, string? customerGroup, Rules rules)
    {
        var owner = rules.Departments[found.DepartmentId];
        var looked = policy.Conditions()
            .Select(c => new Looked(PolicyWords.Condition(policy, c, rules), PolicyWords.Fact(c, found, customerGroup, rules), policy.Holds(c, found, customerGroup, owner)))
            .ToList();
        var holds = looked.TrueForAll(l => l.Holds);
        return new Tried(policy.Name, Verdict(policy, chosen, holds, looked.Count == 0), chosen, looked);
    }

    private static string Verdict(SlaPolicy policy, bool chosen, bool holds, bool always) => (chosen, holds) switch
    {
        (true, _) when !policy.Enabled => "This one, from before it was switched off.",
        (true, true) => always ? "This one: it fits every case." : "This one: all of its conditions hold.",
        (true, false) => "This one: its conditions held when the case opened. The promise stays.",
        (false, true) => "Fits by now, but did not when the case opened.",
        _ => "Passed over.",
    };
}

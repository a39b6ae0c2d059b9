using FluentValidation;
using Inbox.Core;
using Inbox.Core.Access;
using Inbox.Core.Cases;
using Inbox.Core.Data;
using Inbox.Core.Routing;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Inbox.Web.Pages.Settings.Routing;

/// <summary>What a rule would have done with the last cases, in its place of the order: the present rules against those with it.</summary>
internal static class TryRule
{
    private const int MostShown = 50;

    /// <param name="Draft">The rule as it stands in the form; whether it is switched on does not matter.</param>
    public sealed record Query(SaveRoutingRule.Command Draft, Actor Actor) : IRequest<Trial>;

    public sealed record Trial
    {
        /// <summary>What must be put right before the rule can be tried.</summary>
        public IReadOnlyList<string> Problems { get; init; } = [];

        public int Cases { get; init; }

        public int Taken { get; init; }

        public int Changed { get; init; }

        public int OtherDepartment { get; init; }

        public int OtherAssignee { get; init; }

        public int OtherPriority { get; init; }

        public int OtherFate { get; init; }

        /// <summary>None of the above.</summary>
        public int OtherRest { get; init; }

        public IReadOnlyList<Row> Rows { get; init; } = [];
    }

    public sealed record Row(string Number, string Subject, IReadOnlyList<string> Changes, string Reason);

    internal sealed class Handler(InboxDb db, Rulebook rulebook, IEnumerable<IValidator<SaveRoutingRule.Command>> validators) : IRequestHandler<Query, Trial>
    {
        public async Task<Trial> Handle(Query request, CancellationToken cancellationToken)
        {
            if (!request.Actor.IsAdmin)
            {
                return new Trial { Problems = ["Only an administrator tries rules."] };
            }

            foreach (var validator in validators)
            {
                var checkedDraft = await validator.ValidateAsync(request.Draft, cancellationToken);
                if (!checkedDraft.IsValid)
                {
                    return new Trial { Problems = [.. checkedDraft.Errors.Select(e => e.ErrorMessage).Distinct(StringComparer.Ordinal)] };
                }
            }

            var rules = await rulebook.GetAsync(cancellationToken);
            var draft = SaveRoutingRule.Draft(request.Draft, request.Draft.Id ?? 0);
            draft.Position = request.Draft.Id is { } id
                ? await db.RoutingRules.Where(r => r.Id == id).Select(r => r.Position).FirstOrDefaultAsync(cancellationToken)
                : int.MaxValue;
            var then = new CompiledRules([.. rules.Routing.Where(r => r.Id != draft.Id).Append(draft).OrderBy(r => r.Position).ThenBy(r => r.Id)], rules);
            var cases = await LastCases.ReadAsync(db, request.Actor, rules.Router.AsksEarlierCases || then.AsksEarlierCases, cancellationToken);
            var people = draft.PersonId is null && rules.Routing.All(r => r.PersonId is null) ? [] : await db.Users.ToDictionaryAsync(a => a.Id, a => a.DisplayName, cancellationToken);
            return Compare(cases, draft.Id, rules, then, new RuleWords(rules, people));
        }

        private static Trial Compare(IReadOnlyList<LastCases.Opening> cases, long draftId, Rules rules, CompiledRules then, RuleWords words)
        {
            var (taken, department, assignee, priority, fate, rest, changed) = (0, 0, 0, 0, 0, 0, 0);
            var rows = new List<Row>();
            foreach (var opening in cases)
            {
                var now = CaseRouter.Route(rules, opening.Facts);
                var next = CaseRouter.Route(rules, then, opening.Facts);
                taken += next.RuleIds.Contains(draftId) ? 1 : 0;
                var change = new Difference(now, next);
                if (!change.Any)
                {
                    continue;
                }

                changed++;
                department += change.Department ? 1 : 0;
                assignee += change.Assignee ? 1 : 0;
                priority += change.Priority ? 1 : 0;
                fate += change.Fate ? 1 : 0;
                rest += change.OnlyRest ? 1 : 0;
                if (rows.Count < MostShown)
                {
                    rows.Add(new Row(CaseNumber.Format(opening.Id), opening.Subject, [.. change.InWords(rules, words)], next.Reason));
                }
            }

            return new Trial { Cases = cases.Count, Taken = taken, Changed = changed, OtherDepartment = department, OtherAssignee = assignee, OtherPriority = priority, OtherFate = fate, OtherRest = rest, Rows = rows };
        }
    }

    /// <summary>What two decisions about one message differ in.</summary>
    private readonly record struct Difference(RoutingDecision Now, RoutingDecision Next)
    {
        public bool Department => (Now.DepartmentId, Now.OfferToId) != (Next.DepartmentId, Next.OfferToId);

        public bool Assignee => Now.Assignment != Next.Assignment;

        public bool Priority => Now.Priority != Next.Priority;

        public bool Fate => Now.Fate != Next.Fate;

        public bool OnlyRest => !(Department || Assignee || Priority || Fate);

        public bool Any => !OnlyRest || Now.SlaPolicyId != Next.SlaPolicyId || !Now.Tags.SequenceEqual(Next.Tags, StringComparer.OrdinalIgnoreCase);

        public IEnumerable<string> InWords(Rules rules, RuleWords words)
        {
            if (Department)
            {
                yield return $"{Owner(Now, rules)} → {Owner(Next, rules)}";
            }

            if (Assignee)
            {
                yield return $"{words.Whom(Now.Assignment)} → {words.Whom(Next.Assignment)}";
            }

            if (Priority)
            {
                yield return $"{Now.Priority ?? Core.Cases.Priority.Normal} → {Next.Priority ?? Core.Cases.Priority.Normal}";
            }

            if (Fate)
            {
                yield return $"{InWords(Now.Fate)} → {InWords(Next.Fate)}";
            }

            if (!Now.Tags.SequenceEqual(Next.Tags, StringComparer.OrdinalIgnoreCase))
            {
                yield return $"tags {Listed(Now.Tags)} → {Listed(Next.Tags)}";
            }

            if (Now.SlaPolicyId != Next.SlaPolicyId)
            {
                yield return $"promise {Promise(Now, rules)} → {Promise(Next, rules)}";
            }
        }

        private static string Owner(RoutingDecision decision, Rules rules) => decision.OfferToId is { } to
            ? $"offered to {rules.Departments[to].Name}"
            : rules.Departments[decision.DepartmentId].Name;

        private static string InWords(RuleFate fate) => fate switch { RuleFate.Held => "held", RuleFate.Spam => "spam", _ => "a case" };

        private static string Listed(IReadOnlyList<string> tags) => tags.Count == 0 ? "none" : string.Join(", ", tags);

        private static string Promise(RoutingDecision decision, Rules rules) => rules.Policy(decision.SlaPolicyId)?.Name ?? "the first that fits";
    }
}

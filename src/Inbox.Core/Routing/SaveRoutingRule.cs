using Inbox.Core.Access;
using Inbox.Core.Data;
using Inbox.Core.Requests;
using Inbox.Core.Settings;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Inbox.Core.Routing;

/// <summary>Adds a rule at the end of the order, or changes one. Answers its id.</summary>
public static class SaveRoutingRule
{
    /// <param name="Id">Null adds one.</param>
    /// <param name="Revision">As the form knew it; 0 for a new one.</param>
    public sealed record Command(long? Id, int Revision, string Name, bool Enabled, RuleConditions Conditions, RuleActions Actions, Actor Actor) : ICommand<long>;

    internal sealed class Handler(InboxDb db, Rulebook rulebook, SettingsChange settings) : IRequestHandler<Command, Result<long>>
    {
        public async Task<Result<long>> Handle(Command request, CancellationToken cancellationToken)
        {
            if (await settings.BeginAsync(request.Actor, cancellationToken) is { } refused)
            {
                return refused;
            }

            var opened = request.Id is { } id
                ? await settings.EditAsync<RoutingRule>(id, request.Revision, cancellationToken)
                : db.RoutingRules.Add(new RoutingRule { Name = "", Position = await LastAsync(cancellationToken) + 1 }).Entity;
            if (!opened.IsOk)
            {
                return opened.Error;
            }

            var rule = opened.Value;
            rule.Enabled = request.Enabled;
            Apply(request, rule);
            rule.Tags = (await rulebook.GetAsync(cancellationToken)).Tags.Spelled(request.Actions.Tags);
            (rule.SlowAt, rule.SlowPattern) = (null, null);
            return await settings.SaveAsync(cancellationToken) is { } failed ? failed : rule.Id;
        }

        private Task<int> LastAsync(CancellationToken cancellationToken) =>
            db.RoutingRules.Select(r => r.Position).DefaultIfEmpty().MaxAsync(cancellationToken);
    }

    /// <summary>The rule as the form has it, without storing it: what a trial runs.</summary>
    public static RoutingRule Draft(Command request, long id)
    {
        var rule = new RoutingRule { Id = id, Name = "" };
        Apply(request, rule);
        return rule;
    }

    private static void Apply(Command request, RoutingRule rule)
    {
        var actions = request.Actions;
        rule.Name = request.Name.Trim();
        rule.Conditions = Tidied(request.Conditions);
        rule.DepartmentId = actions.DepartmentId;
        rule.AssignBy = actions.AssignBy;
        rule.PersonId = actions.AssignBy == AssignBy.Person ? actions.PersonId : null;
        rule.Skill = actions.AssignBy == AssignBy.Skill ? SettingsRules.OrNull(actions.Skill) : null;
        rule.Priority = actions.Priority;
        rule.Tags = SettingsRules.Distinct(actions.Tags);
        rule.SlaPolicyId = actions.SlaPolicyId;
        rule.FollowerIds = [.. actions.FollowerIds.Distinct()];
        rule.Fate = actions.Fate;
        rule.GoesOn = actions.GoesOn;
    }

    private static RuleConditions Tidied(RuleConditions conditions) => conditions with
    {
        Groups = [.. conditions.Groups.Where(g => g.Conditions.Count > 0).Select(g => g with { Conditions = [.. g.Conditions.Select(Tidied)] })],
    };

    /// <summary>Without what the condition's kind does not use, such as the words of a condition that is about reach now.</summary>
    private static RuleCondition Tidied(RuleCondition condition) => new()
    {
        Kind = condition.Kind,
        Not = condition.Not,
        Values = ConditionRules.TakesValues(condition.Kind) ? condition.Kind == ConditionKind.Pattern ? condition.Values : SettingsRules.Distinct(condition.Values) : [],
        In = condition.Kind is ConditionKind.Words or ConditionKind.Pattern ? condition.In : default,
        Id = condition.Kind is ConditionKind.Channel or ConditionKind.Hours ? condition.Id : null,
        Number = condition.Kind is ConditionKind.Reach or ConditionKind.EarlierCases ? condition.Number : null,
        Days = condition.Kind == ConditionKind.EarlierCases ? condition.Days : null,
        Tone = condition.Kind == ConditionKind.Tone ? condition.Tone : null,
    };
}

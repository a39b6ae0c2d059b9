using Inbox.Core.Access;
using Inbox.Core.Cases;
using Inbox.Core.Routing;

namespace Inbox.Web.Pages.Settings.Routing;

/// <summary>A rule as the form has it. Its shape is that of the command, so that what is wrong finds its field.</summary>
public sealed class RuleForm
{
    public int Revision { get; set; }

    public string? Name { get; set; }

    public bool Enabled { get; set; } = true;

    public ConditionsForm Conditions { get; set; } = new();

    public ActionsForm Actions { get; set; } = new();

    public static RuleForm Of(RoutingRule rule) => new()
    {
        Revision = rule.Revision,
        Name = rule.Name,
        Enabled = rule.Enabled,
        Conditions = new ConditionsForm
        {
            Match = rule.Conditions.Match,
            Groups = [.. rule.Conditions.Groups.Select(g => new GroupForm { Match = g.Match, Conditions = [.. g.Conditions.Select(ConditionForm.Of)] })],
        },
        Actions = new ActionsForm
        {
            DepartmentId = rule.DepartmentId, AssignBy = rule.AssignBy, PersonId = rule.PersonId, Skill = rule.Skill, Priority = rule.Priority,
            Tags = string.Join(", ", rule.Tags), SlaPolicyId = rule.SlaPolicyId, FollowerIds = rule.FollowerIds, Fate = rule.Fate, GoesOn = rule.GoesOn,
        },
    };

    public SaveRoutingRule.Command ToCommand(long? id, Actor actor) => new(
        id,
        Revision,
        Name ?? "",
        Enabled,
        new RuleConditions
        {
            Match = Conditions.Match,
            Groups = [.. Conditions.Groups.Select(g => new RuleGroup { Match = g.Match, Conditions = [.. g.Conditions.Select(c => c.ToCondition())] })],
        },
        new RuleActions
        {
            DepartmentId = Actions.DepartmentId, AssignBy = Actions.AssignBy, PersonId = Actions.PersonId, Skill = Actions.Skill, Priority = Actions.Priority,
            Tags = Choices.Split(Actions.Tags), SlaPolicyId = Actions.SlaPolicyId, FollowerIds = Actions.FollowerIds ?? [], Fate = Actions.Fate, GoesOn = Actions.GoesOn,
        },
        actor);
}

public sealed class ConditionsForm
{
    public RuleMatch Match { get; set; }

    public List<GroupForm> Groups { get; set; } = [];
}

public sealed class GroupForm
{
    public RuleMatch Match { get; set; }

    public List<ConditionForm> Conditions { get; set; } = [];
}

public sealed class ConditionForm
{
    public ConditionKind Kind { get; set; } = ConditionKind.Words;

    public bool Not { get; set; }

    /// <summary>With commas between; a pattern is one whatever it holds.</summary>
    public string? Values { get; set; }

    public RuleWordsIn In { get; set; }

    public long? Id { get; set; }

    public long? Number { get; set; }

    public int? Days { get; set; }

    public Tone? Tone { get; set; }

    public static ConditionForm Of(RuleCondition condition) => new()
    {
        Kind = condition.Kind, Not = condition.Not, Values = string.Join(", ", condition.Values), In = condition.In,
        Id = condition.Id, Number = condition.Number, Days = condition.Days, Tone = condition.Tone,
    };

    public RuleCondition ToCondition() => new()
    {
        Kind = Kind, Not = Not, In = In, Id = Id, Number = Number, Days = Days, Tone = Tone,
        Values = Kind != ConditionKind.Pattern ? Choices.Split(Values) : string.IsNullOrEmpty(Values) ? [] : [Values],
    };
}

public sealed class ActionsForm
{
    public long? DepartmentId { get; set; }

    public AssignBy AssignBy { get; set; }

    public long? PersonId { get; set; }

    public string? Skill { get; set; }

    public Priority? Priority { get; set; }

    public string? Tags { get; set; }

    public long? SlaPolicyId { get; set; }

    public long[]? FollowerIds { get; set; }

    public RuleFate Fate { get; set; }

    public bool GoesOn { get; set; }
}

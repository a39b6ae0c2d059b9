using Inbox.Core.Cases;
using Inbox.Core.Data;
using Inbox.Core.Departments;
using Inbox.Core.Routing;

namespace Inbox.Core.Demo;

/// <summary>The routing rules of the demo company.</summary>
internal static class CompanyRules
{
    public const string Spanish = "Spanish";

    public static void Add(InboxDb db, Department support, Department delivery, Department billing, Department repair) => db.RoutingRules.AddRange(
        new RoutingRule { Name = "in anger", Position = 1, Conditions = RuleConditions.All(new RuleCondition { Kind = ConditionKind.Tone, Tone = Tone.Upset }), Tags = ["upset"], GoesOn = true },
        new RoutingRule
        {
            Name = "loud in public", Position = 2, DepartmentId = support.Id, Priority = Priority.High, Tags = ["public"],
            Conditions = RuleConditions.All(new RuleCondition { Kind = ConditionKind.Reach, Number = 5_000 }),
        },
        new RoutingRule
        {
            Name = "safety first", Position = 3, DepartmentId = support.Id, Priority = Priority.Urgent, Tags = ["safety"],
            Conditions = RuleConditions.All(Words(RuleWordsIn.SubjectOrBody, "swollen", "smoke", "burning")),
        },
        new RoutingRule
        {
            Name = "repair, third time", Position = 4, DepartmentId = repair.Id, Priority = Priority.High, Tags = ["repeat repair"],
            Conditions = new RuleConditions
            {
                Match = RuleMatch.Any,
                Groups =
                [
                    new RuleGroup { Conditions = [Words(RuleWordsIn.Subject, "repair", "repaired"), new RuleCondition { Kind = ConditionKind.EarlierCases, Number = 2, Days = 90 }] },
                    new RuleGroup { Conditions = [Words(RuleWordsIn.SubjectOrBody, "third time", "third repair"), Words(RuleWordsIn.SubjectOrBody, "repair")] },
                ],
            },
        },
        new RoutingRule
        {
            Name = "invoices and payments", Position = 5, DepartmentId = billing.Id,
            Conditions = RuleConditions.All(Words(RuleWordsIn.Subject, "invoice", "refund", "charged", "payments", "direct debit", "VAT", "gift card")),
        },
        new RoutingRule
        {
            Name = "parcels", Position = 6, DepartmentId = delivery.Id, AssignBy = AssignBy.LastAgent,
            Conditions = RuleConditions.All(Words(RuleWordsIn.Subject, "parcel", "delivery", "delivered", "tracking", "courier", "driver", "address change")),
        },
        new RoutingRule
        {
            Name = "repairs", Position = 7, DepartmentId = repair.Id, Tags = ["repair"],
            Conditions = RuleConditions.All(Words(RuleWordsIn.Subject, "repair", "laptop", "workshop")),
        },
        new RoutingRule
        {
            Name = "written in Spanish", Position = 8, AssignBy = AssignBy.Skill, Skill = Spanish,
            Conditions = RuleConditions.All(new RuleCondition { Kind = ConditionKind.Language, Values = ["es"] }),
        });

    private static RuleCondition Words(RuleWordsIn where, params string[] words) => new() { Kind = ConditionKind.Words, In = where, Values = words };
}

using System.ComponentModel;
using System.Globalization;
using System.Text.Json;
using Inbox.Core;
using Inbox.Core.Access;
using Inbox.Core.Cases;
using Inbox.Core.Channels;
using Inbox.Core.Customers;

namespace Inbox.Web.Api;

/// <summary>Body of POST /cases.</summary>
internal sealed record NewCaseRequest
{
    public string? Subject { get; init; }

    [Description("What the customer said.")]
    public string? Text { get; init; }

    public Person? Customer { get; init; }

    [Description("Key of the channel it is answered through; without it the first channel that reaches such an address.")]
    public string? Channel { get; init; }

    [Description("Key or id; without it the routing rules decide.")]
    public string? Department { get; init; }

    public Priority? Priority { get; init; }

    public IReadOnlyList<string>? Tags { get; init; }

    internal sealed record Person(
        [property: Description("email, phone, …")] string? Kind,
        [property: Description("The address.")] string? Value,
        string? Name);

    /// <summary>Null when something named does not exist; the command checks the rest.</summary>
    public OpenCase.Command? ToCommand(Rules rules, ChannelKinds kinds, Actor actor, string? key, Dictionary<string, string[]> errors)
    {
        if (Customer is null)
        {
            errors["customer"] = ["Say who the customer is: {\"kind\": \"email\", \"value\": \"ana@mail.example\", \"name\": \"Ana\"}."];
            return null;
        }

        var kind = (Customer.Kind ?? HandleKinds.Email).Trim().ToLowerInvariant();
        var channel = ChannelFor(kind, rules, kinds, actor, errors);
        var department = string.IsNullOrEmpty(Department) ? null : rules.DepartmentNamed(Department);
        if (department is null && !string.IsNullOrEmpty(Department))
        {
            errors["department"] = [$"There is no department '{Department}'."];
        }

        return errors.Count > 0 ? null : new OpenCase.Command(
            Subject ?? "",
            Text ?? "",
            new OpenCase.Person(kind, Customer.Value ?? "", Customer.Name ?? ""),
            channel!.Id,
            department?.Id,
            Priority,
            Tags ?? [],
            actor,
            key);
    }

    private Channel? ChannelFor(string kind, Rules rules, ChannelKinds kinds, Actor actor, Dictionary<string, string[]> errors)
    {
        var found = string.IsNullOrEmpty(Channel)
            ? rules.Channels.Values.OrderBy(c => c.Id).FirstOrDefault(c => c.Enabled && kinds.Of(c).Traits.HandleKind == kind && (!actor.External || actor.Works(c.DepartmentId)))
            : rules.ChannelByKey(Channel);
        if (found is null)
        {
            errors["channel"] = [string.IsNullOrEmpty(Channel) ? $"No channel reaches customers by {kind}. Name one." : $"There is no channel '{Channel}'."];
        }

        return found;
    }
}

/// <summary>Body of PATCH /cases/{number}: what is not given stays as it is.</summary>
internal sealed record CaseChangeRequest
{
    public CaseStatus? Status { get; init; }

    public Priority? Priority { get; init; }

    [Description("Id or mail address of an agent; null gives it to nobody.")]
    public JsonElement Assignee { get; init; }

    [Description("All tags of the case.")]
    public IReadOnlyList<string>? Tags { get; init; }

    [Description("Key or id. Moves a New case; any other is offered.")]
    public string? Department { get; init; }

    [Description("Needed to lower a priority, to resolve a case that nobody answered, and for an offer.")]
    public string? Reason { get; init; }

    [Description("What the other department asks for before it accepts a case, by label; a tick is \"yes\".")]
    public IReadOnlyDictionary<string, string>? Checklist { get; init; }

    [Description("Resolve it although something that was asked of others is not done; without it that is a 409 with code open_tasks.")]
    public bool TasksLeft { get; init; }

    /// <summary>Null when something named does not exist, or nothing is to change.</summary>
    public UpdateCase.Command? ToCommand(long caseId, Rules rules, Actor actor, string? key, Dictionary<string, string[]> errors)
    {
        var assign = AssignmentOf(rules, errors);
        var department = string.IsNullOrEmpty(Department) ? null : rules.DepartmentNamed(Department);
        if (department is null && !string.IsNullOrEmpty(Department))
        {
            errors["department"] = [$"There is no department '{Department}'."];
        }

        if (errors.Count == 0 && Status is null && Priority is null && assign is null && Tags is null && department is null)
        {
            errors["body"] = ["Nothing is to change: give status, priority, assignee, tags or department."];
        }

        return errors.Count > 0 ? null : new UpdateCase.Command(caseId, Status, Priority, assign, Tags, department?.Id, Reason, actor, key) { Answers = Checklist, TasksLeft = TasksLeft };
    }

    private UpdateCase.Assignment? AssignmentOf(Rules rules, Dictionary<string, string[]> errors)
    {
        switch (Assignee.ValueKind)
        {
            case JsonValueKind.Undefined:
                return null;
            case JsonValueKind.Null:
                return new UpdateCase.Assignment(null);
            case JsonValueKind.Number when Assignee.TryGetInt64(out var id):
                return new UpdateCase.Assignment(id);
            case JsonValueKind.String when rules.AgentNamed(Assignee.GetString()!) is { } agent:
                return new UpdateCase.Assignment(agent);
            default:
                errors["assignee"] = [string.Create(CultureInfo.InvariantCulture, $"There is no agent {Assignee.GetRawText()}. Give an id, a mail address, or null.")];
                return null;
        }
    }
}

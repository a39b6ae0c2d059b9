using System.Diagnostics;
using Inbox.Core.Access;
using Inbox.Core.Cases;
using Inbox.Core.Notifications;

namespace Inbox.Core.Sla;

/// <summary>What steps do to one case, collected for whoever stores it in one commit with their rows.</summary>
internal sealed class StepEffects(Case found, Rules rules, Staff staff, DateTimeOffset now)
{
    private readonly List<(long AgentId, NotificationKind Kind, EscalationFact Fact)> _told = [];

    public List<Escalation> Steps { get; } = [];

    public List<CaseEvent> Events { get; } = [];

    /// <summary>Texts of notes to write.</summary>
    public List<string> Notes { get; } = [];

    /// <summary>What leaves for a webhook or a mail address.</summary>
    public List<(EscalationStep Step, EscalationFact Fact)> Sent { get; } = [];

    /// <summary>Whom to tell what. Two steps that say the same to one person tell it once.</summary>
    public IEnumerable<(long AgentId, NotificationKind Kind, EscalationFact Fact)> Told => _told.DistinctBy(t => (t.AgentId, t.Fact.Text));

    public void Breached(SlaClock clock) => Note(CaseEventKind.Breached, StepWords.State(clock.Metric, late: true));

    public void Take(SlaClock clock, EscalationStep step, DateTimeOffset owedAt)
    {
        Steps.Add(new Escalation
        {
            CaseId = found.Id,
            Metric = clock.Metric,
            Cycle = clock.Cycle,
            Position = step.Position,
            Action = step.Action,
            OwedAt = owedAt,
            TakenAt = now,
        });
        // Not by the time of the step: a warning that comes after an outage warns of what has happened.
        var late = clock.BreachedAt is not null || clock.DueAt <= now;
        var state = StepWords.State(clock.Metric, late);
        var done = Act(step, clock, Fact(clock, late, owedAt, state), state);
        Note(CaseEventKind.Escalated, $"{state} ({StepWords.When(step.At)}): {done}");
    }

    /// <returns>What was done, for the history.</returns>
    private string Act(EscalationStep step, SlaClock clock, EscalationFact fact, string state)
    {
        // An offer is owed by those who are asked, everything else by the owner.
        var department = clock.Metric == SlaMetric.HandoffAccept ? clock.DepartmentId : found.DepartmentId;
        switch (step.Action)
        {
            case EscalationAction.NotifyAssignee:
                return Tell([staff.Find(found.AssigneeId)], fact);
            case EscalationAction.NotifyLead:
                return Tell([Lead(department)], fact, department);
            case EscalationAction.NotifyBothLeads:
                return $"{Tell([Lead(clock.DepartmentId)], fact, clock.DepartmentId)}; {Tell([Lead(found.DepartmentId)], fact)}";
            case EscalationAction.NotifyDepartment:
                return Tell([], fact, department);
            case EscalationAction.NotifyRole:
                return Tell([.. staff.In(step.Role!.Value)], fact, name: $"everybody with the role {step.Role}");
            case EscalationAction.NotifyPerson:
                return Tell([staff.Find(step.AgentId)], fact);
            case EscalationAction.CallWebhook:
                Sent.Add((step, fact));
                return "called a webhook";
            case EscalationAction.SendMail:
                Sent.Add((step, fact));
                return $"wrote to {step.Address}";
            case EscalationAction.RaisePriority:
                return RaisePriority();
            case EscalationAction.AssignLead:
                return Assign(Lead(found.DepartmentId), fact, state);
            case EscalationAction.AssignPerson:
                return Assign(staff.Find(step.AgentId), fact, state);
            case EscalationAction.RaiseLevel:
                found.EscalationLevel++;
                return $"raised the level to {found.EscalationLevel}";
            case EscalationAction.WriteNote:
                Notes.Add(step.Note!);
                return "wrote a note";
            default:
                throw new UnreachableException($"No step does {step.Action}.");
        }
    }

    /// <summary>Where those meant are missing, or may not see the case, the whole department is told: an alarm must not go nowhere.</summary>
    private string Tell(IReadOnlyList<Staff.Member?> meant, EscalationFact fact, long? department = null, string? name = null)
    {
        var people = meant.OfType<Staff.Member>().Where(p => Staff.MayRead(p, found, rules)).ToList();
        var reached = people.Count > 0;
        if (!reached)
        {
            department ??= found.DepartmentId;
            people = [.. staff.Of(department.Value)];
            name = rules.Departments[department.Value].Name;
        }

        _told.AddRange(people.Select(p => (p.Id, NotificationKind.Escalation, fact)));
        return "told " + (name ?? people[0].Name);
    }

    private string RaisePriority()
    {
        if (found.Priority == Priority.Urgent)
        {
            return "left the priority, which is urgent already";
        }

        // Changes the order only: what was promised stays promised.
        found.RaisePriority();
        Note(CaseEventKind.PriorityChanged, $"{found.Priority - 1} → {found.Priority}");
        return $"raised the priority to {found.Priority}";
    }

    private string Assign(Staff.Member? person, EscalationFact fact, string state)
    {
        // As in AssignCase.
        if (person is null || (person.Role is not (Role.Manager or Role.Admin) && !person.Departments.Contains(found.DepartmentId)))
        {
            return "could not give the case to the one meant, who is not of its department; " + Tell([], fact);
        }

        if (found.AssigneeId == person.Id)
        {
            return $"left it with {person.Name}; " + Tell([person], fact);
        }

        found.Assign(person.Id);
        Note(CaseEventKind.Assigned, person.Name);
        _told.Add((person.Id, NotificationKind.Assigned, fact with { Assignee = person.Name, Text = $"{found.Number} is yours now: {state}" }));
        return $"gave the case to {person.Name}";
    }

    private Staff.Member? Lead(long departmentId) => staff.Find(rules.Departments[departmentId].LeadId);

    private EscalationFact Fact(SlaClock clock, bool late, DateTimeOffset owedAt, string state) => new(
        found.Id, clock.Metric, clock.Cycle, late, clock.BreachedAt ?? clock.DueAt, owedAt, rules.Departments[found.DepartmentId].Name, found.Priority, found.EscalationLevel,
        staff.Find(found.AssigneeId)?.Name, $"{found.Number}: {state}");

    private void Note(CaseEventKind kind, string detail) => Events.Add(new CaseEvent { CaseId = found.Id, At = now, Kind = kind, Detail = detail });
}

using Inbox.Core.Cases;
using Inbox.Core.Cases.Tasks;
using Inbox.Core.Customers;
using Inbox.Core.Routing;
using Inbox.Core.Sla;

namespace Inbox.Core.Demo;

/// <summary>
/// One case as it happened. Each step passes through the case and its clocks at the time it is told for, as the commands do,
/// and the steps of escalation ladders are taken on the way; so what reports find afterwards is true. Steps are told in order.
/// </summary>
internal sealed partial class CaseTale
{
    private readonly TaleBook _book;
    private readonly Ladder _ladder;
    private Message _newest;

    private CaseTale(TaleBook book, Person customer, Case @case, Message first)
    {
        (_book, Customer, Case, _newest) = (book, customer, @case, first);
        Clocks = new CaseClocks(book.Company.Rules, @case, []);
        _ladder = new Ladder(book, @case, Clocks);
    }

    public Case Case { get; }

    public CaseClocks Clocks { get; }

    public Person Customer { get; }

    /// <summary>The newest word between the customer and us.</summary>
    public Message Newest => _newest;

    private Rules Rules => _book.Company.Rules;

    /// <summary>The first message opens the case: routed, clocks started, offered to a contractor where a rule says so.</summary>
    public static CaseTale Open(TaleBook book, Person customer, Message first, string subject, Colleague? byCall = null, long? mayBelongTo = null)
    {
        var (rules, at) = (book.Company.Rules, first.ReceivedAt);
        var routing = CaseRouter.Route(rules, new RoutingFacts(first.ChannelId, subject, first.ReplyText, first.FromAddress, first.Reach)
        {
            CustomerGroup = customer.Customer.Group,
            EarlierCases = book.EarlierCases(customer.Id),
            At = at,
        });
        var opened = Case.Open(book.Ids.Cases.Dequeue(), new CaseOpening
        {
            Subject = subject,
            ChannelId = first.ChannelId,
            DepartmentId = routing.DepartmentId,
            CustomerId = customer.Id,
            AssigneeId = byCall?.Id,
            Priority = routing.Priority ?? Priority.Normal,
            Visibility = first.Visibility,
            Tags = routing.Tags,
            RoutingRuleId = routing.RuleId,
            RoutingReason = routing.Reason,
            SlaPolicyId = routing.SlaPolicyId,
            RoutedBy = routing.By,
            MayBelongToId = mayBelongTo,
        }, at);
        book.Remember(customer.Id, at, routing);
        var tale = new CaseTale(book, customer, opened, first);
        first.Join(opened.Id);
        opened.Add(first);
        tale.Clocks.Opened(at, byUs: byCall is not null, customer.Customer.Group);
        tale.Tell(CaseEventKind.Opened, byCall, at, routing.Reason);
        if (routing.OfferToId is { } contractor)
        {
            tale.AddOffer(contractor, by: null, routing.Reason, at);
        }

        book.Tales.Add(tale);
        return tale;
    }

    public void Assign(DateTimeOffset at, Colleague? to, Colleague? by)
    {
        Until(at);
        Case.Assign(to?.Id);
        Case.Touch();
        Tell(CaseEventKind.Assigned, by, at, to?.Name ?? "nobody");
    }

    public void Offer(DateTimeOffset at, Colleague? by, long departmentId, string reason)
    {
        Until(at);
        Case.Touch();
        AddOffer(departmentId, by, reason, at);
    }

    public void Decide(DateTimeOffset at, Colleague? by, HandoffState decision, string? reason = null)
    {
        Until(at);
        var offer = _book.Handoffs.FindLast(h => h.CaseId == Case.Id)!;
        offer.Decide(decision, by?.Id, at, reason);
        Clocks.HandoffDecided(at);
        Case.OfferedToId = null;
        Case.Touch();
        var receiver = Rules.Departments[offer.ToDepartmentId].Name;
        if (decision == HandoffState.Accepted)
        {
            Case.MoveTo(offer.ToDepartmentId);
            Case.Assign(by?.Id);
            Clocks.DepartmentChanged(at);
            Tell(CaseEventKind.HandoffAccepted, by, at, $"by {receiver}");
        }
        else
        {
            Case.Return(at);
            Tell(CaseEventKind.HandoffDeclined, by, at, $"by {receiver}: “{reason}”");
        }
    }

    public void SetStatus(DateTimeOffset at, Colleague? by, CaseStatus status, string? reason = null)
    {
        Until(at);
        var before = Case.Status;
        Case.SetStatus(status, at);
        Clocks.StatusChanged(before, at, reason);
        Tell(CaseEventKind.StatusChanged, by, at, reason is null ? $"{before} → {status}" : $"{before} → {status}: {reason}");
    }

    public void SetPriority(DateTimeOffset at, Colleague? by, Priority priority)
    {
        Until(at);
        var before = Case.Priority;
        Case.SetPriority(priority);
        Case.Touch();
        Clocks.PriorityChanged(at);
        Tell(CaseEventKind.PriorityChanged, by, at, $"{before} → {priority}");
    }

    public void Snooze(DateTimeOffset at, Colleague? by, DateTimeOffset until)
    {
        Until(at);
        Case.Snooze(Clock.Stored(until));
        Tell(CaseEventKind.Snoozed, by, at, FormattableString.Invariant($"until {until:d MMM HH:mm}"));
    }

    /// <summary>Something asked of another department, which has not done it yet.</summary>
    public void Ask(DateTimeOffset at, Colleague by, long departmentId, string text, DateTimeOffset due)
    {
        Until(at);
        _book.Tasks.Add(CaseTask.Ask(Case, departmentId, assigneeId: null, by.Id, text, due, at));
        Tell(CaseEventKind.TaskAsked, by, at, $"of {Rules.Departments[departmentId].Name}");
    }

    public void Tag(params IEnumerable<string> tags) => Case.SetTags([.. Case.Tags, .. tags]);

    /// <summary>The tale ends here: whatever was owed until now has happened.</summary>
    public void Until(DateTimeOffset at) => _ladder.ClimbTo(at);

    private void AddOffer(long departmentId, Colleague? by, string reason, DateTimeOffset at)
    {
        Case.OfferedToId = departmentId;
        Clocks.HandoffOffered(departmentId, at);
        _book.Handoffs.Add(new Handoff
        {
            CaseId = Case.Id,
            FromDepartmentId = Case.DepartmentId,
            ToDepartmentId = departmentId,
            OfferedById = by?.Id,
            Reason = reason,
            OfferedAt = at,
            Checklist = by is null ? Checklist.Unanswered(Rules.Departments[departmentId].Checklist) : Answered(Rules.Departments[departmentId].Checklist),
        });
        Tell(CaseEventKind.HandoffOffered, by, at, by is null ? $"to {Rules.Departments[departmentId].Name}" : $"to {Rules.Departments[departmentId].Name}: “{reason}”");
    }

    /// <summary>Whoever offers has looked the order up; the numbers follow from the case, so that each company tells the same.</summary>
    private List<ChecklistEntry> Answered(IEnumerable<ChecklistItem> demanded) =>
    [
        .. demanded.Select(i => new ChecklistEntry(i.Label, i.Kind, i.Required, i.Kind switch
        {
            ChecklistKind.Tick => Checklist.Yes,
            ChecklistKind.Number => FormattableString.Invariant($"{80_000 + (Case.Id * 37 % 9_000)}"),
            _ => FormattableString.Invariant($"AR14-{Case.Id * 7919 % 90_000 + 10_000}"),
        })),
    ];

    private void Tell(CaseEventKind kind, Colleague? by, DateTimeOffset at, string detail) =>
        _book.Events.Add(new CaseEvent { CaseId = Case.Id, At = at, Kind = kind, AgentId = by?.Id, Detail = detail });
}

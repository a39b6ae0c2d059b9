using System.Globalization;
using System.Linq.Expressions;
using Inbox.Core;
using Inbox.Core.Access;
using Inbox.Core.Cases;

namespace Inbox.Web.Pages.AgentsPage;

/// <summary>One entry of the views column: its key in addresses, and which cases it lists.</summary>
internal sealed record InboxView(string Key, string Name, string Icon, long? DepartmentId = null)
{
    /// <summary>"Due soon" means due within this time, or late.</summary>
    public static readonly TimeSpan Soon = TimeSpan.FromHours(2);

    public static readonly InboxView Mine = new("mine", "My cases", "person-check");
    public static readonly InboxView Following = new("following", "Following", "eye");
    public static readonly InboxView Unassigned = new("unassigned", "Unassigned", "box-arrow-in-down");
    public static readonly InboxView Handoffs = new("handoffs", "Handoffs to accept", "arrow-left-right");
    public static readonly InboxView Tasks = new("tasks", "Tasks", "check2-square");
    public static readonly InboxView Approvals = new("approvals", "To approve", "patch-check");
    public static readonly InboxView DueSoon = new("due", "Due soon", "alarm");
    public static readonly InboxView Waiting = new("waiting", "Waiting", "hourglass-split");
    public static readonly InboxView Snoozed = new("snoozed", "Snoozed", "moon");
    public static readonly InboxView Thanks = new("thanks", "After resolve", "hand-thumbs-up");
    public static readonly InboxView All = new("all", "All open", "collection");
    public static readonly InboxView Automatic = new("automatic", "Automatic", "robot");

    public static readonly IReadOnlyList<InboxView> Fixed = [Mine, Following, Unassigned, Handoffs, Tasks, Approvals, DueSoon, Waiting, Snoozed, Thanks, All, Automatic];

    /// <summary>What to say where the view has no case.</summary>
    public string Empty => Key switch
    {
        "mine" => "No case is yours. Take one from Unassigned.",
        "following" => "You follow no open case. Follow one with w.",
        "unassigned" => "Everything has somebody who looks after it.",
        "handoffs" => "No handoff waits for your departments.",
        "tasks" => "Nobody asks your departments for anything.",
        "approvals" => "No answer waits for your approval.",
        "due" => "Nothing is late, and nothing is due within two hours.",
        "waiting" => "Nobody keeps you waiting.",
        "snoozed" => "No case sleeps.",
        "thanks" => "No thanks came after a case was resolved.",
        "automatic" => "No automatic mail came without a case.",
        _ => "Nothing is open here. Well done.",
    };

    private const string DepartmentPrefix = "department-";

    public static InboxView Department(long id, string name) =>
        new(string.Create(CultureInfo.InvariantCulture, $"{DepartmentPrefix}{id}"), name, "circle-fill", id);

    /// <summary>The view of an address; where a person lands when it names none.</summary>
    public static InboxView Find(string? key, Rules rules, Actor actor)
    {
        if (key is not null && key.StartsWith(DepartmentPrefix, StringComparison.Ordinal)
            && long.TryParse(key.AsSpan(DepartmentPrefix.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var id)
            && rules.Departments.TryGetValue(id, out var department))
        {
            return Department(id, department.Name);
        }

        return Fixed.FirstOrDefault(v => v.Key == key) ?? (actor.AgentId is null ? All : Mine);
    }

    /// <summary>The cases of this view among those the actor may read. <see cref="ViewCounts"/> counts by the same conditions.</summary>
    /// <param name="away">Agents who are not here: what we owe on their cases is offered to their colleagues, too.</param>
    public IQueryable<Case> Of(IQueryable<Case> cases, Actor actor, long[] away, DateTimeOffset now)
    {
        var (visible, me, soon, scope) = (cases.VisibleTo(actor), actor.AgentId, now + Soon, ScopeOf(actor));
        if (this == Thanks)
        {
            var thanked = visible.Where(c => c.ThanksUntil != null);
            return scope is null ? thanked : thanked.Where(c => scope.Contains(c.DepartmentId));
        }

        var open = visible.Where(c => c.IsOpen);
        if (DepartmentId is { } department)
        {
            return open.Where(c => c.DepartmentId == department);
        }

        if (this == Mine)
        {
            return open.Where(c => c.AssigneeId == me && (c.SnoozedUntil == null || c.SnoozedUntil <= now));
        }

        if (this == Following)
        {
            // The open ones first, from their index: a person follows many closed cases, and none of these rows is wanted.
            var followed = cases.Where(c => c.IsOpen && c.Followers.Any(f => f.AgentId == me)).Select(c => c.Id);
            return open.Where(c => followed.Contains(c.Id));
        }

        if (this == All)
        {
            return open;
        }

        if (this == Handoffs)
        {
            return scope is null
                ? open.Where(c => c.OfferedToId != null)
                : open.Where(c => c.OfferedToId != null && scope.Contains(c.OfferedToId.Value));
        }

        var ours = scope is null ? open : open.Where(c => scope.Contains(c.DepartmentId));
        return Key switch
        {
            "unassigned" => ours.Where(Unlooked(away)).Where(c => (c.SnoozedUntil == null || c.SnoozedUntil <= now)),
            "due" => ours.Where(c => c.NextDueAt <= soon),
            "waiting" => ours.Where(c => (c.Status == CaseStatus.Waiting || c.Status == CaseStatus.OnHold) && (c.SnoozedUntil == null || c.SnoozedUntil <= now)),
            "snoozed" => ours.Where(c => c.SnoozedUntil > now),
            _ => open,
        };
    }

    /// <summary>Nobody looks after the case: it has no assignee, or we owe an answer and the assignee is not here.</summary>
    public static Expression<Func<Case, bool>> Unlooked(long[] away) => c =>
        c.AssigneeId == null || (away.Contains(c.AssigneeId.Value) && (c.Status == CaseStatus.New || c.Status == CaseStatus.Open));

    /// <summary>
    /// The departments whose work the actor shares: an agent's own. Null means all, for those who work everywhere or,
    /// like most managers, belong to none.
    /// </summary>
    public static long[]? ScopeOf(Actor actor) =>
        actor.Everywhere || actor.DepartmentIds.Length == 0 ? null : actor.DepartmentIds;
}

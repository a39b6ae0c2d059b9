using Inbox.Core.Access;
using Inbox.Core.Cases;
using Inbox.Core.Channels;
using Inbox.Core.Customers;
using Inbox.Core.Departments;
using Inbox.Core.Playbooks;
using Inbox.Core.Routing;
using Inbox.Core.Routing.Learning;
using Inbox.Core.Sla;
using Inbox.Core.Tags;

namespace Inbox.Core;

/// <summary>One consistent reading of the settings: departments, channels, calendars, routing rules, policies.</summary>
public sealed class Rules
{
    private readonly Dictionary<long, WorkingTime> _hours;
    private readonly Dictionary<(long CalendarId, int Version), WorkingTime> _earlier;

    public Rules(
        IEnumerable<Department> departments,
        IEnumerable<Channel> channels,
        IEnumerable<Calendar> calendars,
        IEnumerable<RoutingRule> routing,
        IEnumerable<SlaPolicy> policies,
        IReadOnlyDictionary<string, long> agentsByEmail,
        IReadOnlyDictionary<long, string>? signatures = null,
        IEnumerable<EarlierHours>? earlierHours = null,
        IEnumerable<AwayAgent>? away = null)
    {
        Away = [.. away ?? []];
        Departments = departments.ToDictionary(d => d.Id);
        Channels = channels.ToDictionary(c => c.Id);
        Routing = [.. routing.Where(r => r.Enabled).OrderBy(r => r.Position).ThenBy(r => r.Id)];
        Policies = [.. policies.Where(p => p.Enabled).OrderBy(p => p.Position).ThenBy(p => p.Id)];
        AllPolicies = policies.ToDictionary(p => p.Id);
        AgentsByEmail = agentsByEmail;
        Calendars = calendars.ToDictionary(c => c.Id);
        _hours = Calendars.Values.ToDictionary(c => c.Id, c => c.Times().ToWorkingTime());
        _earlier = (earlierHours ?? []).ToDictionary(h => (h.CalendarId, h.Version), h => h.Times.ToWorkingTime());
        Signatures = signatures ?? new Dictionary<long, string>();
        Zones = Calendars.Values.ToDictionary(c => c.Id, c => c.TimeZone);
        Doors = Channels.Values.Where(c => c.Enabled).OrderBy(c => c.Id)
            .Select(c => (Key: (c.Kind, HandleKinds.Normalise(c.Kind, c.Address)), Door: c))
            .Where(d => d.Key.Item2.Length > 0).DistinctBy(d => d.Key).ToDictionary(d => d.Key, d => d.Door);
        OwnAddresses = Channels.Values.GroupBy(c => c.Kind, StringComparer.Ordinal).ToDictionary(
            g => g.Key,
            g => (IReadOnlyList<string>)[.. g.Select(c => HandleKinds.Normalise(HandleKinds.Email, c.Address)).Where(a => a.Length > 0)],
            StringComparer.Ordinal);
        Router = new CompiledRules(Routing, this);
    }

    public IReadOnlyDictionary<long, Department> Departments { get; }

    public IReadOnlyDictionary<long, Channel> Channels { get; }

    public IReadOnlyDictionary<long, Calendar> Calendars { get; }

    /// <summary>Enabled rules in order.</summary>
    public IReadOnlyList<RoutingRule> Routing { get; }

    /// <summary><see cref="Routing"/>, ready to be tried.</summary>
    public CompiledRules Router { get; }

    /// <summary>Enabled policies in order.</summary>
    public IReadOnlyList<SlaPolicy> Policies { get; }

    /// <summary>The managed list.</summary>
    public TagList Tags { get; init; } = TagList.Free;

    /// <summary>Those that are switched on, by name.</summary>
    public IReadOnlyList<Playbook> Playbooks { get; init; } = [];

    /// <summary>Normalised mail address to agent.</summary>
    public IReadOnlyDictionary<string, long> AgentsByEmail { get; }

    /// <summary>What past cases taught; null unless an admin allowed its use.</summary>
    internal Learnt? Learnt { get; init; }

    private IReadOnlyDictionary<long, string> Signatures { get; }

    private IReadOnlyList<AwayAgent> Away { get; }

    private Dictionary<long, string> Zones { get; }

    private Dictionary<long, SlaPolicy> AllPolicies { get; }

    private Dictionary<string, IReadOnlyList<string>> OwnAddresses { get; }

    private Dictionary<(string Kind, string Address), Channel> Doors { get; }

    /// <summary>The playbooks that this actor may open on cases of a department; contractors only those of their own.</summary>
    public IEnumerable<Playbook> PlaybooksFor(long departmentId, Actor actor) =>
        Playbooks.Where(p => p.DepartmentId == departmentId ? !actor.External || actor.Works(departmentId) : p.DepartmentId is null && !actor.External);

    public ChannelInfo Info(Channel channel) => channel.Info(OwnAddresses[channel.Kind]);

    /// <summary>The open door of this address, whatever word a reply carries behind a plus; null when the address is not ours.</summary>
    public Channel? DoorOf(string kind, string address)
    {
        for (var at = HandleKinds.Normalise(kind, address); at.Length > 0; at = HandleKinds.WithoutTag(at))
        {
            if (Doors.TryGetValue((kind, at), out var door))
            {
                return door;
            }
        }

        return null;
    }

    public Channel? ChannelByKey(string key) =>
        Channels.Values.FirstOrDefault(c => string.Equals(c.Key, key, StringComparison.OrdinalIgnoreCase));

    /// <summary>What stands under an answer: the agent's own signature, then the department's.</summary>
    public string Signature(long departmentId, long? agentId) => string.Join('\n', new[]
    {
        agentId is { } id && Signatures.TryGetValue(id, out var own) ? own.Trim() : "",
        Departments[departmentId].Signature.Trim(),
    }.Where(s => s.Length > 0));

    /// <summary>IANA id of the zone a department works in; null when it has no calendar.</summary>
    public string? Zone(long departmentId) =>
        Departments[departmentId].CalendarId is { } id && Zones.TryGetValue(id, out var zone) ? zone : null;

    /// <summary>Those who are not here now. Their cases that we owe an answer on are offered to their colleagues.</summary>
    public long[] AwayAt(DateTimeOffset now) => [.. Away.Where(a => a.Until is null || a.Until > now).Select(a => a.Id)];

    public AwayAgent? WhoIsAway(long? agentId, DateTimeOffset now) => Away.FirstOrDefault(a => a.Id == agentId && (a.Until is null || a.Until > now));

    public SlaPolicy? Policy(long? id) => id is { } known && AllPolicies.TryGetValue(known, out var policy) ? policy : null;

    /// <summary>The hours of a calendar; around the clock without one.</summary>
    public WorkingTime Hours(long? calendarId) =>
        calendarId is { } id && _hours.TryGetValue(id, out var hours) ? hours : WorkingTime.AroundTheClock;

    /// <summary>The hours by which a clock was reckoned: those before an edit, until it is recomputed.</summary>
    public WorkingTime Hours(SlaClock clock) =>
        clock.CalendarId is { } id && _earlier.TryGetValue((id, clock.HoursVersion), out var earlier) ? earlier : Hours(clock.CalendarId);

    /// <summary>Its calendar or its policy says something else by now.</summary>
    public bool IsOutdated(SlaClock clock) =>
        (clock.CalendarId is { } id && Calendars.TryGetValue(id, out var calendar) && calendar.HoursVersion != clock.HoursVersion) || HasOutdatedTerms(clock);

    /// <summary>Its policy says something else by now.</summary>
    public bool HasOutdatedTerms(SlaClock clock) => Policy(clock.PolicyId) is { } policy && policy.TermsVersion != clock.TermsVersion;

    /// <summary>The first policy whose conditions all hold.</summary>
    public SlaPolicy? PolicyFor(Case @case, string? customerGroup) => Policies.FirstOrDefault(p => p.FirstObstacle(@case, customerGroup, Departments[@case.DepartmentId]) is null);

    /// <summary>The calendar that counts: the policy's, else the channel's, else the department's; null is around the clock.</summary>
    public long? CalendarFor(SlaPolicy? policy, long channelId, long departmentId) =>
        policy?.AroundTheClock == true ? null : policy?.CalendarId ?? Channels[channelId].CalendarId ?? Departments[departmentId].CalendarId;

    /// <summary>What a new clock of this metric runs by.</summary>
    /// <param name="departmentId">The department whose hours count where neither policy nor channel has any; null: the owner's.</param>
    public ClockTerms Terms(Case @case, SlaMetric metric, long? departmentId = null)
    {
        var policy = Policy(@case.SlaPolicyId);
        return Terms(policy, CalendarFor(policy, @case.ChannelId, departmentId ?? @case.DepartmentId), metric, @case.PromisedPriority);
    }

    /// <summary>What an existing clock goes on by: its own calendar and policy, and the hours it was reckoned by.</summary>
    public ClockTerms Terms(SlaClock clock, Priority priority) =>
        Terms(Policy(clock.PolicyId), clock.CalendarId, clock.Metric, priority) with { Hours = Hours(clock) };

    public ClockTerms Terms(SlaPolicy? policy, long? calendarId, SlaMetric metric, Priority priority)
    {
        var minutes = policy?.Targets.Find(t => t.Metric == metric)?.For(priority);
        return new ClockTerms(
            policy?.Id,
            calendarId,
            Hours(calendarId),
            minutes is { } m ? TimeSpan.FromMinutes(m) : null,
            policy?.Steps ?? [],
            calendarId is { } id && Calendars.TryGetValue(id, out var calendar) ? calendar.HoursVersion : 0,
            policy?.TermsVersion ?? 0);
    }
}

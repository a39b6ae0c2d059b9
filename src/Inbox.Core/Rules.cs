using Inbox.Core.Cases;
using Inbox.Core.Channels;
using Inbox.Core.Customers;
using Inbox.Core.Departments;
using Inbox.Core.Routing;
using Inbox.Core.Sla;

namespace Inbox.Core;

/// <summary>One consistent reading of the settings: departments, channels, calendars, routing rules, policies.</summary>
public sealed class Rules
{
    private readonly Dictionary<long, WorkingTime> _hours;

    public Rules(
        IEnumerable<Department> departments,
        IEnumerable<Channel> channels,
        IEnumerable<Calendar> calendars,
        IEnumerable<RoutingRule> routing,
        IEnumerable<SlaPolicy> policies,
        IReadOnlyDictionary<string, long> agentsByEmail)
    {
        Departments = departments.ToDictionary(d => d.Id);
        Channels = channels.ToDictionary(c => c.Id);
        Routing = [.. routing.Where(r => r.Enabled).OrderBy(r => r.Position).ThenBy(r => r.Id)];
        Policies = [.. policies.Where(p => p.Enabled).OrderBy(p => p.Position).ThenBy(p => p.Id)];
        AllPolicies = policies.ToDictionary(p => p.Id);
        AgentsByEmail = agentsByEmail;
        Calendars = calendars.ToDictionary(c => c.Id);
        _hours = Calendars.Values.ToDictionary(c => c.Id, HoursOf);
        Doors = Channels.Values.Where(c => c.Enabled).OrderBy(c => c.Id)
            .Select(c => (Key: (c.Kind, HandleKinds.Normalise(c.Kind, c.Address)), Door: c))
            .Where(d => d.Key.Item2.Length > 0).DistinctBy(d => d.Key).ToDictionary(d => d.Key, d => d.Door);
        OwnAddresses = Channels.Values.GroupBy(c => c.Kind, StringComparer.Ordinal).ToDictionary(
            g => g.Key,
            g => (IReadOnlyList<string>)[.. g.Select(c => HandleKinds.Normalise(HandleKinds.Email, c.Address)).Where(a => a.Length > 0)],
            StringComparer.Ordinal);
    }

    public IReadOnlyDictionary<long, Department> Departments { get; }

    public IReadOnlyDictionary<long, Channel> Channels { get; }

    public IReadOnlyDictionary<long, Calendar> Calendars { get; }

    /// <summary>Enabled rules in order.</summary>
    public IReadOnlyList<RoutingRule> Routing { get; }

    /// <summary>Enabled policies in order.</summary>
    public IReadOnlyList<SlaPolicy> Policies { get; }

    /// <summary>Normalised mail address to agent.</summary>
    public IReadOnlyDictionary<string, long> AgentsByEmail { get; }

    private Dictionary<long, SlaPolicy> AllPolicies { get; }

    private Dictionary<string, IReadOnlyList<string>> OwnAddresses { get; }

    private Dictionary<(string Kind, string Address), Channel> Doors { get; }

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

    public SlaPolicy? Policy(long? id) => id is { } known && AllPolicies.TryGetValue(known, out var policy) ? policy : null;

    /// <summary>The hours of a calendar; around the clock without one.</summary>
    public WorkingTime Hours(long? calendarId) =>
        calendarId is { } id && _hours.TryGetValue(id, out var hours) ? hours : WorkingTime.AroundTheClock;

    /// <summary>The first policy whose conditions all hold.</summary>
    public SlaPolicy? PolicyFor(Case @case, string? customerGroup) => Policies.FirstOrDefault(p =>
        (p.ChannelId is null || p.ChannelId == @case.ChannelId)
        && (p.DepartmentId is null || p.DepartmentId == @case.DepartmentId)
        && (p.Priority is null || p.Priority == @case.Priority)
        && (p.MinReach is null || @case.Reach >= p.MinReach)
        && (p.Tag is null || @case.Tags.Contains(p.Tag, StringComparer.OrdinalIgnoreCase))
        && (p.CustomerGroup is null || string.Equals(p.CustomerGroup, customerGroup, StringComparison.OrdinalIgnoreCase))
        && (p.External is null || p.External == Departments[@case.DepartmentId].External));

    /// <summary>What a new clock of this metric runs by: the policy's calendar, else the channel's, else the department's.</summary>
    public ClockTerms Terms(Case @case, SlaMetric metric)
    {
        var policy = Policy(@case.SlaPolicyId);
        var calendar = policy?.CalendarId ?? Channels[@case.ChannelId].CalendarId ?? Departments[@case.DepartmentId].CalendarId;
        return Terms(policy, policy?.AroundTheClock == true ? null : calendar, metric, @case.Priority);
    }

    /// <summary>What an existing clock goes on by: its own calendar and policy.</summary>
    public ClockTerms Terms(SlaClock clock, Priority priority) => Terms(Policy(clock.PolicyId), clock.CalendarId, clock.Metric, priority);

    public ClockTerms Terms(SlaPolicy? policy, long? calendarId, SlaMetric metric, Priority priority)
    {
        var minutes = policy?.Targets.Find(t => t.Metric == metric)?.For(priority);
        return new ClockTerms(
            policy?.Id,
            calendarId,
            Hours(calendarId),
            minutes is { } m ? TimeSpan.FromMinutes(m) : null,
            policy?.Steps ?? []);
    }

    internal static WorkingTime HoursOf(Calendar calendar) =>
        WeeklyHours.TryParse(calendar.Hours, out var shifts, out _)
            ? new WorkingTime(calendar.TimeZone, shifts, calendar.Holidays)
            : WorkingTime.AroundTheClock;
}

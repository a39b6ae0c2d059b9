using Inbox.Core.Access;
using Inbox.Core.Channels;
using Inbox.Core.Customers;

namespace Inbox.Core.Demo;

/// <summary>Somebody who works on cases in a tale.</summary>
internal sealed record Colleague(long Id, string Name);

/// <summary>The company in which tales happen: its settings, its doors by what they can do, its people by department.</summary>
internal sealed class Company
{
    private readonly Dictionary<long, List<Colleague>> _staff;
    private readonly ChannelKinds _kinds;

    public Company(Rules rules, ChannelKinds kinds, IReadOnlyCollection<Agent> agents)
    {
        (Rules, _kinds) = (rules, kinds);
        var doors = rules.Channels.Values.Where(c => c.Enabled).OrderBy(c => c.Id).ToList();
        Mail = doors.Find(c => kinds.Sender(c) is { Traits: { HandleKind: HandleKinds.Email, AnswersOver: null } })
            ?? throw new InvalidOperationException("There is no channel for e-mail, so there is nowhere for cases to come in.");
        Phone = doors.Find(c => kinds.Of(c).Traits.HandleKind == HandleKinds.Phone);
        Blogs = doors.FindAll(c => kinds.Of(c).Traits.Public);
        _staff = rules.Departments.Keys.ToDictionary(
            id => id,
            id => agents.Where(a => a.Role != Role.Marketing && a.DisabledAt is null && a.Departments.Exists(d => d.DepartmentId == id))
                .OrderBy(a => a.Id).Select(a => new Colleague(a.Id, a.DisplayName)).ToList());
        AllStaff = new Sla.Staff(agents.Where(a => a.DisabledAt is null).Select(a => new Sla.Staff.Member(a.Id, a.DisplayName, a.Role, [.. a.Departments.Select(d => d.DepartmentId)])));
        Everybody = [.. agents.OrderBy(a => a.Id).Select(a => new Colleague(a.Id, a.DisplayName))];
        MailScope = Sender(Mail).Identify("scope", rules.Info(Mail)).ThreadScope;
    }

    public Rules Rules { get; }

    public Channel Mail { get; }

    public Channel? Phone { get; }

    public IReadOnlyList<Channel> Blogs { get; }

    public IReadOnlyList<Colleague> Everybody { get; }

    /// <summary>Those whom steps of escalation ladders may mean.</summary>
    public Sla.Staff AllStaff { get; }

    /// <summary>Where the ids of mails are known to each other.</summary>
    public string MailScope { get; }

    public ISendingChannel Sender(Channel channel) => _kinds.Sender(channel)!;

    public IReadOnlyList<Colleague> Staff(long departmentId) => _staff[departmentId];

    /// <summary>Somebody of the department, or of the company where it has nobody; null in a company without people.</summary>
    public Colleague? Somebody(Random random, long departmentId) =>
        _staff[departmentId] is { Count: > 0 } members ? random.Pick(members)
        : Everybody.Count > 0 ? random.Pick(Everybody) : null;

    public Sla.WorkingTime Hours(long departmentId) => Rules.Hours(Rules.Departments[departmentId].CalendarId);
}

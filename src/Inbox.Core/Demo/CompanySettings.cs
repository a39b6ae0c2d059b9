using Inbox.Core.Access;
using Inbox.Core.Cases;
using Inbox.Core.Channels;
using Inbox.Core.Data;
using Inbox.Core.Departments;
using Inbox.Core.Sla;
using Microsoft.EntityFrameworkCore;

namespace Inbox.Core.Demo;

/// <summary>The settings of the demo company: departments, calendars, doors, rules, promises and people.</summary>
internal static class CompanySettings
{
    public const string Name = "Larkfield";

    public const string Vip = "VIP";

    /// <summary>The blogs that are followed, with their readers and whether a post opens a case by itself.</summary>
    private static readonly (string Key, string Name, string Address, long Readers, bool OpensCase)[] Blogs =
    [
        ("the-disconnect", "The Disconnect", "https://the-disconnect.example/", 22_000, true),
        ("repair-diaries", "Repair Diaries", "https://repairdiaries.example/", 12_500, true),
        ("kettle-and-keyboard", "Kettle & Keyboard", "https://kettleandkeyboard.example/", 6_400, true),
        ("northern-thrift", "Northern Thrift", "https://northernthrift.example/", 2_100, false),
        ("campus-notes", "Campus Notes", "https://campusnotes.example/", 900, false),
    ];

    public static async Task WriteAsync(InboxDb db, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var london = Hours(("Monday Tuesday Wednesday Thursday Friday Saturday", "08:00-20:00"));
        var calendars = new Dictionary<string, Calendar>(StringComparer.Ordinal)
        {
            ["support"] = Calendar("Support hours", london),
            ["delivery"] = Calendar("Delivery hours", Hours(("Monday Tuesday Wednesday Thursday Friday", "07:00-19:00"), ("Saturday", "08:00-14:00"))),
            ["billing"] = Calendar("Office hours", Hours(("Monday Tuesday Wednesday Thursday Friday", "09:00-17:00"))),
            ["repair"] = Calendar("Workshop hours", Hours(("Monday Tuesday Wednesday Thursday Friday", "08:00-16:00"))),
        };
        foreach (var calendar in calendars.Values)
        {
            Close(calendar, now.Year);
        }

        db.Calendars.AddRange(calendars.Values);
        await db.SaveChangesAsync(cancellationToken);

        var support = Department("Support", "support", 0, calendars, $"{Name} Support · 020 7946 0100");
        var delivery = Department("Delivery", "delivery", 1, calendars, $"{Name} Delivery");
        var billing = Department("Billing", "billing", 2, calendars, $"{Name} Billing");
        var repair = Department("Repair partner", "repair", 3, calendars, $"Benchworks, repair partner of {Name}", external: true);
        repair.Checklist = [new("Order number", ChecklistKind.Number, Required: true), new("Serial number", ChecklistKind.Text, Required: false), new("The customer knows that the device goes to the workshop", ChecklistKind.Tick, Required: true)];
        db.Departments.AddRange(support, delivery, billing, repair);
        await db.SaveChangesAsync(cancellationToken);

        await CompanyPeople.WriteAsync(db, support, delivery, billing, repair, cancellationToken);
        AddDoors(db, support, now);
        CompanyRules.Add(db, support, delivery, billing, repair);
        AddPromises(db);
        await CompanyTools.WriteAsync(db, support, delivery, billing, repair, cancellationToken);
        await db.SaveChangesAsync(cancellationToken);
    }

    private static void AddDoors(InboxDb db, Department support, DateTimeOffset now)
    {
        db.Channels.AddRange(
            new Channel { Key = "support", Name = $"{Name} Support", Kind = "email", DepartmentId = support.Id, Address = "support@larkfield.example", Settings = $$"""{"fromName":"{{Name}}"}""" },
            new Channel { Key = "phone", Name = "Customer line", Kind = "phone", DepartmentId = support.Id, Address = "+44 20 7946 0100", Settings = """{"countryCode":"44"}""" });

        // The blogs do not exist, so nobody looks for news there: NextPollAt stays "never".
        db.Channels.AddRange(Blogs.Select(b => new Channel
        {
            Key = b.Key,
            Name = b.Name,
            Kind = "feed",
            DepartmentId = support.Id,
            Address = b.Address,
            Settings = FormattableString.Invariant($$"""{"watchWords":["{{Name}}"],"opensCase":{{(b.OpensCase ? "true" : "false")}},"pollMinutes":15,"audience":{{b.Readers}}}"""),
            LastPolledAt = now.AddMinutes(-4),
        }));
    }

    private static void AddPromises(InboxDb db)
    {
        db.SlaPolicies.AddRange(
            new SlaPolicy { Name = "Loud in public", Position = 1, MinReach = 5_000, AroundTheClock = true, Targets = Targets(30, 60, 12 * 60), Steps = Steps() },
            new SlaPolicy { Name = "VIP customers", Position = 2, CustomerGroup = Vip, AroundTheClock = true, Targets = Targets(60, 120, 7 * 24 * 60), Steps = Steps() },
            new SlaPolicy
            {
                Name = "Everybody",
                Position = 3,
                PauseOnHold = true,
                Targets =
                [
                    new SlaTarget(SlaMetric.FirstReply, 240, 60, 30, 15), new SlaTarget(SlaMetric.NextReply, 480, 240, 120, 60),
                    new SlaTarget(SlaMetric.Update, null, null, 12 * 60, 6 * 60),
                    new SlaTarget(SlaMetric.Resolution, 48 * 60, 24 * 60, 12 * 60, 6 * 60), new SlaTarget(SlaMetric.HandoffAccept, 480, 240, 240, 120),
                ],
                Steps = Steps(),
            });

        static List<SlaTarget> Targets(int first, int next, int resolution) =>
        [
            new(SlaMetric.FirstReply, first, first, first, first), new(SlaMetric.NextReply, next, next, next, next),
            new(SlaMetric.Resolution, resolution, resolution, resolution, resolution), new(SlaMetric.HandoffAccept, 240, 240, 240, 120),
        ];

        static List<EscalationStep> Steps() =>
        [
            .. new[] { SlaMetric.FirstReply, SlaMetric.NextReply, SlaMetric.Resolution }.SelectMany(metric => new EscalationStep[]
            {
                new(1, metric, StepTime.Share(75), EscalationAction.NotifyAssignee),
                new(2, metric, StepTime.Due, EscalationAction.NotifyLead), new(3, metric, StepTime.Due, EscalationAction.RaiseLevel),
                new(4, metric, StepTime.Share(150), EscalationAction.RaisePriority),
            }),
            new(1, SlaMetric.HandoffAccept, StepTime.Before(60), EscalationAction.NotifyDepartment),
            new(1, SlaMetric.Callback, StepTime.Before(15), EscalationAction.NotifyAssignee), new(2, SlaMetric.Callback, StepTime.Due, EscalationAction.NotifyLead),
        ];
    }

    private static Department Department(string name, string key, int hue, Dictionary<string, Calendar> calendars, string signature, bool external = false) =>
        new() { Name = name, Key = key, Hue = hue, CalendarId = calendars[key].Id, Signature = signature, External = external };

    private static Calendar Calendar(string name, Dictionary<string, string[]> hours) => new() { Name = name, TimeZone = "Europe/London", Hours = hours };

    private static void Close(Calendar calendar, int year)
    {
        calendar.Holidays =
        [
            new(new DateOnly(year, 12, 25), "Christmas Day"), new(new DateOnly(year, 12, 26), "Boxing Day"), new(new DateOnly(year + 1, 1, 1), "New Year’s Day"),
            new(new DateOnly(year + 1, 12, 25), "Christmas Day"), new(new DateOnly(year + 1, 12, 26), "Boxing Day"),
        ];
        calendar.Exceptions = [new(new DateOnly(year, 12, 24), ["09:00-13:00"], "Christmas Eve")];
    }

    private static Dictionary<string, string[]> Hours(params (string Days, string Open)[] shifts) =>
        shifts.SelectMany(s => s.Days.Split(' ').Select(day => (Day: day, s.Open)))
            .ToDictionary(s => s.Day.ToLowerInvariant(), s => new[] { s.Open }, StringComparer.Ordinal);
}

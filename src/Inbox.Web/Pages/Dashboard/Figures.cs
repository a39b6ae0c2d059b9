using Inbox.Core.Departments;
using Inbox.Core.Sla;

namespace Inbox.Web.Pages.Dashboard;

/// <summary>What the dashboard is asked for.</summary>
/// <param name="Days">Length of the period, and of the one before it.</param>
/// <param name="DepartmentId">Null: every department the reader may see.</param>
/// <param name="WorkingHours">Count working time; otherwise the time on the clock.</param>
public sealed record Ask(int Days, long? DepartmentId, bool WorkingHours)
{
    public static IReadOnlyList<int> Periods { get; } = [7, 28, 90];
}

/// <summary>Lengths of stopped cycles in seconds. Cycles met the moment they began (a call, our own mail) made nobody wait and are left out.</summary>
public sealed record Lengths(int Count, double? Median, double? P90, double Sum)
{
    public static Lengths None { get; } = new(0, Median: null, P90: null, 0);
}

/// <summary>Promises due in a period, and those of them that were kept.</summary>
public sealed record Promises(int Due, int Kept)
{
    public static Promises None { get; } = new(0, 0);

    public int Broken => Due - Kept;

    /// <summary>Percent; null when nothing was due.</summary>
    public double? Share => Due == 0 ? null : 100.0 * Kept / Due;
}

/// <summary>Open cases by age: under a day, one to three, three to seven, seven to thirty, older.</summary>
public sealed record Backlog(int Open, int Unassigned, DateTimeOffset? Oldest, IReadOnlyList<int> ByAge)
{
    public static IReadOnlyList<string> Ages { get; } = ["< 1 day", "1–3 days", "3–7 days", "7–30 days", "> 30 days"];

    public static Backlog None { get; } = new(0, 0, Oldest: null, [0, 0, 0, 0, 0]);
}

/// <summary>First replies of one day, seconds; empty days have no figures.</summary>
public sealed record Day(DateOnly Date, int Count, double? Median, double? P90);

/// <summary>Messages of customers by ISO weekday (1 Monday) and hour.</summary>
public sealed record Hour(int Weekday, int Of, int Messages);

/// <summary>One department, or all of them together.</summary>
public sealed class Board
{
    public Dictionary<SlaMetric, Lengths> Now { get; } = [];

    public Dictionary<SlaMetric, Lengths> Before { get; } = [];

    public Promises Kept { get; set; } = Promises.None;

    public Promises KeptBefore { get; set; } = Promises.None;

    public Backlog Backlog { get; set; } = Backlog.None;

    public Lengths Of(SlaMetric metric) => Now.GetValueOrDefault(metric, Lengths.None);

    /// <summary>Change of the median against the period before, in percent; null without both.</summary>
    public double? Change(SlaMetric metric) =>
        Of(metric).Median is { } now && Before.GetValueOrDefault(metric)?.Median is { } then and > 0 ? 100 * (now - then) / then : null;
}

public sealed record Figures(
    Ask Ask,
    DateTimeOffset At,
    Board All,
    IReadOnlyList<(Department Department, Board Board)> Departments,
    double? FirstReplyTarget,
    IReadOnlyList<Day> Days,
    IReadOnlyList<Hour> Hours);

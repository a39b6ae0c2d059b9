using System.Globalization;
using System.Text.Json;
using Inbox.Core.Departments;
using Inbox.Core.Sla;
using MediatR;
using Microsoft.AspNetCore.Mvc;

namespace Inbox.Web.Pages.Dashboard;

/// <summary>Response times, promises kept and backlog, for managers.</summary>
public sealed class IndexModel(IMediator mediator, Core.Rulebook rulebook) : InboxPage
{
    [BindProperty(SupportsGet = true)]
    public int Days { get; set; } = 28;

    [BindProperty(SupportsGet = true)]
    public long? Department { get; set; }

    /// <summary>working or clock.</summary>
    [BindProperty(SupportsGet = true)]
    public string Time { get; set; } = "working";

    public Figures Figures { get; private set; } = null!;

    /// <summary>What the filter offers.</summary>
    public IReadOnlyList<Department> Choices { get; private set; } = [];

    public bool Working => Figures.Ask.WorkingHours;

    public async Task<IActionResult> OnGetAsync(CancellationToken cancellationToken)
    {
        await ReadAsync(cancellationToken);
        return Request.Headers.ContainsKey("HX-Request") ? Partial("_Board", this) : Page();
    }

    public async Task<IActionResult> OnGetCsvAsync(CancellationToken cancellationToken)
    {
        await ReadAsync(cancellationToken);
        return Csv.File(
            string.Create(CultureInfo.InvariantCulture, $"response-times-{Days}-days.csv"),
            [
                "Department", "Open", "Unassigned", "First replies", "First reply median s", "First reply p90 s", "Next replies", "Next reply median s", "Next reply p90 s",
                "Resolutions", "Resolution median s", "Resolution p90 s", "Accept handoff median s", "Time owned median s", "Promises due", "Promises kept", "Kept %",
            ],
            Figures.Departments.Select(d => Line(d.Department.Name, d.Board)).Append(Line("All", Figures.All)));
    }

    /// <summary>The address of this page with one thing changed.</summary>
    public string With(int? days = null, string? time = null, string? handler = null) => Url.Page("/Dashboard/Index", handler, new
    {
        days = days ?? Days,
        department = Department,
        time = time ?? Time,
    })!;

    /// <summary>Working time in hours, since its days have no fixed length; clock time as everywhere.</summary>
    public string Length(double? seconds)
    {
        if (seconds is not { } length)
        {
            return "–";
        }

        var span = TimeSpan.FromSeconds(Math.Round(length));
        if (!Working || span.TotalDays < 1)
        {
            return Shown.Duration(span);
        }

        return span.TotalHours < 100
            ? string.Create(CultureInfo.InvariantCulture, $"{(int)span.TotalHours}h {span.Minutes:00}m")
            : string.Create(CultureInfo.InvariantCulture, $"{span.TotalHours:0}h");
    }

    public static string Percent(double? share) => share is { } s ? string.Create(CultureInfo.InvariantCulture, $"{s:0.0}%") : "–";

    public string DaysJson() => JsonSerializer.Serialize(new
    {
        days = Figures.Days.Select(d => d.Date.ToString("d MMM", CultureInfo.InvariantCulture)),
        count = Figures.Days.Select(d => d.Count),
        median = Figures.Days.Select(d => d.Median),
        p90 = Figures.Days.Select(d => d.P90),
        target = Figures.FirstReplyTarget,
    });

    public string HoursJson() => JsonSerializer.Serialize(Figures.Hours.Select(h => new[] { h.Of, h.Weekday - 1, h.Messages }));

    public string BacklogJson() => JsonSerializer.Serialize(new
    {
        departments = Figures.Departments.Select(d => d.Department.Name),
        ages = Backlog.Ages,
        counts = Figures.Departments.Select(d => d.Board.Backlog.ByAge),
    });

    private static object?[] Line(string name, Board board)
    {
        var (first, next, resolution) = (board.Of(SlaMetric.FirstReply), board.Of(SlaMetric.NextReply), board.Of(SlaMetric.Resolution));
        return
        [
            name, board.Backlog.Open, board.Backlog.Unassigned,
            first.Count, Whole(first.Median), Whole(first.P90), next.Count, Whole(next.Median), Whole(next.P90),
            resolution.Count, Whole(resolution.Median), Whole(resolution.P90),
            Whole(board.Of(SlaMetric.HandoffAccept).Median), Whole(board.Of(SlaMetric.DepartmentTime).Median),
            board.Kept.Due, board.Kept.Kept, board.Kept.Share is { } share ? Math.Round(share, 1) : null,
        ];
    }

    private static double? Whole(double? seconds) => seconds is { } s ? Math.Round(s) : null;

    private async Task ReadAsync(CancellationToken cancellationToken)
    {
        Days = Ask.Periods.Contains(Days) ? Days : 28;
        Time = Time == "clock" ? "clock" : "working";
        var rules = await rulebook.GetAsync(cancellationToken);
        Choices = [.. rules.Departments.Values
            .Where(d => !Me.HiddenIds.Contains(d.Id) && (!Me.External || Me.Departments.Contains(d.Id)))
            .OrderBy(d => d.Name, StringComparer.OrdinalIgnoreCase)];
        Figures = await mediator.Send(new FiguresQuery.Query(new Ask(Days, Department, Time == "working"), Me), cancellationToken);
    }
}

using Inbox.Core;
using Inbox.Core.Access;
using Inbox.Core.Departments;
using Inbox.Web.Pages.Cases;
using Microsoft.AspNetCore.WebUtilities;

namespace Inbox.Web.Pages.AgentsPage;

/// <summary>What the views column shows.</summary>
internal sealed record ViewsColumn(InboxView Chosen, ViewCounts.Counts Counts, IReadOnlyList<Department> Departments, Actor Me)
{
    /// <summary>Contractors are not shown automatic mail; approvals stand there for those who have some to give.</summary>
    public bool Shows(InboxView view) =>
        view == InboxView.Automatic ? !Me.External : view != InboxView.Approvals || view == Chosen || Counts.Of(view).Number > 0;

    public static string Number(InboxView view, int count) =>
        view == InboxView.Automatic && count >= ViewCounts.MostAutomatic ? "99+" : Shown.Count(count);
}

/// <summary>What the list column shows, and the addresses that lead on from it.</summary>
/// <param name="Typed">The search box, as typed.</param>
/// <param name="Open">The number of the case that is open beside the list.</param>
internal sealed record ListColumn(
    InboxView View,
    SearchWords Search,
    string? Typed,
    string? Sort,
    bool Newest,
    int Count,
    Rules Rules,
    ChannelIcons Icons,
    string? Open,
    DateTimeOffset Now,
    Actor Me)
{
    public IReadOnlyList<CaseList.Row> Cases { get; init; } = [];

    public IReadOnlyList<AutomaticList.Row> Automatic { get; init; } = [];

    public IReadOnlyList<TaskList.Row> Tasks { get; init; } = [];

    public CaseList.Cursor? Next { get; init; }

    /// <summary>Its rows are cases, which can be sorted.</summary>
    public bool OfCases => !Search.IsEmpty || (View != InboxView.Automatic && View != InboxView.Tasks);

    public int Loaded => Cases.Count + Automatic.Count + Tasks.Count;

    /// <summary>This list with another case open, order, or page.</summary>
    public string Address(string? @case = null, string? sort = null, string? handler = null, string? after = null) =>
        QueryHelpers.AddQueryString("/inbox", new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["handler"] = handler,
            ["view"] = View.Key,
            ["q"] = string.IsNullOrEmpty(Typed) ? null : Typed,
            ["sort"] = sort ?? Sort,
            ["after"] = after,
            ["case"] = @case,
        }.Where(p => p.Value is not null));
}

using System.ComponentModel;
using System.Globalization;
using Inbox.Core;
using Inbox.Core.Access;
using Inbox.Core.Cases;
using Inbox.Core.Data;
using Inbox.Web.Pages.AgentsPage;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Inbox.Web.Api;

/// <summary>What a list of cases is asked for. Every field is text, so that a wrong one is answered in words.</summary>
internal sealed record CaseFilter
{
    private const int UsualLimit = 50;

    [FromQuery, Description("One status or several with commas: New, Open, Waiting, OnHold, Resolved, Closed, Spam.")]
    public string? Status { get; init; }

    [FromQuery, Description("Key or id of a department.")]
    public string? Department { get; init; }

    [FromQuery, Description("Id or mail address of an agent, or `none`.")]
    public string? Assignee { get; init; }

    [FromQuery, Description("Words, as in the search box of the inbox, with its operators: `dept:billing is:late tag:refund from:ana`.")]
    public string? Q { get; init; }

    [FromQuery, Description("newest (message first, the default), oldest, or due: open cases, the earliest promise first.")]
    public string? Sort { get; init; }

    [FromQuery, Description("`next` of the page before.")]
    public string? After { get; init; }

    [FromQuery, Description("Cases a page, 1 to 200; 50 when not given.")]
    public string? Limit { get; init; }

    /// <summary>The query of these cases, in order, from where the page before ended; or what is wrong by the field.</summary>
    public IQueryable<Case> Apply(InboxDb db, Actor actor, Rules rules, DateTimeOffset now, Dictionary<string, string[]> errors)
    {
        var found = Searched(db, actor, rules, now).Where(c => c.FoldedIntoId == null);
        found = OfStatus(found, errors);
        found = OfDepartment(found, rules, errors);
        found = OfAssignee(found, rules, errors);
        return InOrder(found, errors);
    }

    public int Rows(Dictionary<string, string[]> errors)
    {
        if (string.IsNullOrEmpty(Limit))
        {
            return UsualLimit;
        }

        if (int.TryParse(Limit, NumberStyles.None, CultureInfo.InvariantCulture, out var rows) && rows is >= 1 and <= 200)
        {
            return rows;
        }

        errors["limit"] = ["A page holds 1 to 200 cases."];
        return UsualLimit;
    }

    public string Next(Case last) => new CaseList.Cursor(Order is "due" ? last.NextDueAt : last.LastMessageAt, last.Id).ToString();

    private string Order => string.IsNullOrEmpty(Sort) ? "newest" : Sort.ToLowerInvariant();

    private IQueryable<Case> Searched(InboxDb db, Actor actor, Rules rules, DateTimeOffset now)
    {
        var search = SearchWords.Parse(Words.Storable(Q));
        return search switch
        {
            { IsEmpty: true } => db.Cases.VisibleTo(actor),
            { Jump: { } id } => db.Cases.VisibleTo(actor).Where(c => c.Id == id),
            _ => db.Matching(search, actor, rules, now),
        };
    }

    private IQueryable<Case> OfStatus(IQueryable<Case> found, Dictionary<string, string[]> errors)
    {
        if (string.IsNullOrEmpty(Status))
        {
            // A case that is not open has nothing due.
            return Order == "due" ? found.Where(c => c.IsOpen) : found;
        }

        var wanted = new List<CaseStatus>();
        foreach (var word in Status.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            if (!char.IsAsciiLetter(word[0]) || !Enum.TryParse<CaseStatus>(word, ignoreCase: true, out var status))
            {
                errors["status"] = [$"'{word}' is no status. Use {string.Join(", ", Enum.GetNames<CaseStatus>())}."];
                return found;
            }

            wanted.Add(status);
        }

        return wanted is [var one] ? found.Where(c => c.Status == one) : found.Where(c => wanted.Contains(c.Status));
    }

    private IQueryable<Case> OfDepartment(IQueryable<Case> found, Rules rules, Dictionary<string, string[]> errors)
    {
        if (string.IsNullOrEmpty(Department))
        {
            return found;
        }

        if (rules.DepartmentNamed(Department) is { } department)
        {
            return found.Where(c => c.DepartmentId == department.Id);
        }

        errors["department"] = [$"There is no department '{Department}'."];
        return found;
    }

    private IQueryable<Case> OfAssignee(IQueryable<Case> found, Rules rules, Dictionary<string, string[]> errors)
    {
        if (string.IsNullOrEmpty(Assignee))
        {
            return found;
        }

        if (Assignee.Equals("none", StringComparison.OrdinalIgnoreCase))
        {
            return found.Where(c => c.AssigneeId == null);
        }

        if (rules.AgentNamed(Assignee) is { } agent)
        {
            return found.Where(c => c.AssigneeId == agent);
        }

        errors["assignee"] = [$"There is no agent '{Assignee}'. Give an id, a mail address, or none."];
        return found;
    }

    private IQueryable<Case> InOrder(IQueryable<Case> found, Dictionary<string, string[]> errors)
    {
        var after = CaseList.Cursor.Parse(After);
        if (after is null && !string.IsNullOrEmpty(After))
        {
            errors["after"] = ["Hand in 'next' of the page before."];
        }

        // Row comparison lets PostgreSQL start the index scan at the key.
        switch (Order)
        {
            case "due":
                found = after is null ? found : found.Where(c => EF.Functions.GreaterThan(ValueTuple.Create(c.NextDueAt, c.Id), ValueTuple.Create(after.At, after.Id)));
                return found.OrderBy(c => c.NextDueAt).ThenBy(c => c.Id);
            case "oldest":
                found = after is null ? found : found.Where(c => EF.Functions.GreaterThan(ValueTuple.Create(c.LastMessageAt, c.Id), ValueTuple.Create(after.At, after.Id)));
                return found.OrderBy(c => c.LastMessageAt).ThenBy(c => c.Id);
            case "newest":
                found = after is null ? found : found.Where(c => EF.Functions.LessThan(ValueTuple.Create(c.LastMessageAt, c.Id), ValueTuple.Create(after.At, after.Id)));
                return found.OrderByDescending(c => c.LastMessageAt).ThenByDescending(c => c.Id);
            default:
                errors["sort"] = ["Sort by newest, oldest or due."];
                return found;
        }
    }
}

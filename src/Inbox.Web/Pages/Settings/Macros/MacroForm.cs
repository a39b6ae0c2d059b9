using System.Globalization;
using Inbox.Core.Access;
using Inbox.Core.Cases;
using Inbox.Core.Data;
using Inbox.Core.Macros;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.EntityFrameworkCore;

namespace Inbox.Web.Pages.Settings.Macros;

/// <summary>A macro as it is typed, in the settings or on one's own page.</summary>
public sealed class MacroForm
{
    public int Revision { get; set; }

    public string? Name { get; set; }

    public MacroText TextIs { get; set; }

    public string? Text { get; set; }

    public CaseStatus? Status { get; set; }

    public Priority? Priority { get; set; }

    public long? MoveTo { get; set; }

    public MacroAssign Assign { get; set; }

    public long? AgentId { get; set; }

    public string? AddTags { get; set; }

    public string? RemoveTags { get; set; }

    public int? SnoozeHours { get; set; }

    public long? PlaybookId { get; set; }

    public string? Reason { get; set; }

    public long? DepartmentId { get; set; }

    public static MacroForm Of(Macro macro) => new()
    {
        Revision = macro.Revision,
        Name = macro.Name,
        TextIs = macro.TextIs,
        Text = macro.Text,
        Status = macro.Actions.Status,
        Priority = macro.Actions.Priority,
        MoveTo = macro.Actions.DepartmentId,
        Assign = macro.Actions.Assign,
        AgentId = macro.Actions.AgentId,
        AddTags = string.Join(", ", macro.Actions.AddTags),
        RemoveTags = string.Join(", ", macro.Actions.RemoveTags),
        SnoozeHours = macro.Actions.SnoozeHours,
        PlaybookId = macro.Actions.PlaybookId,
        Reason = macro.Actions.Reason,
        DepartmentId = macro.DepartmentId,
    };

    /// <summary>The field of the form for a property of the command.</summary>
    public static string FieldOf(string property) => property switch
    {
        "Actions" => "Input.TextIs",
        "MoveTo" or "AgentId" or "Status" or "PlaybookId" or "SnoozeHours" or "Reason" or "RemoveTags" => "Input." + property,
        _ => "Input." + property.Replace("Actions.", "", StringComparison.Ordinal),
    };

    public SaveMacro.Command ToCommand(long? id, bool personal, Actor actor) => new(
        id,
        Revision,
        Name ?? "",
        TextIs,
        Text ?? "",
        new MacroActions
        {
            Status = Status,
            Priority = Priority,
            DepartmentId = MoveTo,
            Assign = Assign,
            AgentId = AgentId,
            AddTags = Choices.Split(AddTags),
            RemoveTags = Choices.Split(RemoveTags),
            SnoozeHours = SnoozeHours,
            PlaybookId = PlaybookId,
            Reason = Reason ?? "",
        },
        DepartmentId,
        personal,
        actor);
}

/// <summary>What the form of a macro offers.</summary>
public sealed record MacroChoices(List<SelectListItem> Departments, List<SelectListItem> Agents, List<SelectListItem> Playbooks, List<string> Tags)
{
    public static CaseStatus[] Statuses { get; } = [CaseStatus.Open, CaseStatus.Waiting, CaseStatus.OnHold, CaseStatus.Resolved, CaseStatus.Closed, CaseStatus.Spam];

    public static async Task<MacroChoices> ReadAsync(InboxDb db, CancellationToken cancellationToken) => new(
        await Choices.DepartmentsAsync(db, cancellationToken),
        await db.Users.Where(a => a.DisabledAt == null).OrderBy(a => a.DisplayName).Select(a => new SelectListItem(a.DisplayName, a.Id.ToString(CultureInfo.InvariantCulture))).ToListAsync(cancellationToken),
        await db.Playbooks.Where(p => p.Enabled).OrderBy(p => p.Name).Select(p => new SelectListItem(p.Name, p.Id.ToString(CultureInfo.InvariantCulture))).ToListAsync(cancellationToken),
        await db.Tags.Where(t => !t.Archived).OrderBy(t => t.Name).Select(t => t.Name).ToListAsync(cancellationToken));
}

/// <summary>What the fields of the form are filled from; its properties name them.</summary>
public sealed record MacroFields(MacroForm Input, MacroChoices Choices, bool Personal);

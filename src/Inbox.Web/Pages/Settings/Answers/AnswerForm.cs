using Inbox.Core.Access;
using Inbox.Core.CannedAnswers;
using Microsoft.AspNetCore.Mvc.Rendering;

namespace Inbox.Web.Pages.Settings.Answers;

/// <summary>A canned answer as it is typed, in the settings or on one's own page.</summary>
public sealed class AnswerForm
{
    public int Revision { get; set; }

    public string? Title { get; set; }

    public string? Body { get; set; }

    public string? Keywords { get; set; }

    public string? Language { get; set; }

    public long? DepartmentId { get; set; }

    public static AnswerForm Of(CannedAnswer answer) => new()
    {
        Revision = answer.Revision,
        Title = answer.Title,
        Body = answer.Body,
        Keywords = answer.Keywords,
        Language = answer.Language,
        DepartmentId = answer.DepartmentId,
    };

    public SaveCannedAnswer.Command ToCommand(long? id, bool personal, Actor actor) => new(
        id, Revision, Title ?? "", Body ?? "", Keywords ?? "", (Language ?? "").Trim().ToLowerInvariant(), DepartmentId, personal, actor);
}

/// <summary>What the fields of the form are filled from; its properties name them.</summary>
public sealed record AnswerFields(AnswerForm Input, List<SelectListItem> Departments, bool Personal);

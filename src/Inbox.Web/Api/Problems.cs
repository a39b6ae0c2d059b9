using Inbox.Core;
using Inbox.Web.Pages;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Inbox.Web.Api;

/// <summary>Every "no" of the API as problem details (RFC 9457).</summary>
internal static class Problems
{
    /// <summary>The field that a refusal of a command is about.</summary>
    private static readonly Dictionary<string, string> Fields = new(StringComparer.Ordinal)
    {
        ["reason_needed"] = "reason",
        ["not_a_member"] = "assignee",
        ["no_such_department"] = "department",
        ["checklist_missing"] = "checklist",
        ["checklist_wrong"] = "checklist",
        ["snooze_in_past"] = "until",
        ["due_at_wrong"] = "dueAt",
        ["no_such_channel"] = "channel",
        ["no_such_attachment"] = "attachments",
        ["attachments_too_large"] = "attachments",
        ["no_recipient"] = "to",
        ["not_the_customer"] = "to",
        ["not_on_this_case"] = "messages",
        ["only_notes"] = "messages",
        ["nothing_left"] = "messages",
        ["send_at_past"] = "sendAt",
        ["send_at_far"] = "sendAt",
        ["other_kind_of_channel"] = "channel",
        ["same_text"] = "text",
        ["text_too_long"] = "text",
    };

    public static ProblemHttpResult Of(int status, string detail) => TypedResults.Problem(detail, statusCode: status);

    public static ProblemHttpResult NotFound(string detail) => Of(StatusCodes.Status404NotFound, detail);

    /// <summary>422 with what is wrong by the field.</summary>
    public static ProblemHttpResult Invalid(string field, string message) =>
        Invalid(new Dictionary<string, string[]>(StringComparer.Ordinal) { [field] = [message] });

    public static ProblemHttpResult Invalid(IDictionary<string, string[]> errors) => TypedResults.Problem(new HttpValidationProblemDetails(errors)
    {
        Status = StatusCodes.Status422UnprocessableEntity,
        Title = "Some fields need another value.",
    });

    /// <summary>An expected failure of a command; <c>code</c> is for programs.</summary>
    public static ProblemHttpResult Of(Error error)
    {
        var code = new KeyValuePair<string, object?>("code", error.Code);
        if (error.Kind != ErrorKind.Invalid || !Fields.TryGetValue(error.Code, out var field))
        {
            return TypedResults.Problem(error.Message, statusCode: InboxPage.StatusOf(error.Kind), extensions: [code]);
        }

        var problem = Invalid(field, error.Message);
        problem.ProblemDetails.Detail = error.Message;
        problem.ProblemDetails.Extensions.Add(code);
        return problem;
    }
}

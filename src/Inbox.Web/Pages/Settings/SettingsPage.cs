using FluentValidation;
using Inbox.Core;
using Inbox.Core.Requests;
using MediatR;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.AspNetCore.Mvc.ModelBinding;

namespace Inbox.Web.Pages.Settings;

/// <summary>A page of the settings: for admins; a form that cannot be saved comes back as it was typed, with what is wrong beside each field.</summary>
public abstract class SettingsPage(IMediator mediator) : InboxPage
{
    private const string New = "new";

    /// <summary>What was done, shown once on the next page.</summary>
    [TempData]
    public string? Saved { get; set; }

    /// <summary>The form is for something that does not exist yet.</summary>
    public bool IsNew => Id is null;

    /// <summary>Admins only, unless a page is about what belongs to the one who asks.</summary>
    protected virtual bool IsOpenToMe => Me.IsAdmin;

    /// <summary>From the route: a number, or "new".</summary>
    protected long? Id { get; private set; }

    public override Task OnPageHandlerExecutionAsync(PageHandlerExecutingContext context, PageHandlerExecutionDelegate next)
    {
        // The folder's policy says the same; this page does not depend on where the policy is mapped.
        if (!IsOpenToMe)
        {
            context.Result = Refuse(new Error(ErrorKind.Forbidden, "admin_needed", "Only an administrator sees the settings."));
            return Task.CompletedTask;
        }

        if (context.RouteData.Values["id"] is string id && id != New)
        {
            if (!long.TryParse(id, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var number))
            {
                context.Result = NotFound();
                return Task.CompletedTask;
            }

            Id = number;
        }

        foreach (var entry in ModelState.Values.Where(e => e.ValidationState == ModelValidationState.Invalid))
        {
            // Only numbers can fail to bind here, and the framework's words are not a person's.
            entry.Errors.Clear();
            entry.Errors.Add("Give a whole number.");
        }

        return next();
    }

    /// <summary>Sends the command of a form. Refusals and what is wrong go into ModelState; null then, and the form is shown again.</summary>
    /// <param name="command">From the form.</param>
    /// <param name="field">The form's name of a property of the command; "Input." before it unless said otherwise.</param>
    protected async Task<Result<T>?> SaveAsync<T>(ICommand<T> command, Func<string, string>? field, CancellationToken cancellationToken)
    {
        if (!ModelState.IsValid)
        {
            Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
            return null;
        }

        try
        {
            var result = await mediator.Send(command, cancellationToken);
            if (result.IsOk)
            {
                return result;
            }

            ModelState.AddModelError("", result.Error.Message);
            Response.StatusCode = StatusOf(result.Error.Kind);
        }
        catch (ValidationException e)
        {
            foreach (var failure in e.Errors)
            {
                ModelState.AddModelError(field?.Invoke(failure.PropertyName) ?? "Input." + failure.PropertyName, failure.ErrorMessage);
            }

            Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
        }

        return null;
    }

    /// <summary>Asks for something that a page shows.</summary>
    protected Task<T> AskAsync<T>(IRequest<T> query, CancellationToken cancellationToken) => mediator.Send(query, cancellationToken);

    /// <summary>Sends a command that has no form: a button in a list.</summary>
    protected async Task<IActionResult> DoAsync<T>(ICommand<T> command, Func<Task<IActionResult>> done, CancellationToken cancellationToken)
    {
        var result = await mediator.Send(command, cancellationToken);
        return result.IsOk ? await done() : Refuse(result.Error);
    }

    protected bool IsHtmx => Request.Headers.ContainsKey("HX-Request");

    /// <summary>A confirmed deletion ends on another page; htmx follows its own header.</summary>
    protected IActionResult GoTo(string page)
    {
        if (!IsHtmx)
        {
            return LocalRedirect(page);
        }

        Response.Headers["HX-Redirect"] = page;
        return new NoContentResult();
    }
}
